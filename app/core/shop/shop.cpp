// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shop/shop.h"

#include <algorithm>

namespace rastro::core {

namespace {

template <class T, class Predicate>
const T *firstOf(const QList<T> &list, Predicate matches)
{
    const auto found = std::find_if(list.begin(), list.end(), matches);
    return found == list.end() ? nullptr : &*found;
}

} // namespace

const Bot *Shop::bot(qint64 id) const
{
    return firstOf(bots, [=](const Bot &bot) { return bot.id == id; });
}

const Bot *Shop::botByKey(qint64 workspaceId, const QString &key) const
{
    return firstOf(bots, [&](const Bot &bot) { return bot.workspaceId == workspaceId && bot.key == key; });
}

const Bot *Shop::botByRoute(const QString &routeId) const
{
    return firstOf(bots, [&](const Bot &bot) { return bot.routeId == routeId; });
}

const Pool *Shop::poolBySlug(const QString &slug) const
{
    return firstOf(pools, [&](const Pool &pool) { return pool.slug == slug; });
}

const Pool *Shop::pool(qint64 id) const
{
    return firstOf(pools, [=](const Pool &pool) { return pool.id == id; });
}

QList<Offer> Shop::currentOffers(qint64 botId) const
{
    QList<Offer> result;
    std::copy_if(offers.begin(), offers.end(), std::back_inserter(result),
                 [=](const Offer &offer) { return offer.botId == botId && offer.current; });
    return result;
}

const PluginSetting *Shop::plugin(const PluginScope &scope, const QString &pluginId) const
{
    return firstOf(plugins, [&](const PluginSetting &p) { return p.scope == scope && p.pluginId == pluginId; });
}

const PluginSetting *Shop::pluginByNoticeSecret(const QString &gateway, const QString &secret) const
{
    return firstOf(plugins, [&](const PluginSetting &p) {
        return p.pluginId == gateway && !secret.isEmpty() && p.noticeSecret == secret;
    });
}

} // namespace rastro::core
