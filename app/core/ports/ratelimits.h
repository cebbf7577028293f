// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/ratelimit.h"
#include "rastro/clock.h"

#include <QtCore/QList>

namespace rastro::core {

/// Limits that somebody outside sets on all nodes together, such as Telegram's on a bot. Core thread only.
class RateLimits
{
public:
    /// How long to wait before asking again; 0: go, it is counted.
    using Then = std::function<void(std::chrono::microseconds wait)>;

    virtual ~RateLimits() = default;

    /// Asks for one under all of these limits at once: it goes under all, or is counted under none. Answers once, while
    /// `context` lives, soon and always: what cannot be asked of the other nodes is decided by this one alone.
    virtual void take(const QList<RateLimit> &limits, QObject *context, Then then) = 0;
};

} // namespace rastro::core
