// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shopfile/shopdocument.h"

#include "server/shopfile/documentpath.h"
#include "telegram/api/bottoken.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

// The resources lie in a static library: without a word for them, the linker leaves them out. (The macro declares a
// function, so it stands outside of any namespace.)
static void initResources()
{
    Q_INIT_RESOURCE(shopfile);
}

namespace rastro::server {

namespace {

using plugins::PluginCatalog;
using plugins::PluginKind;

Result<QJsonObject> readJson(const QByteArray &json)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto before = json.left(error.offset);
        const auto line = before.count('\n') + 1;
        const auto column = error.offset - before.lastIndexOf('\n');
        return failure(u"shop.syntax"_s, u"The file is not JSON: line %1, column %2: %3."_s.arg(line).arg(column).arg(
                                             error.errorString()));
    }
    if (!document.isObject())
        return failure(u"shop.syntax"_s,
                       u"The file must hold one object: {\"rastro\": 1, \"bots\": […], \"pools\": […]}."_s);
    return document.object();
}

// Secrets first, so that the plugin's schema judges what the plugin will see.
Result<DocumentPlugin> readPlugin(const QString &id, const QJsonValue &value, const QString &path,
                                  const PluginCatalog &catalog, bool isPool, const AskForSecret &ask)
{
    const auto *entry = catalog.loaded(id);
    if (!entry)
        return wrongAt(path, catalog.whyMissing(id));
    if (isPool && entry->manifest.kind != PluginKind::Pixel)
        return wrongAt(path, u"a pool takes pixels only; enable “%1” on its bots."_s.arg(id));
    if (!value.isObject())
        return wrongAt(path, u"must be an object with the plugin's settings, {} for the defaults."_s);
    DocumentPlugin plugin{id, value.toObject(), {}};
    for (const QString &key : plugin.settings.keys()) {
        if (!isSecretReference(plugin.settings[key]))
            continue;
        const auto secret = resolveSecret(plugin.settings[key], path + u'.' + key, ask);
        if (!secret)
            return tl::unexpected<Error>(secret.error());
        plugin.settings[key] = secret->value;
        plugin.secretSources[key] = secret->source;
    }
    if (const auto complete = entry->manifest.settings.complete(plugin.settings, path); !complete)
        return tl::unexpected<Error>(complete.error());
    return plugin;
}

Result<QList<DocumentPlugin>> readPlugins(const QJsonObject &owner, const QString &path, const PluginCatalog &catalog,
                                          bool isPool, const AskForSecret &ask)
{
    QList<DocumentPlugin> result;
    const auto given = owner[u"plugins"_s].toObject();
    for (auto entry = given.begin(); entry != given.end(); ++entry) {
        auto plugin = readPlugin(entry.key(), entry.value(), path + u".plugins."_s + entry.key(), catalog, isPool, ask);
        if (!plugin)
            return tl::unexpected<Error>(plugin.error());
        result.append(*plugin);
    }
    return result;
}

Result<core::Offer> readOffer(const QJsonObject &json, const QString &path)
{
    core::Offer offer;
    offer.key = json[u"key"_s].toString();
    offer.title = json[u"title"_s].toString();
    offer.price = {json[u"price"_s].toInteger(), json[u"currency"_s].toString(u"BRL"_s)};
    offer.deliver = json[u"deliver"_s].toString();
    if (!isKnownCurrency(offer.price.currency))
        return wrongAt(path + u".currency"_s, u"is not an ISO 4217 currency. Write for example \"BRL\"."_s);
    return offer;
}

Result<DocumentBot> readBot(const QJsonObject &json, const QString &path, const PluginCatalog &catalog,
                            const AskForSecret &ask)
{
    DocumentBot result;
    core::Bot &bot = result.bot;
    bot.key = json[u"key"_s].toString();
    bot.active = json[u"active"_s].toBool(true);
    bot.updates = json[u"updates"_s].toString(u"polling"_s);
    bot.welcome = json[u"welcome"_s].toString();
    const auto secret = resolveSecret(json[u"token"_s], path + u".token"_s, ask);
    if (!secret)
        return tl::unexpected<Error>(secret.error());
    const auto token = telegram::BotToken::parse(secret->value);
    if (!token)
        return wrongAt(path + u".token"_s, u"is not a bot's token. @BotFather gives one such as 123456789:AA…"_s);
    bot.token = secret->value;
    bot.telegramId = token->botId();
    if (!secret->source.isEmpty())
        bot.tokenSource = QString::fromUtf8(QJsonDocument(secret->source).toJson(QJsonDocument::Compact));
    const auto offers = json[u"offers"_s].toArray();
    QSet<QString> keys;
    for (qsizetype at = 0; at < offers.size(); ++at) {
        const auto place = u"%1.offers[%2]"_s.arg(path).arg(at);
        auto offer = readOffer(offers[at].toObject(), place);
        if (!offer)
            return tl::unexpected<Error>(offer.error());
        if (keys.contains(offer->key))
            return wrongAt(place + u".key"_s, u"is used by an offer above. Give each its own."_s);
        keys.insert(offer->key);
        result.offers.append(*offer);
    }
    auto plugins = readPlugins(json, path, catalog, false, ask);
    if (!plugins)
        return tl::unexpected<Error>(plugins.error());
    result.plugins = *plugins;
    return result;
}

