// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/pools/poolswitch.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

tl::unexpected<Error> unknownBot(const core::Shop &shop, const core::Pool &pool, const QString &key)
{
    QStringList keys;
    for (const core::PoolBot &member : pool.bots) {
        if (const core::Bot *bot = shop.bot(member.botId))
            keys.append(bot->key);
    }
    return failure(u"pools.unknown_bot"_s, u"Pool “%1” has no bot “%2”. It has: %3."_s.arg(
                                               pool.slug, key, keys.isEmpty() ? u"none"_s : keys.join(u", "_s)));
}

core::PoolBot *memberOf(core::Pool &pool, const core::Shop &shop, const QString &key)
{
    for (core::PoolBot &member : pool.bots) {
        const core::Bot *bot = shop.bot(member.botId);
        if (bot && bot->key == key)
            return &member;
    }
    return nullptr;
}

} // namespace

tl::unexpected<Error> unknownPool(const core::Shop &shop, const QString &slug)
{
    QStringList slugs;
    for (const core::Pool &pool : shop.pools)
        slugs.append(pool.slug);
    return failure(u"pools.unknown"_s, slugs.isEmpty()
                                           ? u"There is no pool yet. Describe one in a shop file and apply it."_s
                                           : u"There is no pool “%1”. There are: %2."_s.arg(slug, slugs.join(u", "_s)));
}

Result<QString> switchPool(core::UnitOfWork &uow, const QString &slug, const QString &botKey, bool enabled)
{
    const core::Shop shop = uow.shop().load();
    const core::Pool *found = shop.poolBySlug(slug);
    if (!found)
        return unknownPool(shop, slug);
    core::Pool pool = *found;
    core::PoolBot *member = botKey.isEmpty() ? nullptr : memberOf(pool, shop, botKey);
    if (!botKey.isEmpty() && !member)
        return unknownBot(shop, pool, botKey);
    bool &flag = member ? member->enabled : pool.active;
    const QString what = member ? u"bot “%1” in pool “%2”"_s.arg(botKey, slug) : u"pool “%1”"_s.arg(slug);
    const QString state = enabled ? u"enabled"_s : u"disabled"_s;
    if (flag == enabled)
        return u"%1: is %2 already"_s.arg(what, state);
    flag = enabled;
    static_cast<void>(uow.shop().save(pool));
    uow.shop().bumpRevision();
    return u"%1: %2"_s.arg(what, state);
}

} // namespace rastro::server
