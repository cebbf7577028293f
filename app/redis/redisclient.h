// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/rediscounters.h"
#include "redis/redislink.h"

namespace rastro::redis {

/// Sends commands over one link, pipelined. Nothing is kept for later: while Redis is away, and while too many commands
/// wait for their answers, a command fails at once and is counted as dropped. One thread.
class RedisClient : public QObject
{
    Q_OBJECT

public:
    using Then = RedisConnection::Then;

    static constexpr std::size_t MostWaiting = 8192;

    /// `tally` must outlive it.
    RedisClient(const RedisUrl &url, const Patience &patience, RedisTally &tally, QObject *parent = nullptr);

    void start() { m_link.start(); }
    [[nodiscard]] bool isUp() const { return m_link.up() != nullptr; }

    /// `then` is called exactly once, perhaps before send() returns.
    void send(const Command &command, Then then);

Q_SIGNALS:
    void connected();
    /// Redis was lost, or cannot be reached for another reason than last time.
    void trouble(const rastro::Error &error);

private:
    void drop(const Then &then);

    RedisTally &m_tally;
    QString m_lastTrouble;
    RedisLink m_link;
};

} // namespace rastro::redis
