// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redislistener.h"

namespace rastro::redis {

RedisListener::RedisListener(const RedisUrl &url, const Patience &patience, QByteArray channel, QObject *parent)
    : QObject(parent)
    , m_channel(std::move(channel))
    , m_link(url, patience)
{
    connect(&m_link, &RedisLink::connected, this, [this] {
        m_link.up()->subscribe(
            m_channel, [this] { Q_EMIT subscribed(); }, [this](const QByteArray &message) { Q_EMIT heard(message); });
    });
}

} // namespace rastro::redis
