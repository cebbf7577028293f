// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickcache.h"
#include "core/ports/foreignclicks.h"
#include "redis/redisthread.h"

namespace rastro::redis {

/// Clicks under `tracking:{token}` and `tracking:fbclid:{fbclid}`, as the origin platform keeps them: copies of ours go
/// in, those of the origin platform are found. Copies are written on any thread, looked for on the core thread.
class RedisClicks final : public core::ClickCache, public core::ForeignClicks
{
public:
    /// A copy lives for `lifetime`. `redis` and `clock` must outlive it.
    RedisClicks(RedisThread &redis, const Clock &clock, std::chrono::seconds lifetime);

    void put(qint64 workspaceId, const Click &click) override;
    void addBrowserIds(const TrackingToken &token, const QString &fbp, const QString &fbc) override;

    void byToken(const TrackingToken &token, QObject *context, Found then) override;
    void byFbclid(const QString &fbclid, QObject *context, Found then) override;

private:
    RedisThread &m_redis;
    const Clock &m_clock;
    const QByteArray m_lifetime; ///< In seconds, as Redis reads it.
};

} // namespace rastro::redis
