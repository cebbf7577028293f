// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/pools/poollist.h"

#include "core/click/recentloads.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QJsonValue time(Micros at)
{
    if (at == 0)
        return QJsonValue::Null;
    return QDateTime::fromMSecsSinceEpoch(at / 1000, QTimeZone::utc()).toString(Qt::ISODate);
}

QJsonObject botAsJson(const core::Shop &shop, const core::PoolBot &member, const core::BotLoads &loads)
{
    const core::Bot *bot = shop.bot(member.botId);
    const core::Circuit health = bot ? bot->health : core::Circuit{};
    const QString reason = whyOut(bot, member);
    return {{u"bot"_s, bot ? bot->key : QString()},
            {u"username"_s, bot ? bot->username : QString()},
            {u"enabled"_s, member.enabled},
            {u"takes_visitors"_s, reason.isEmpty()},
            {u"reason"_s, reason},
            {u"status"_s, member.status},
            {u"circuit"_s, core::circuitName(health.state)},
            {u"consecutive_failures"_s, health.failures},
            {u"circuit_breaker_until"_s, time(health.openUntil)},
            {u"last_seen_at"_s, time(health.seenAt)},
            {u"weight"_s, member.weight},
            {u"priority"_s, member.priority},
            {u"total_redirects"_s, member.totalRedirects},
            {u"load"_s, loads.value(member.botId)}};
}

QString botAsLine(const core::Shop &shop, const core::Pool &pool, const core::PoolBot &member,
                  const core::BotLoads &loads)
{
    const core::Bot *bot = shop.bot(member.botId);
    const QString reason = whyOut(bot, member);
    QString line =
        u"  %1 %2 %3 sent from here; from all pools %4 in the last %5 min"_s.arg(bot ? bot->key : u"?"_s, -16)
            .arg(reason.isEmpty() ? u"takes visitors"_s : u"OUT"_s, -15)
            .arg(member.totalRedirects)
            .arg(loads.value(member.botId))
            .arg(core::LoadMinutes);
    if (pool.strategy == u"weighted")
        line += u", weight %1"_s.arg(member.weight);
    if (pool.strategy == u"priority")
        line += u", priority %1"_s.arg(member.priority);
    return reason.isEmpty() ? line : line + u": "_s + reason;
}

} // namespace

QString whyOut(const core::Bot *bot, const core::PoolBot &member)
{
    if (!bot)
        return u"it is no bot of the shop"_s;
    if (!member.enabled)
        return u"it is disabled in this pool"_s;
    if (!bot->active)
        return u"it is switched off in the shop file"_s;
    if (!bot->health.isClosed())
        return bot->health.reason;
    if (bot->username.isEmpty())
        return u"Telegram has not told its name yet"_s;
    return member.status == u"online" ? QString() : u"its health is not known yet"_s;
}

QJsonArray poolsAsJson(const core::Shop &shop, const core::BotLoads &loads)
{
    QJsonArray pools;
    for (const core::Pool &pool : shop.pools) {
        QJsonArray bots;
        for (const core::PoolBot &member : pool.bots)
            bots.append(botAsJson(shop, member, loads));
        pools.append(QJsonObject{{u"slug"_s, pool.slug},
                                 {u"name"_s, pool.name},
                                 {u"enabled"_s, pool.active},
                                 {u"mode"_s, pool.mode},
                                 {u"strategy"_s, pool.strategy},
                                 {u"sticky"_s, pool.isSticky()},
                                 {u"fallback_url"_s, pool.fallbackUrl},
                                 {u"total_redirects"_s, pool.totalRedirects},
                                 {u"total_unserved"_s, pool.totalUnserved},
                                 {u"bots"_s, bots}});
    }
    return pools;
}

QStringList poolsAsLines(const core::Shop &shop, const core::BotLoads &loads)
{
    QStringList lines;
    for (const core::Pool &pool : shop.pools) {
        lines.append(u"%1 %2, %3, %4%5: %6 people sent to bots, %7 came when none could take them"_s.arg(pool.slug, -18)
                         .arg(pool.active ? u"enabled"_s : u"DISABLED"_s, pool.mode, pool.strategy,
                              pool.sticky ? u", sticky"_s : QString())
                         .arg(pool.totalRedirects)
                         .arg(pool.totalUnserved));
        for (const core::PoolBot &member : pool.bots)
            lines.append(botAsLine(shop, pool, member, loads));
    }
    return lines;
}

} // namespace rastro::server
