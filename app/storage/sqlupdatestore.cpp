// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlupdatestore.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::UpdateRow readUpdate(const Row &row)
{
    return {.botId = row.integer("bot_id"_L1),
            .updateId = row.integer("update_id"_L1),
            .userId = row.integer("user_id"_L1),
            .kind = row.text("kind"_L1),
            .raw = row.bytes("raw"_L1),
            .state = row.text("state"_L1),
            .outcome = row.text("outcome"_L1),
            .attempts = static_cast<int>(row.integer("attempts"_L1)),
            .receivedAt = row.integer("received_at"_L1)};
}

} // namespace

SqlUpdateStore::SqlUpdateStore(Connection &connection)
    : m_insert(connection, "update.insert"_L1)
    , m_saveOffset(connection, "update.saveOffset"_L1)
    , m_nextOffset(connection, "update.nextOffset"_L1)
    , m_heads(connection, "update.heads"_L1)
    , m_take(connection, "update.take"_L1)
    , m_settle(connection, "update.settle"_L1)
    , m_countAttempt(connection, "update.countAttempt"_L1)
{
}

int SqlUpdateStore::insert(qint64 botId, const QList<core::UpdateRow> &batch, qint64 nextOffset)
{
    int stored = 0;
    for (const auto &row : batch) {
        m_insert.bind("bot_id"_L1, botId)
            .bind("update_id"_L1, row.updateId)
            .bind("user_id"_L1, row.userId)
            .bind("kind"_L1, row.kind)
            .bind("raw"_L1, row.raw)
            .bind("state"_L1, row.state)
            .bindOrNull("outcome"_L1, row.outcome)
            .bind("attempts"_L1, row.attempts)
            .bind("received_at"_L1, row.receivedAt);
        stored += m_insert.run();
    }
    if (nextOffset != 0)
        m_saveOffset.bind("bot_id"_L1, botId).bind("next_offset"_L1, nextOffset).run();
    return stored;
}

qint64 SqlUpdateStore::nextOffset(qint64 botId)
{
    const auto read = [](const Row &row) { return row.integer("next_offset"_L1); };
    return m_nextOffset.bind("bot_id"_L1, botId).one(read).value_or(0);
}

QList<core::UpdateRow> SqlUpdateStore::heads(int limit)
{
    return m_heads.bind("limit"_L1, limit).all(readUpdate);
}

bool SqlUpdateStore::take(qint64 botId, qint64 updateId)
{
    const auto read = [](const Row &row) { return row.flag("taken"_L1); };
    return m_take.bind("bot_id"_L1, botId).bind("update_id"_L1, updateId).one(read).has_value();
}

void SqlUpdateStore::settle(qint64 botId, qint64 updateId, const QString &state, const QString &outcome)
{
    m_settle.bind("state"_L1, state)
        .bindOrNull("outcome"_L1, outcome)
        .bind("bot_id"_L1, botId)
        .bind("update_id"_L1, updateId)
        .run();
}

void SqlUpdateStore::countAttempt(qint64 botId, qint64 updateId, const QString &outcome)
{
    m_countAttempt.bindOrNull("outcome"_L1, outcome).bind("bot_id"_L1, botId).bind("update_id"_L1, updateId).run();
}

} // namespace rastro::storage
