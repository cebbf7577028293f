// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/redisservices.h"

namespace rastro::server {

RedisServices::RedisServices(const ServerOptions &options, const Clock &clock)
    : m_thread(*options.redis)
    , m_clicks(m_thread, clock, options.redisTtl)
    , m_notices(m_thread)
    , m_alone(clock)
    , m_limits(m_thread, m_alone)
{
}

RedisServices::~RedisServices()
{
    stop();
}

void RedisServices::stop()
{
    m_notices.close();
    m_thread.stop();
}

} // namespace rastro::server
