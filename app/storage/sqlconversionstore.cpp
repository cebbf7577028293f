// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlconversionstore.h"

#include "storage/columns.h"
#include "storage/connection.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::ConversionRow readConversion(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .workspaceId = row.integer("workspace_id"_L1),
            .scope = readScope(row),
            .pluginId = row.text("plugin_id"_L1),
            .destination = row.text("destination"_L1),
            .name = eventNameFromText(row.text("event_name"_L1)).value(),
            .eventId = row.text("event_id"_L1),
            .at = row.integer("event_at"_L1),
            .token = row.text("token"_L1),
            .botId = row.integer("bot_id"_L1),
            .telegramUserId = row.integer("telegram_user_id"_L1),
            .paymentId = row.integer("payment_id"_L1),
            .state = row.text("state"_L1),
            .attempts = static_cast<int>(row.integer("attempts"_L1)),
            .runAt = row.integer("run_at"_L1),
            .fence = row.integer("fence"_L1),
            .answer = row.text("answer"_L1),
            .firstTriedAt = row.integer("first_tried_at"_L1)};
}

// What is claimed together: it goes out through one plugin in one batch.
struct Group
{
    core::PluginScope scope;
    QString pluginId;
    QString eventName;
};

Group readGroup(const Row &row)
{
    return {readScope(row), row.text("plugin_id"_L1), row.text("event_name"_L1)};
}

} // namespace

SqlConversionStore::SqlConversionStore(Connection &connection)
    : m_node(connection.node())
    , m_add(connection, "conversion.add"_L1)
    , m_duePurchases(connection, "conversion.duePurchases"_L1)
    , m_oldestDueGroup(connection, "conversion.oldestDueGroup"_L1)
    , m_claimGroup(connection, "conversion.claimGroup"_L1)
    , m_finish(connection, "conversion.finish"_L1)
    , m_resume(connection, "conversion.resume"_L1)
    , m_nextDue(connection, "conversion.nextDue"_L1)
    , m_releaseLeases(connection, "conversion.releaseLeases"_L1)
    , m_byPayment(connection, "conversion.byPayment"_L1)
    , m_byToken(connection, "conversion.byToken"_L1)
    , m_countByState(connection, "conversion.countByState"_L1)
{
}

bool SqlConversionStore::add(const core::ConversionRow &row)
{
    m_add.bind("workspace_id"_L1, row.workspaceId);
    bindScope(m_add, row.scope);
    return m_add.bind("plugin_id"_L1, row.pluginId)
        .bind("destination"_L1, row.destination)
        .bind("event_name"_L1, eventNameText(row.name))
        .bindOrNull("event_id"_L1, row.eventId)
        .bind("event_at"_L1, row.at)
        .bindOrNull("token"_L1, row.token)
        .bindOrNull("bot_id"_L1, row.botId)
        .bindOrNull("telegram_user_id"_L1, row.telegramUserId)
        .bindOrNull("payment_id"_L1, row.paymentId)
        .bind("state"_L1, row.state)
        .bind("attempts"_L1, row.attempts)
        .bind("run_at"_L1, row.runAt)
        .bind("fence"_L1, row.fence)
        .bindOrNull("answer"_L1, row.answer)
        .bindOrNull("first_tried_at"_L1, row.firstTriedAt)
        .one(readId)
        .has_value();
}

QList<core::ConversionRow> SqlConversionStore::claimDue(Micros now, Micros leaseUntil, int limit)
{
    auto group = m_duePurchases.bind("now"_L1, now).one(readGroup);
    if (!group)
        group = m_oldestDueGroup.bind("now"_L1, now).one(readGroup);
    if (!group)
        return {};
    bindScope(m_claimGroup, group->scope);
    m_claimGroup.bind("node"_L1, m_node)
        .bind("plugin_id"_L1, group->pluginId)
        .bind("event_name"_L1, group->eventName)
        .bind("now"_L1, now)
        .bind("lease_until"_L1, leaseUntil)
        .bind("limit"_L1, limit);
    return inOrderOfId(m_claimGroup.all(readConversion));
}

bool SqlConversionStore::finish(const core::ConversionRow &row, const QString &state, const QString &answer,
                                Micros runAt)
{
    return m_finish.bind("state"_L1, state)
               .bindOrNull("answer"_L1, answer)
               .bind("run_at"_L1, runAt)
               .bindOrNull("first_tried_at"_L1, row.firstTriedAt)
               .bind("id"_L1, row.id)
               .bind("fence"_L1, row.fence)
               .run() > 0;
}

void SqlConversionStore::resume(const core::PluginScope &scope, const QString &pluginId, Micros now)
{
    bindScope(m_resume, scope);
    m_resume.bind("plugin_id"_L1, pluginId).bind("now"_L1, now).run();
}

std::optional<Micros> SqlConversionStore::nextDue()
{
    return readDue(m_nextDue);
}

void SqlConversionStore::releaseLeases(const QString &node, Micros now)
{
    m_releaseLeases.bind("now"_L1, now).bind("node"_L1, node).run();
}

QList<core::ConversionRow> SqlConversionStore::byPayment(qint64 paymentId)
{
    return m_byPayment.bind("payment_id"_L1, paymentId).all(readConversion);
}

QList<core::ConversionRow> SqlConversionStore::byToken(qint64 workspaceId, const QString &token)
{
    return m_byToken.bind("workspace_id"_L1, workspaceId).bind("token"_L1, token).all(readConversion);
}

QMap<QString, qint64> SqlConversionStore::countByState()
{
    return readCounts(m_countByState);
}

} // namespace rastro::storage
