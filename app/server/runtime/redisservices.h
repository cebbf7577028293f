// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/localratelimits.h"
#include "redis/redisclicks.h"
#include "redis/redisnotices.h"
#include "redis/redisratelimits.h"
#include "server/options/serveroptions.h"

namespace rastro::server {

/// All that Rastro does with a Redis, composed. Everything goes on without it.
class RedisServices
{
public:
    /// `options.redis` must be there; `clock` must outlive it.
    RedisServices(const ServerOptions &options, const Clock &clock);
    ~RedisServices();
    Q_DISABLE_COPY_MOVE(RedisServices)

    /// Begins to connect; nothing waits for it.
    void start() { m_thread.start(); }
    /// Afterwards what is given here stays valid and does nothing.
    void stop();

    [[nodiscard]] core::ClickCache &copies() { return m_clicks; }
    [[nodiscard]] core::ForeignClicks &foreignClicks() { return m_clicks; }
    [[nodiscard]] core::ChangeNotices &notices() { return m_notices; }
    [[nodiscard]] core::RateLimits &limits() { return m_limits; }
    /// Thread-safe.
    [[nodiscard]] redis::RedisCounters counters() const { return m_thread.counters(); }

private:
    redis::RedisThread m_thread;
    redis::RedisClicks m_clicks;
    redis::RedisNotices m_notices;
    core::LocalRateLimits m_alone;
    redis::RedisRateLimits m_limits;
};

} // namespace rastro::server
