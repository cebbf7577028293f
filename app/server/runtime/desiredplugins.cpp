// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/desiredplugins.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

struct Place
{
    QString key;
    QString path;
};

std::optional<Place> placeOf(const core::Shop &shop, const core::PluginSetting &setting)
{
    if (setting.scope.kind == core::PluginScope::Pool) {
        const core::Pool *pool = shop.pool(setting.scope.id);
        if (!pool || !pool->active)
            return std::nullopt;
        return Place{pool->slug, u"pools[%1].plugins.%2"_s.arg(pool->slug, setting.pluginId)};
    }
    const core::Bot *bot = shop.bot(setting.scope.id);
    if (!bot || !bot->active)
        return std::nullopt;
    return Place{bot->key, u"bots[%1].plugins.%2"_s.arg(bot->key, setting.pluginId)};
}

} // namespace

QList<core::PluginScope> scopesOf(const core::Shop &shop)
{
    QList<core::PluginScope> scopes;
    for (const core::Bot &bot : shop.bots)
        scopes.append({core::PluginScope::Bot, bot.id});
    for (const core::Pool &pool : shop.pools)
        scopes.append({core::PluginScope::Pool, pool.id});
    return scopes;
}

QList<plugins::Enablement> desiredPlugins(const core::Shop &shop, const QUrl &publicUrl)
{
    QList<plugins::Enablement> desired;
    for (const core::PluginSetting &setting : shop.plugins) {
        const auto place = placeOf(shop, setting);
        if (!place)
            continue;
        plugins::Enablement wanted{setting.scope, setting.pluginId, setting.settings};
        wanted.key = place->key;
        wanted.path = place->path;
        if (!setting.noticeSecret.isEmpty()) {
            wanted.noticeUrl = publicUrl;
            wanted.noticeUrl.setPath(u"/pay/%1/%2"_s.arg(setting.pluginId, setting.noticeSecret));
        }
        desired.append(wanted);
    }
    return desired;
}

QList<QUrl> addressesIn(const QJsonObject &settings)
{
    QList<QUrl> addresses;
    for (const QJsonValue &value : settings) {
        const QUrl url(value.toString(), QUrl::StrictMode);
        if (url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https"))
            addresses.append(url);
    }
    return addresses;
}

} // namespace rastro::server
