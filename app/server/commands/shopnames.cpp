// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/shopnames.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

tl::unexpected<Error> unknown(const QString &option, const QString &name, const QStringList &known)
{
    const auto choice = known.isEmpty() ? u"There is none yet."_s : u"There are: %1."_s.arg(known.join(u", "_s));
    return failure(u"options."_s + option, u"--%1: “%2” is not known here. %3"_s.arg(option, name, choice));
}

} // namespace

Result<qint64> botNamed(const core::Shop &shop, const QString &key)
{
    QStringList known;
    for (const core::Bot &bot : shop.bots) {
        if (bot.key == key)
            return bot.id;
        known.append(bot.key);
    }
    if (key.isEmpty())
        return 0;
    return unknown(u"bot"_s, key, known);
}

Result<qint64> poolNamed(const core::Shop &shop, const QString &slug)
{
    if (slug.isEmpty())
        return 0;
    if (const core::Pool *pool = shop.poolBySlug(slug))
        return pool->id;
    QStringList known;
    for (const core::Pool &pool : shop.pools)
        known.append(pool.slug);
    return unknown(u"pool"_s, slug, known);
}

} // namespace rastro::server
