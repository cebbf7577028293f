// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlstartstore.h"

#include "storage/columns.h"
#include "storage/connection.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::StartRow readStart(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .botId = row.integer("bot_id"_L1),
            .telegramUserId = row.integer("telegram_user_id"_L1),
            .updateId = row.integer("update_id"_L1),
            .parameter = row.text("parameter"_L1),
            .attribution = row.text("attribution"_L1),
            .rule = row.text("rule"_L1),
            .reason = row.text("reason"_L1),
            .attempts = static_cast<int>(row.integer("attempts"_L1)),
            .nextEmitAt = row.integer("next_emit_at"_L1),
            .createdAt = row.integer("created_at"_L1)};
}

} // namespace

SqlStartStore::SqlStartStore(Connection &connection)
    : m_node(connection.node())
    , m_insert(connection, "start.insert"_L1)
    , m_byId(connection, "start.byId"_L1)
    , m_claimDue(connection, "start.claimDue"_L1)
    , m_settle(connection, "start.settle"_L1)
    , m_isPending(connection, "start.isPending"_L1)
    , m_pending(connection, "start.pending"_L1)
    , m_nextDue(connection, "start.nextDue"_L1)
    , m_releaseLeases(connection, "start.releaseLeases"_L1)
{
}

qint64 SqlStartStore::insert(const core::StartRow &start)
{
    return m_insert.bind("bot_id"_L1, start.botId)
        .bind("telegram_user_id"_L1, start.telegramUserId)
        .bind("update_id"_L1, start.updateId)
        .bind("parameter"_L1, start.parameter)
        .bind("attribution"_L1, start.attribution)
        .bindOrNull("rule"_L1, start.rule)
        .bindOrNull("reason"_L1, start.reason)
        .bind("attempts"_L1, start.attempts)
        .bind("next_emit_at"_L1, start.nextEmitAt)
        .bind("created_at"_L1, start.createdAt)
        .one(readId)
        .value_or(0);
}

std::optional<core::StartRow> SqlStartStore::byId(qint64 id)
{
    return m_byId.bind("id"_L1, id).one(readStart);
}

QList<core::StartRow> SqlStartStore::claimDue(Micros now, Micros again, int limit)
{
    m_claimDue.bind("node"_L1, m_node).bind("again"_L1, again).bind("now"_L1, now).bind("limit"_L1, limit);
    return inOrderOfId(m_claimDue.all(readStart));
}

void SqlStartStore::settle(qint64 id, const QString &attribution, const QString &rule, const QString &reason)
{
    m_settle.bind("attribution"_L1, attribution)
        .bindOrNull("rule"_L1, rule)
        .bindOrNull("reason"_L1, reason)
        .bind("id"_L1, id)
        .run();
}

bool SqlStartStore::isPending(qint64 botId, qint64 telegramUserId)
{
    return m_isPending.bind("bot_id"_L1, botId).bind("telegram_user_id"_L1, telegramUserId).one(readId).has_value();
}

std::optional<core::StartRow> SqlStartStore::pending(qint64 botId, qint64 telegramUserId)
{
    return m_pending.bind("bot_id"_L1, botId).bind("telegram_user_id"_L1, telegramUserId).one(readStart);
}

std::optional<Micros> SqlStartStore::nextDue()
{
    return readDue(m_nextDue);
}

void SqlStartStore::releaseLeases(const QString &node, Micros now)
{
    m_releaseLeases.bind("now"_L1, now).bind("node"_L1, node).run();
}

} // namespace rastro::storage
