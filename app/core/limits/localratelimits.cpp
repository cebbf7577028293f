// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/localratelimits.h"

#include <algorithm>

namespace rastro::core {

namespace {

constexpr qsizetype manyNames = 1024;

} // namespace

void LocalRateLimits::take(const QList<RateLimit> &limits, QObject *, Then then)
{
    const Micros now = m_clock.now();
    Micros ready = now;
    for (const RateLimit &limit : limits)
        ready = std::max(ready, bucket(limit, now).readyAt(now));
    if (ready <= now) {
        for (const RateLimit &limit : limits)
            bucket(limit, now).take(now);
    }
    then(std::chrono::microseconds(ready - now));
}

// A full bucket is as good as none: memory stays in proportion to what was used in the last seconds.
TokenBucket &LocalRateLimits::bucket(const RateLimit &limit, Micros now)
{
    const auto known = m_buckets.find(limit.key);
    if (known != m_buckets.end())
        return *known;
    if (m_buckets.size() >= manyNames)
        m_buckets.removeIf(
            [now](std::pair<const QByteArray &, TokenBucket &> entry) { return entry.second.isFull(now); });
    return *m_buckets.insert(limit.key, TokenBucket(limit.perSecond, limit.burst, now));
}

} // namespace rastro::core
