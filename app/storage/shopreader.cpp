// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/shopreader.h"

#include "storage/columns.h"
#include "storage/connection.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::Pool readPool(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .workspaceId = row.integer("workspace_id"_L1),
            .slug = row.text("slug"_L1),
            .name = row.text("name"_L1),
            .strategy = row.text("strategy"_L1),
            .mode = row.text("mode"_L1),
            .active = row.flag("is_active"_L1),
            .fallbackUrl = row.text("fallback_url"_L1),
            .sticky = row.flag("is_sticky"_L1),
            .bots = {},
            .totalRedirects = row.integer("total_redirects"_L1) + row.integer("recent_redirects"_L1),
            .totalUnserved = row.integer("total_unserved"_L1) + row.integer("recent_unserved"_L1)};
}

std::pair<qint64, core::PoolBot> readPoolBot(const Row &row)
{
    const auto poolId = row.integer("pool_id"_L1);
    return {poolId,
            {.botId = row.integer("bot_id"_L1),
             .weight = static_cast<int>(row.integer("weight"_L1)),
             .priority = static_cast<int>(row.integer("priority"_L1)),
             .enabled = row.flag("is_enabled"_L1),
             .status = row.text("status"_L1),
             .totalRedirects = row.integer("total_redirects"_L1) + row.integer("recent_redirects"_L1)}};
}

core::PublicUrl readPublicUrl(const Row &row)
{
    return {.url = row.text("url"_L1), .inShop = row.integer("position"_L1) >= 0, .health = readCircuit(row)};
}

} // namespace

core::Offer readOffer(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .botId = row.integer("bot_id"_L1),
            .key = row.text("key"_L1),
            .version = static_cast<int>(row.integer("version"_L1)),
            .title = row.text("title"_L1),
            .price = {row.integer("amount"_L1), row.text("currency"_L1)},
            .deliver = row.text("deliver"_L1),
            .current = row.flag("is_current"_L1)};
}

ShopReader::ShopReader(Connection &connection)
    : m_seals(connection.secrets())
    , m_revision(connection, "shop.revision"_L1)
    , m_bots(connection, "shop.bots"_L1)
    , m_offers(connection, "shop.offers"_L1)
    , m_pools(connection, "shop.pools"_L1)
    , m_poolBots(connection, "shop.poolBots"_L1)
    , m_plugins(connection, "shop.plugins"_L1)
    , m_publicUrls(connection, "shop.publicUrls"_L1)
{
}

core::Shop ShopReader::read()
{
    core::Shop shop;
    shop.revision = revision();
    shop.bots = m_bots.all([this](const Row &row) { return readBot(row); });
    shop.offers = m_offers.all(readOffer);
    shop.pools = readPools();
    shop.plugins = m_plugins.all([this](const Row &row) { return readPlugin(row); });
    shop.publicUrls = m_publicUrls.all(readPublicUrl);
    return shop;
}

qint64 ShopReader::revision()
{
    return m_revision.one([](const Row &row) { return row.integer("value"_L1); }).value_or(0);
}

core::Bot ShopReader::readBot(const Row &row) const
{
    core::Bot bot{.id = row.integer("id"_L1),
                  .workspaceId = row.integer("workspace_id"_L1),
                  .key = row.text("key"_L1),
                  .token = {},
                  .tokenSource = row.text("token_source"_L1),
                  .telegramId = row.integer("bot_id"_L1),
                  .username = row.text("username"_L1),
                  .name = row.text("name"_L1),
                  .updates = row.text("updates"_L1),
                  .routeId = row.text("route_id"_L1),
                  .webhookSecret = {},
                  .welcome = row.text("welcome"_L1),
                  .active = row.flag("is_active"_L1),
                  .lastError = row.text("last_error"_L1),
                  .health = readCircuit(row)};
    bot.token = m_seals.openBot("token"_L1, bot, row.bytes("token"_L1));
    bot.webhookSecret = m_seals.openBot("webhook_secret"_L1, bot, row.bytes("webhook_secret"_L1));
    return bot;
}

core::PluginSetting ShopReader::readPlugin(const Row &row) const
{
    core::PluginSetting setting;
    setting.scope = readScope(row);
    setting.pluginId = row.text("plugin_id"_L1);
    const auto settings = m_seals.openPlugin("settings"_L1, setting, row.bytes("settings"_L1));
    setting.settings = QJsonDocument::fromJson(settings).object();
    setting.secretSources = row.json("secret_sources"_L1);
    const auto secret = m_seals.openPlugin("notice_secret"_L1, setting, row.bytes("notice_secret"_L1));
    setting.noticeSecret = QString::fromUtf8(secret);
    return setting;
}

QList<core::Pool> ShopReader::readPools()
{
    auto pools = m_pools.all(readPool);
    const auto members = m_poolBots.all(readPoolBot);
    for (auto &pool : pools) {
        for (const auto &[poolId, bot] : members) {
            if (poolId == pool.id)
                pool.bots.append(bot);
        }
    }
    return pools;
}

} // namespace rastro::storage
