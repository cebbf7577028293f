// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlshopstore.h"

#include "core/ports/unitofwork.h"
#include "storage/columns.h"
#include "storage/connection.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::Button readButton(const Row &row)
{
    return {.id = row.text("id"_L1),
            .botId = row.integer("bot_id"_L1),
            .telegramUserId = row.integer("telegram_user_id"_L1),
            .action = row.text("action"_L1),
            .offerId = row.integer("offer_id"_L1),
            .paymentId = row.integer("payment_id"_L1),
            .createdAt = row.integer("created_at"_L1)};
}

bool hasSameContent(const core::Offer &a, const core::Offer &b)
{
    return a.title == b.title && a.price == b.price && a.deliver == b.deliver;
}

void bindPool(Statement &statement, const core::Pool &pool)
{
    statement.bind("workspace_id"_L1, pool.workspaceId)
        .bind("slug"_L1, pool.slug)
        .bind("name"_L1, pool.name)
        .bind("strategy"_L1, pool.strategy)
        .bind("mode"_L1, pool.mode)
        .bind("is_active"_L1, qint64(pool.active))
        .bindOrNull("fallback_url"_L1, pool.fallbackUrl)
        .bind("is_sticky"_L1, qint64(pool.sticky));
}

void requireRow(int changed, const QString &what, qint64 id)
{
    if (changed == 0)
        throw core::StorageFailure({u"storage.no_row"_s, u"There is no %1 %2 to change."_s.arg(what).arg(id)});
}

} // namespace

SqlShopStore::SqlShopStore(Connection &connection)
    : m_seals(connection.secrets())
    , m_reader(connection)
    , m_insertBot(connection, "shop.insertBot"_L1)
    , m_updateBot(connection, "shop.updateBot"_L1)
    , m_setBotIdentity(connection, "shop.setBotIdentity"_L1)
    , m_setBotError(connection, "shop.setBotError"_L1)
    , m_lastOffer(connection, "shop.lastOffer"_L1)
    , m_insertOffer(connection, "shop.insertOffer"_L1)
    , m_retireOffer(connection, "shop.retireOffer"_L1)
    , m_reviveOffer(connection, "shop.reviveOffer"_L1)
    , m_insertPool(connection, "shop.insertPool"_L1)
    , m_updatePool(connection, "shop.updatePool"_L1)
    , m_savePoolBot(connection, "shop.savePoolBot"_L1)
    , m_displacePoolBots(connection, "shop.displacePoolBots"_L1)
    , m_removeDisplacedPoolBots(connection, "shop.removeDisplacedPoolBots"_L1)
    , m_savePlugin(connection, "shop.savePlugin"_L1)
    , m_removePlugin(connection, "shop.removePlugin"_L1)
    , m_bumpRevision(connection, "shop.bumpRevision"_L1)
    , m_addButton(connection, "shop.addButton"_L1)
    , m_button(connection, "shop.button"_L1)
    , m_workspaceByName(connection, "shop.workspaceByName"_L1)
    , m_insertWorkspace(connection, "shop.insertWorkspace"_L1)
    , m_setBotHealth(connection, "shop.setBotHealth"_L1)
    , m_setPoolBotStatus(connection, "shop.setPoolBotStatus"_L1)
    , m_displacePublicUrls(connection, "shop.displacePublicUrls"_L1)
    , m_savePublicUrl(connection, "shop.savePublicUrl"_L1)
    , m_setPublicUrlHealth(connection, "shop.setPublicUrlHealth"_L1)
{
}

qint64 SqlShopStore::save(const core::Bot &bot)
{
    if (bot.id == 0) {
        bindBot(m_insertBot, bot);
        return m_insertBot.bindOrNull("last_error"_L1, bot.lastError).one(readId).value();
    }
    bindBot(m_updateBot, bot);
    requireRow(m_updateBot.bind("id"_L1, bot.id).run(), u"bot"_s, bot.id);
    return bot.id;
}

void SqlShopStore::bindBot(Statement &statement, const core::Bot &bot) const
{
    statement.bind("workspace_id"_L1, bot.workspaceId)
        .bind("key"_L1, bot.key)
        .bind("token"_L1, m_seals.sealBot("token"_L1, bot, bot.token))
        .bindOrNull("token_source"_L1, bot.tokenSource)
        .bindOrNull("username"_L1, bot.username)
        .bindOrNull("name"_L1, bot.name)
        .bindOrNull("bot_id"_L1, bot.telegramId)
        .bind("updates"_L1, bot.updates)
        .bindOrNull("route_id"_L1, bot.routeId)
        .bind("webhook_secret"_L1, m_seals.sealBot("webhook_secret"_L1, bot, bot.webhookSecret))
        .bind("welcome"_L1, bot.welcome)
        .bind("is_active"_L1, qint64(bot.active));
}

void SqlShopStore::setBotIdentity(qint64 botId, const QString &username, const QString &name)
{
    m_setBotIdentity.bindOrNull("username"_L1, username).bindOrNull("name"_L1, name).bind("id"_L1, botId).run();
}

void SqlShopStore::setBotError(qint64 botId, const QString &error)
{
    m_setBotError.bindOrNull("last_error"_L1, error).bind("id"_L1, botId).run();
}

