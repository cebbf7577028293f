// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/ratelimits.h"
#include "redis/redisthread.h"

namespace rastro::redis {

/// Limits that nodes keep together: token buckets in Redis, filled by Redis's own clock, taken from by one script so
/// that all of a question's limits are one step. While Redis is away each node keeps them alone. Core thread only.
class RedisRateLimits final : public core::RateLimits
{
public:
    /// `redis` and `alone` must outlive it.
    RedisRateLimits(RedisThread &redis, core::RateLimits &alone)
        : m_redis(redis)
        , m_alone(alone)
    {
    }

    void take(const QList<core::RateLimit> &limits, QObject *context, Then then) override;

    /// Questions that Redis answered, and those that it did not.
    [[nodiscard]] quint64 answeredTogether() const { return m_together; }
    [[nodiscard]] quint64 answeredAlone() const { return m_aloneCount; }

private:
    void settle(const Result<Reply> &reply, const QList<core::RateLimit> &limits, QObject *context, const Then &then);

    RedisThread &m_redis;
    core::RateLimits &m_alone;
    quint64 m_together = 0;
    quint64 m_aloneCount = 0;
};

} // namespace rastro::redis
