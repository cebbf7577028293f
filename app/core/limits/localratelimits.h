// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/tokenbucket.h"
#include "core/ports/ratelimits.h"

#include <QtCore/QHash>

namespace rastro::core {

/// The limits as one node alone keeps them: all there is on a single node, and what is left while nothing shared can be
/// asked. Answers at once. Core thread only.
class LocalRateLimits final : public RateLimits
{
public:
    explicit LocalRateLimits(const Clock &clock)
        : m_clock(clock)
    {
    }

    void take(const QList<RateLimit> &limits, QObject *context, Then then) override;

    /// Names it remembers: those that were used in the last seconds.
    [[nodiscard]] qsizetype remembered() const { return m_buckets.size(); }

private:
    TokenBucket &bucket(const RateLimit &limit, Micros now);

    const Clock &m_clock;
    QHash<QByteArray, TokenBucket> m_buckets;
};

} // namespace rastro::core