core::PoolBot readPoolBot(const QJsonValue &value)
{
    core::PoolBot bot;
    bot.weight = value[u"weight"_s].toInt(1);
    bot.priority = value[u"priority"_s].toInt(0);
    bot.enabled = value[u"enabled"_s].toBool(true);
    return bot;
}

Result<DocumentPool> readPool(const QJsonObject &json, const QString &path, const PluginCatalog &catalog,
                              const AskForSecret &ask)
{
    DocumentPool result;
    core::Pool &pool = result.pool;
    pool.slug = json[u"slug"_s].toString();
    pool.name = json[u"name"_s].toString();
    pool.strategy = json[u"strategy"_s].toString(u"round_robin"_s);
    pool.mode = json[u"mode"_s].toString(u"bridge"_s);
    pool.active = json[u"active"_s].toBool(true);
    pool.fallbackUrl = json[u"fallback_url"_s].toString();
    pool.sticky = json[u"sticky"_s].toBool(false);
    const auto bots = json[u"bots"_s].toArray();
    for (qsizetype at = 0; at < bots.size(); ++at) {
        const auto key = bots[at].isString() ? bots[at].toString() : bots[at][u"bot"_s].toString();
        if (result.botKeys.contains(key))
            return wrongAt(u"%1.bots[%2]"_s.arg(path).arg(at), u"names a bot that is in the pool already."_s);
        result.botKeys.append(key);
        pool.bots.append(readPoolBot(bots[at]));
    }
    auto plugins = readPlugins(json, path, catalog, true, ask);
    if (!plugins)
        return tl::unexpected<Error>(plugins.error());
    result.plugins = *plugins;
    return result;
}

Result<QStringList> readPublicUrls(const QJsonArray &json)
{
    QStringList urls;
    for (qsizetype at = 0; at < json.size(); ++at) {
        const QUrl url(json[at].toString(), QUrl::StrictMode);
        const auto place = u"public_urls[%1]"_s.arg(at);
        if (!url.isValid() || url.host().isEmpty())
            return wrongAt(place, u"is not an address. Write for example \"https://shop.example\"."_s);
        if (urls.contains(url.toString()))
            return wrongAt(place, u"is there already. Name each address once, the best first."_s);
        urls.append(url.toString());
    }
    return urls;
}

} // namespace

QJsonObject ShopDocument::resource(const QString &name)
{
    initResources();
    QFile file(u":/rastro/"_s + name);
    const bool open = file.open(QFile::ReadOnly);
    Q_ASSERT_X(open, "ShopDocument", "a resource is missing from the build");
    return open ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QJsonObject ShopDocument::schema()
{
    return resource(u"shop.schema.json"_s);
}

Result<ShopDocument> ShopDocument::parse(const QByteArray &json, const PluginCatalog &catalog, const AskForSecret &ask)
{
    const auto object = readJson(json);
    if (!object)
        return tl::unexpected<Error>(object.error());
    if (const auto checked = checkDocument(schema(), *object); !checked)
        return tl::unexpected<Error>(checked.error());
    ShopDocument result;
    QHash<QString, qsizetype> botKeys;
    QHash<qint64, QString> telegramIds;
    const auto bots = (*object)[u"bots"_s].toArray();
    for (qsizetype at = 0; at < bots.size(); ++at) {
        const auto path = u"bots[%1]"_s.arg(at);
        auto bot = readBot(bots[at].toObject(), path, catalog, ask);
        if (!bot)
            return tl::unexpected<Error>(bot.error());
        if (botKeys.contains(bot->bot.key))
            return wrongAt(path + u".key"_s,
                           u"is used by bots[%1]. Give each bot its own."_s.arg(botKeys[bot->bot.key]));
        if (telegramIds.contains(bot->bot.telegramId))
            return wrongAt(path + u".token"_s,
                           u"is that of the bot “%1” above."_s.arg(telegramIds[bot->bot.telegramId]));
        botKeys.insert(bot->bot.key, at);
        telegramIds.insert(bot->bot.telegramId, bot->bot.key);
        result.bots.append(*bot);
    }
    QSet<QString> slugs;
    const auto pools = (*object)[u"pools"_s].toArray();
    for (qsizetype at = 0; at < pools.size(); ++at) {
        const auto path = u"pools[%1]"_s.arg(at);
        auto pool = readPool(pools[at].toObject(), path, catalog, ask);
        if (!pool)
            return tl::unexpected<Error>(pool.error());
        if (slugs.contains(pool->pool.slug))
            return wrongAt(path + u".slug"_s, u"is used by a pool above. A slug is one pool's."_s);
        slugs.insert(pool->pool.slug);
        result.pools.append(*pool);
    }
    if (!object->contains(u"public_urls"_s))
        return result;
    const auto urls = readPublicUrls((*object)[u"public_urls"_s].toArray());
    if (!urls)
        return tl::unexpected<Error>(urls.error());
    result.publicUrls = *urls;
    return result;
}

} // namespace rastro::server
