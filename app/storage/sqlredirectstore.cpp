// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlredirectstore.h"

#include "storage/connection.h"

#include <map>

using namespace Qt::StringLiterals;

namespace rastro::storage {

SqlRedirectStore::SqlRedirectStore(Connection &connection)
    : m_loadsSince(connection, "redirect.loadsSince"_L1)
    , m_takeBefore(connection, "redirect.takeBefore"_L1)
    , m_addToPool(connection, "redirect.addToPool"_L1)
    , m_addToPoolBot(connection, "redirect.addToPoolBot"_L1)
{
}

core::BotLoads SqlRedirectStore::loadsSince(qint64 minute)
{
    core::BotLoads loads;
    m_loadsSince.bind("minute"_L1, minute).all([&](const Row &row) {
        loads.insert(row.integer("bot_id"_L1), row.integer("people"_L1));
        return true;
    });
    return loads;
}

void SqlRedirectStore::foldBefore(qint64 minute)
{
    std::map<std::pair<qint64, qint64>, qint64> people; // By pool and bot.
    m_takeBefore.bind("minute"_L1, minute).all([&](const Row &row) {
        people[{row.integer("pool_id"_L1), row.integer("bot_id"_L1)}] += row.integer("people"_L1);
        return true;
    });
    for (const auto &[who, count] : people) {
        const auto [poolId, botId] = who;
        m_addToPool.bind("redirects"_L1, botId ? count : 0)
            .bind("unserved"_L1, botId ? 0 : count)
            .bind("pool_id"_L1, poolId)
            .run();
        if (botId)
            m_addToPoolBot.bind("people"_L1, count).bind("pool_id"_L1, poolId).bind("bot_id"_L1, botId).run();
    }
}

} // namespace rastro::storage
