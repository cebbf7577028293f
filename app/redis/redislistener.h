// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/redislink.h"

namespace rastro::redis {

/// Hears what is published on one channel, over a connection of its own, and subscribes again after each loss. One
/// thread.
class RedisListener : public QObject
{
    Q_OBJECT

public:
    RedisListener(const RedisUrl &url, const Patience &patience, QByteArray channel, QObject *parent = nullptr);

    void start() { m_link.start(); }

Q_SIGNALS:
    /// From now on messages are heard; before, some may have been missed.
    void subscribed();
    void heard(const QByteArray &message);

private:
    const QByteArray m_channel;
    RedisLink m_link;
};

} // namespace rastro::redis