qint64 SqlShopStore::save(const core::Offer &offer)
{
    const auto last = m_lastOffer.bind("bot_id"_L1, offer.botId).bind("key"_L1, offer.key).one(readOffer);
    if (!last || !hasSameContent(*last, offer)) {
        retireOffer(offer.botId, offer.key);
        return addVersion(offer, last ? last->version + 1 : 1);
    }
    if (!last->current)
        m_reviveOffer.bind("id"_L1, last->id).run();
    return last->id;
}

qint64 SqlShopStore::addVersion(const core::Offer &offer, qint64 version)
{
    return m_insertOffer.bind("bot_id"_L1, offer.botId)
        .bind("key"_L1, offer.key)
        .bind("version"_L1, version)
        .bind("title"_L1, offer.title)
        .bind("amount"_L1, offer.price.minor)
        .bind("currency"_L1, offer.price.currency)
        .bind("deliver"_L1, offer.deliver)
        .one(readId)
        .value();
}

void SqlShopStore::retireOffer(qint64 botId, const QString &key)
{
    m_retireOffer.bind("bot_id"_L1, botId).bind("key"_L1, key).run();
}

qint64 SqlShopStore::save(const core::Pool &pool)
{
    auto id = pool.id;
    if (id == 0) {
        bindPool(m_insertPool, pool);
        id = m_insertPool.one(readId).value();
    } else {
        bindPool(m_updatePool, pool);
        requireRow(m_updatePool.bind("id"_L1, id).run(), u"pool"_s, id);
    }
    replaceBots(id, pool.bots);
    return id;
}

void SqlShopStore::replaceBots(qint64 poolId, const QList<core::PoolBot> &bots)
{
    m_displacePoolBots.bind("pool_id"_L1, poolId).run();
    qint64 position = 0;
    for (const auto &bot : bots) {
        m_savePoolBot.bind("pool_id"_L1, poolId)
            .bind("bot_id"_L1, bot.botId)
            .bind("position"_L1, position++)
            .bind("weight"_L1, bot.weight)
            .bind("priority"_L1, bot.priority)
            .bind("is_enabled"_L1, qint64(bot.enabled))
            .bind("status"_L1, bot.status)
            .run();
    }
    m_removeDisplacedPoolBots.bind("pool_id"_L1, poolId).run();
}

void SqlShopStore::save(const core::PluginSetting &setting)
{
    const auto settings = QJsonDocument(setting.settings).toJson(QJsonDocument::Compact);
    const auto noticeSecret = setting.noticeSecret.toUtf8();
    bindScope(m_savePlugin, setting.scope);
    m_savePlugin.bind("plugin_id"_L1, setting.pluginId)
        .bind("settings"_L1, m_seals.sealPlugin("settings"_L1, setting, settings))
        .bind("secret_sources"_L1, jsonText(setting.secretSources))
        .bind("notice_secret"_L1, m_seals.sealPlugin("notice_secret"_L1, setting, noticeSecret))
        .bindOrNull("notice_digest"_L1, m_seals.digest(setting.noticeSecret))
        .run();
}

void SqlShopStore::removePlugin(const core::PluginScope &scope, const QString &pluginId)
{
    bindScope(m_removePlugin, scope);
    m_removePlugin.bind("plugin_id"_L1, pluginId).run();
}

void SqlShopStore::bumpRevision()
{
    m_bumpRevision.run();
}

void SqlShopStore::addButton(const core::Button &button)
{
    m_addButton.bind("id"_L1, button.id)
        .bind("bot_id"_L1, button.botId)
        .bind("telegram_user_id"_L1, button.telegramUserId)
        .bind("action"_L1, button.action)
        .bindOrNull("offer_id"_L1, button.offerId)
        .bindOrNull("payment_id"_L1, button.paymentId)
        .bind("created_at"_L1, button.createdAt)
        .run();
}

std::optional<core::Button> SqlShopStore::button(const QString &id)
{
    return m_button.bind("id"_L1, id).one(readButton);
}

qint64 SqlShopStore::workspace(const QString &name)
{
    if (const auto id = m_workspaceByName.bind("name"_L1, name).one(readId))
        return *id;
    m_insertWorkspace.bind("name"_L1, name).run();
    return m_workspaceByName.bind("name"_L1, name).one(readId).value();
}

void SqlShopStore::setBotHealth(qint64 botId, const core::Circuit &health)
{
    bindCircuit(m_setBotHealth, health);
    m_setBotHealth.bind("id"_L1, botId).run();
    m_setPoolBotStatus.bind("bot_id"_L1, botId).bind("status"_L1, health.isClosed() ? u"online"_s : u"offline"_s).run();
}

void SqlShopStore::setPublicUrls(const QStringList &urls)
{
    m_displacePublicUrls.run();
    qint64 position = 0;
    for (const QString &url : urls)
        m_savePublicUrl.bind("url"_L1, url).bind("position"_L1, position++).run();
}

void SqlShopStore::setPublicUrlHealth(const QString &url, const core::Circuit &health)
{
    bindCircuit(m_setPublicUrlHealth, health);
    m_setPublicUrlHealth.bind("url"_L1, url).run();
}

} // namespace rastro::storage
