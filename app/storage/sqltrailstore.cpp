// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqltrailstore.h"

#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::TrailEntry readEntry(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .workspaceId = row.integer("workspace_id"_L1),
            .at = row.integer("at"_L1),
            .step = row.text("step"_L1),
            .token = row.text("token"_L1),
            .botId = row.integer("bot_id"_L1),
            .telegramUserId = row.integer("telegram_user_id"_L1),
            .paymentId = row.integer("payment_id"_L1),
            .text = row.text("text"_L1),
            .detail = row.json("detail"_L1)};
}

} // namespace

SqlTrailStore::SqlTrailStore(Connection &connection)
    : m_add(connection, "trail.add"_L1)
    , m_byToken(connection, "trail.byToken"_L1)
    , m_byUser(connection, "trail.byUser"_L1)
    , m_byPayment(connection, "trail.byPayment"_L1)
    , m_after(connection, "trail.after"_L1)
{
}

void SqlTrailStore::add(const core::TrailEntry &entry)
{
    m_add.bind("workspace_id"_L1, entry.workspaceId)
        .bind("at"_L1, entry.at)
        .bind("step"_L1, entry.step)
        .bindOrNull("token"_L1, entry.token)
        .bindOrNull("bot_id"_L1, entry.botId)
        .bindOrNull("telegram_user_id"_L1, entry.telegramUserId)
        .bindOrNull("payment_id"_L1, entry.paymentId)
        .bind("text"_L1, entry.text)
        .bindOrNull("detail"_L1, jsonText(entry.detail))
        .run();
}

QList<core::TrailEntry> SqlTrailStore::byToken(qint64 workspaceId, const QString &token)
{
    return m_byToken.bind("workspace_id"_L1, workspaceId).bind("token"_L1, token).all(readEntry);
}

QList<core::TrailEntry> SqlTrailStore::byUser(qint64 botId, qint64 telegramUserId)
{
    return m_byUser.bind("bot_id"_L1, botId).bind("telegram_user_id"_L1, telegramUserId).all(readEntry);
}

QList<core::TrailEntry> SqlTrailStore::byPayment(qint64 paymentId)
{
    return m_byPayment.bind("payment_id"_L1, paymentId).all(readEntry);
}

QList<core::TrailEntry> SqlTrailStore::after(qint64 workspaceId, qint64 id, int limit)
{
    return m_after.bind("workspace_id"_L1, workspaceId).bind("id"_L1, id).bind("limit"_L1, limit).all(readEntry);
}

} // namespace rastro::storage
