// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "rastro/trackingtoken.h"

#include <atomic>

namespace rastro::core {

/// Makes tracking tokens: the only place in Rastro that does, and only the redirect has one.
///
/// A token has the layout of UUIDv7 (RFC 9562 section 5.7) written as 32 hex digits: 48 bits of UTC milliseconds, the
/// version, 12 bits of a counter that starts at random in each millisecond (section 6.2, method 1), the variant, and 62
/// bits fresh from the system's secure random generator. Tokens of one minter are strictly increasing, so that rows
/// keyed by them are appended and not scattered, even when the clock is set back. Thread-safe.
class TokenMinter
{
public:
    TokenMinter() = default;
    Q_DISABLE_COPY_MOVE(TokenMinter)

    [[nodiscard]] TrackingToken mint(Micros now);

private:
    [[nodiscard]] quint64 nextTick(quint64 milliseconds);

    std::atomic<quint64> m_lastTick{0}; // milliseconds << 12 | counter
};

} // namespace rastro::core
