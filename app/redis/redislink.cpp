// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redislink.h"

namespace rastro::redis {

RedisLink::RedisLink(RedisUrl url, const Patience &patience, QObject *parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_patience(patience)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RedisLink::open);
}

RedisLink::~RedisLink()
{
    m_isUp = false; // what still waits is told so, and must not send again
}

void RedisLink::start()
{
    open();
}

void RedisLink::open()
{
    m_connection = std::make_unique<RedisConnection>(m_url, m_patience);
    connect(m_connection.get(), &RedisConnection::ready, this, [this] {
        m_isUp = true;
        m_backoff.reset();
        Q_EMIT connected();
    });
    connect(m_connection.get(), &RedisConnection::lost, this, &RedisLink::close);
    m_connection->open();
}

// Called by the connection itself, which is replaced only when the next attempt begins.
void RedisLink::close(const Error &error)
{
    m_isUp = false;
    m_retry.start(m_backoff.next());
    Q_EMIT disconnected(error);
}

} // namespace rastro::redis
