// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisclient.h"

using namespace Qt::StringLiterals;

namespace rastro::redis {

RedisClient::RedisClient(const RedisUrl &url, const Patience &patience, RedisTally &tally, QObject *parent)
    : QObject(parent)
    , m_tally(tally)
    , m_link(url, patience)
{
    connect(&m_link, &RedisLink::connected, this, [this] {
        m_tally.connected = true;
        ++m_tally.connects;
        m_lastTrouble.clear();
        Q_EMIT connected();
    });
    connect(&m_link, &RedisLink::disconnected, this, [this](const Error &error) {
        m_tally.connected = false;
        ++m_tally.losses;
        if (std::exchange(m_lastTrouble, error.message) != error.message)
            Q_EMIT trouble(error);
    });
}

void RedisClient::send(const Command &command, Then then)
{
    auto *connection = m_link.up();
    if (!connection || connection->pending() >= MostWaiting) {
        drop(then);
        return;
    }
    ++m_tally.commands;
    ++m_tally.waiting;
    connection->send(command, [this, then = std::move(then)](const Result<Reply> &reply) {
        --m_tally.waiting;
        if (!reply)
            ++m_tally.failed;
        then(reply);
    });
}

void RedisClient::drop(const Then &then)
{
    ++m_tally.dropped;
    then(failure(u"redis.away"_s, u"Redis is away or does not keep up; this goes on without it."_s, ErrorClass::Retry));
}

} // namespace rastro::redis
