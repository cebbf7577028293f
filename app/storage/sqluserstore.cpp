// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqluserstore.h"

#include "core/ports/unitofwork.h"
#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::BotUser readUser(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .botId = row.integer("bot_id"_L1),
            .telegramUserId = row.integer("telegram_user_id"_L1),
            .firstName = row.text("first_name"_L1),
            .username = row.text("username"_L1),
            .languageCode = row.text("language_code"_L1),
            .trackingSessionId = row.token("tracking_session_id"_L1),
            .fbclid = row.text("fbclid"_L1),
            .fbp = row.text("fbp"_L1),
            .fbc = row.text("fbc"_L1),
            .utm = readUtm(row),
            .ipAddress = row.text("ip_address"_L1),
            .userAgent = row.text("user_agent"_L1),
            .externalId = row.text("external_id"_L1),
            .attributionRule = row.text("attribution_rule"_L1),
            .reachable = row.flag("reachable"_L1),
            .firstInteraction = row.integer("first_interaction"_L1),
            .lastInteraction = row.integer("last_interaction"_L1),
            .erasedAt = row.integer("erased_at"_L1)};
}

core::Touch readTouch(const Row &row)
{
    return {.botId = row.integer("bot_id"_L1),
            .telegramUserId = row.integer("telegram_user_id"_L1),
            .token = row.text("token"_L1),
            .fbclid = row.text("fbclid"_L1),
            .rule = row.text("rule"_L1),
            .source = row.text("source"_L1),
            .at = row.integer("touched_at"_L1)};
}

void bindAttribution(Statement &statement, const core::BotUser &user)
{
    statement.bindOrNull("tracking_session_id"_L1, user.trackingSessionId)
        .bindOrNull("fbclid"_L1, user.fbclid)
        .bindOrNull("fbp"_L1, user.fbp)
        .bindOrNull("fbc"_L1, user.fbc);
    bindUtm(statement, user.utm);
    statement.bindOrNull("ip_address"_L1, user.ipAddress)
        .bindOrNull("user_agent"_L1, user.userAgent)
        .bindOrNull("attribution_rule"_L1, user.attributionRule);
}

Statement &bindPerson(Statement &statement, qint64 botId, qint64 telegramUserId)
{
    return statement.bind("bot_id"_L1, botId).bind("telegram_user_id"_L1, telegramUserId);
}

} // namespace

SqlUserStore::SqlUserStore(Connection &connection)
    : m_upsert(connection, "user.upsert"_L1)
    , m_find(connection, "user.find"_L1)
    , m_byId(connection, "user.byId"_L1)
    , m_byTelegramId(connection, "user.byTelegramId"_L1)
    , m_saveAttribution(connection, "user.saveAttribution"_L1)
    , m_setReachable(connection, "user.setReachable"_L1)
    , m_addTouch(connection, "user.addTouch"_L1)
    , m_touches(connection, "user.touches"_L1)
{
}

core::BotUser SqlUserStore::upsert(const core::BotUser &user)
{
    bindPerson(m_upsert, user.botId, user.telegramUserId)
        .bindOrNull("first_name"_L1, user.firstName)
        .bindOrNull("username"_L1, user.username)
        .bindOrNull("language_code"_L1, user.languageCode)
        .bindOrNull("external_id"_L1, user.externalId)
        .bind("reachable"_L1, qint64(user.reachable))
        .bind("first_interaction"_L1, user.firstInteraction)
        .bind("last_interaction"_L1, user.lastInteraction);
    bindAttribution(m_upsert, user);
    return m_upsert.one(readUser).value();
}

std::optional<core::BotUser> SqlUserStore::find(qint64 botId, qint64 telegramUserId)
{
    return bindPerson(m_find, botId, telegramUserId).one(readUser);
}

std::optional<core::BotUser> SqlUserStore::byId(qint64 id)
{
    return m_byId.bind("id"_L1, id).one(readUser);
}

QList<core::BotUser> SqlUserStore::byTelegramId(qint64 workspaceId, qint64 telegramUserId)
{
    return m_byTelegramId.bind("telegram_user_id"_L1, telegramUserId)
        .bind("workspace_id"_L1, workspaceId)
        .all(readUser);
}

void SqlUserStore::saveAttribution(const core::BotUser &user)
{
    bindAttribution(m_saveAttribution, user);
    if (bindPerson(m_saveAttribution, user.botId, user.telegramUserId).run() == 0)
        throw core::StorageFailure(
            {u"storage.no_row"_s, u"The person %1 is not known to bot %2: store the person before "
                                  "the attribution."_s.arg(user.telegramUserId)
                                      .arg(user.botId)});
}

void SqlUserStore::setReachable(qint64 botId, qint64 telegramUserId, bool reachable)
{
    bindPerson(m_setReachable, botId, telegramUserId).bind("reachable"_L1, qint64(reachable)).run();
}

void SqlUserStore::addTouch(const core::Touch &touch)
{
    bindPerson(m_addTouch, touch.botId, touch.telegramUserId)
        .bindOrNull("token"_L1, touch.token)
        .bindOrNull("fbclid"_L1, touch.fbclid)
        .bind("rule"_L1, touch.rule)
        .bind("source"_L1, touch.source)
        .bind("touched_at"_L1, touch.at)
        .run();
}

QList<core::Touch> SqlUserStore::touches(qint64 botId, qint64 telegramUserId)
{
    return bindPerson(m_touches, botId, telegramUserId).all(readTouch);
}

} // namespace rastro::storage
