// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/funnelreport.h"

#include <QtCore/QDate>
#include <QtCore/QJsonArray>
#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QString dayName(qint64 day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate);
}

QString poolName(const Shop &shop, qint64 id)
{
    if (id == 0)
        return {};
    const Pool *pool = shop.pool(id);
    return pool ? pool->slug : QString::number(id);
}

QString botName(const Shop &shop, qint64 id)
{
    if (id == 0)
        return {};
    const Bot *bot = shop.bot(id);
    return bot ? bot->key : QString::number(id);
}

QStringList namesOf(const FunnelWanted &wanted, const FunnelKey &key, const Shop &shop)
{
    QStringList names;
    if (wanted.byDay)
        names.append(dayName(key.day));
    if (wanted.byPool)
        names.append(poolName(shop, key.poolId));
    if (wanted.byBot)
        names.append(botName(shop, key.botId));
    if (wanted.byCampaign)
        names.append(key.campaign);
    return names;
}

QStringList namesOfKinds(const FunnelWanted &wanted)
{
    QStringList kinds;
    for (const auto &[isWanted, kind] :
         {std::pair{wanted.byDay, u"day"_s}, std::pair{wanted.byPool, u"pool"_s}, std::pair{wanted.byBot, u"bot"_s},
          std::pair{wanted.byCampaign, u"campaign"_s}}) {
        if (isWanted)
            kinds.append(kind);
    }
    return kinds;
}

// Equal ones stay in the order of their keys, so that a report reads the same twice.
QList<FunnelLine> largestFirst(QList<FunnelLine> lines)
{
    const auto place = [](const FunnelLine &line) {
        return std::tuple(line.key.day, -line.tally.sales, -line.tally.visits, -line.tally.starts);
    };
    std::stable_sort(lines.begin(), lines.end(), [&](const auto &a, const auto &b) { return place(a) < place(b); });
    return lines;
}

QJsonValue share(qint64 part, qint64 whole)
{
    return whole == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(double(part) / double(whole));
}

QJsonObject toJson(const FunnelTally &tally)
{
    QJsonObject minor;
    for (const auto &[currency, amount] : tally.minor)
        minor[currency] = amount;
    return {{u"visits"_s, tally.visits},
            {u"repeats"_s, tally.repeats},
            {u"previews"_s, tally.previews},
            {u"crawlers"_s, tally.crawlers},
            {u"starts"_s, tally.starts},
            {u"ad_starts"_s, tally.adStarts},
            {u"binds"_s, tally.binds},
            {u"charges"_s, tally.charges},
            {u"sales"_s, tally.sales},
            {u"minor"_s, minor},
            {u"ad_starts_per_visit"_s, share(tally.adStarts, tally.visits)},
            {u"charges_per_start"_s, share(tally.charges, tally.starts)},
            {u"sales_per_charge"_s, share(tally.sales, tally.charges)}};
}

} // namespace

FunnelReport funnelReport(const FunnelWanted &wanted, const QList<FunnelLine> &lines, const Shop &shop)
{
    FunnelReport report;
    report.by = namesOfKinds(wanted);
    const auto sorted = largestFirst(lines);
    for (const FunnelLine &line : sorted) {
        report.total += line.tally;
        if (!report.by.isEmpty())
            report.lines.append({namesOf(wanted, line.key, shop), line.key.isOrganic, line.tally});
    }
    return report;
}

QJsonObject toJson(const FunnelReport &report)
{
    QJsonArray lines;
    for (const FunnelReportLine &line : report.lines) {
        auto json = toJson(line.tally);
        for (qsizetype at = 0; at < report.by.size(); ++at)
            json[report.by[at]] = line.names[at];
        json[u"organic"_s] = line.isOrganic;
        lines.append(json);
    }
    return {{u"by"_s, QJsonArray::fromStringList(report.by)}, {u"total"_s, toJson(report.total)}, {u"lines"_s, lines}};
}

} // namespace rastro::core
