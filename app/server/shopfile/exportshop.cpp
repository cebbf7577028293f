// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shopfile/applyshop.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QJsonObject environment(const QStringList &parts)
{
    const auto name = (QStringList{u"RASTRO"_s} + parts).join(u'_').toUpper().replace(u'-', u'_');
    return {{u"env"_s, name}};
}

QJsonObject exportPlugins(const core::Shop &shop, const core::PluginScope &scope, const QString &owner,
                          const plugins::PluginCatalog &catalog)
{
    QJsonObject result;
    for (const core::PluginSetting &setting : shop.plugins) {
        if (setting.scope != scope)
            continue;
        auto settings = setting.settings;
        for (auto source = setting.secretSources.begin(); source != setting.secretSources.end(); ++source)
            settings[source.key()] = source.value();
        const auto *entry = catalog.loaded(setting.pluginId);
        for (const QString &key : settings.keys()) {
            // Of a plugin that is not there nobody knows what is secret: then all text is.
            const bool secret = entry ? entry->manifest.settings.secrets().contains(key) : true;
            if (secret && settings[key].isString())
                settings[key] = environment({owner, setting.pluginId, key});
        }
        result[setting.pluginId] = settings;
    }
    return result;
}

QJsonObject exportOffer(const core::Offer &offer)
{
    return {{u"key"_s, offer.key},
            {u"title"_s, offer.title},
            {u"price"_s, offer.price.minor},
            {u"currency"_s, offer.price.currency},
            {u"deliver"_s, offer.deliver}};
}

QJsonObject exportBot(const core::Shop &shop, const core::Bot &bot, const plugins::PluginCatalog &catalog)
{
    QJsonArray offers;
    for (const core::Offer &offer : shop.currentOffers(bot.id))
        offers.append(exportOffer(offer));
    const auto source = QJsonDocument::fromJson(bot.tokenSource.toUtf8()).object();
    QJsonObject result{{u"key"_s, bot.key},
                       {u"token"_s, source.isEmpty() ? environment({bot.key, u"token"_s}) : source},
                       {u"updates"_s, bot.updates},
                       {u"offers"_s, offers},
                       {u"plugins"_s, exportPlugins(shop, {core::PluginScope::Bot, bot.id}, bot.key, catalog)}};
    if (!bot.welcome.isEmpty())
        result[u"welcome"_s] = bot.welcome;
    if (!bot.active)
        result[u"active"_s] = false;
    return result;
}

QJsonValue exportPoolBot(const core::Shop &shop, const core::PoolBot &entry)
{
    const core::Bot *bot = shop.bot(entry.botId);
    const auto key = bot ? bot->key : QString();
    const core::PoolBot plain;
    if (entry.weight == plain.weight && entry.priority == plain.priority && entry.enabled)
        return key;
    return QJsonObject{
        {u"bot"_s, key}, {u"weight"_s, entry.weight}, {u"priority"_s, entry.priority}, {u"enabled"_s, entry.enabled}};
}

QJsonObject exportPool(const core::Shop &shop, const core::Pool &pool, const plugins::PluginCatalog &catalog)
{
    QJsonArray bots;
    for (const core::PoolBot &bot : pool.bots)
        bots.append(exportPoolBot(shop, bot));
    QJsonObject result{
        {u"slug"_s, pool.slug}, {u"strategy"_s, pool.strategy}, {u"mode"_s, pool.mode}, {u"bots"_s, bots}};
    if (!pool.name.isEmpty())
        result[u"name"_s] = pool.name;
    if (!pool.active)
        result[u"active"_s] = false;
    if (!pool.fallbackUrl.isEmpty())
        result[u"fallback_url"_s] = pool.fallbackUrl;
    if (pool.sticky)
        result[u"sticky"_s] = true;
    const auto plugins = exportPlugins(shop, {core::PluginScope::Pool, pool.id}, pool.slug, catalog);
    if (!plugins.isEmpty())
        result[u"plugins"_s] = plugins;
    return result;
}

} // namespace

QJsonObject exportShop(const core::Shop &shop, qint64 workspaceId, const plugins::PluginCatalog &catalog)
{
    QJsonArray bots;
    QJsonArray pools;
    for (const core::Bot &bot : shop.bots) {
        if (bot.workspaceId == workspaceId)
            bots.append(exportBot(shop, bot, catalog));
    }
    for (const core::Pool &pool : shop.pools) {
        if (pool.workspaceId == workspaceId)
            pools.append(exportPool(shop, pool, catalog));
    }
    QJsonObject result{{u"rastro"_s, 1}, {u"bots"_s, bots}, {u"pools"_s, pools}};
    QJsonArray urls;
    for (const core::PublicUrl &url : shop.publicUrls) {
        if (url.inShop)
            urls.append(url.url);
    }
    if (!urls.isEmpty())
        result[u"public_urls"_s] = urls;
    return result;
}

} // namespace rastro::server
