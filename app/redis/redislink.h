// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/backoff.h"
#include "redis/redisconnection.h"

#include <memory>

namespace rastro::redis {

/// Keeps one connection to Redis up: opens it, and again after each loss, with growing pauses. One thread.
class RedisLink : public QObject
{
    Q_OBJECT

public:
    RedisLink(RedisUrl url, const Patience &patience, QObject *parent = nullptr);
    ~RedisLink() override;

    void start();

    /// The connection while it is ready; else null.
    [[nodiscard]] RedisConnection *up() const { return m_isUp ? m_connection.get() : nullptr; }

Q_SIGNALS:
    void connected();
    /// An attempt failed, or the connection was lost.
    void disconnected(const rastro::Error &error);

private:
    void open();
    void close(const Error &error);

    const RedisUrl m_url;
    const Patience m_patience;
    Backoff m_backoff;
    std::unique_ptr<RedisConnection> m_connection;
    QTimer m_retry;
    bool m_isUp = false;
};

} // namespace rastro::redis
