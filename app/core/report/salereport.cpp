// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/salereport.h"

#include "core/trace/whyorganic.h"

#include <QtCore/QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

void count(Tally &tally, const SaleFacts &sale)
{
    ++tally.sales;
    tally.minor[sale.amount.currency] += sale.amount.minor;
    if (!sale.token)
        return;
    ++tally.attributed;
    tally.attributedMinor[sale.amount.currency] += sale.amount.minor;
}

QList<ReportLine> linesOf(const std::map<QString, Tally> &lines)
{
    QList<ReportLine> list;
    for (const auto &[key, tally] : lines)
        list.append({key, tally});
    return list;
}

// Equal ones stay in the order of their keys, so that a report reads the same twice.
QList<ReportLine> largestFirst(const std::map<QString, Tally> &lines)
{
    auto list = linesOf(lines);
    std::stable_sort(list.begin(), list.end(),
                     [](const ReportLine &a, const ReportLine &b) { return a.tally.sales > b.tally.sales; });
    return list;
}

} // namespace

SaleReportBuilder::SaleReportBuilder(ShopPtr shop, QTimeZone zone)
    : m_shop(std::move(shop))
    , m_zone(std::move(zone))
{
}

void SaleReportBuilder::add(const SaleFacts &sale)
{
    count(m_total, sale);
    if (sale.token)
        count(m_rules[sale.rule.isEmpty() ? u"unknown"_s : sale.rule], sale);
    else
        count(m_reasons[reasonFor(whyOrganic(sale)).code], sale);
    count(m_pools[poolName(sale.poolId)], sale);
    count(m_bots[botName(sale.botId)], sale);
    count(m_campaigns[sale.utmCampaign], sale);
    const auto at = QDateTime::fromMSecsSinceEpoch(sale.paidAt / 1000, m_zone);
    count(m_days[at.date().toString(Qt::ISODate)], sale);
}

SaleReport SaleReportBuilder::report() const
{
    return {m_total,
            largestFirst(m_rules),
            largestFirst(m_reasons),
            largestFirst(m_pools),
            largestFirst(m_bots),
            largestFirst(m_campaigns),
            linesOf(m_days)};
}

QString SaleReportBuilder::poolName(qint64 id) const
{
    if (id == 0)
        return {};
    const Pool *pool = m_shop ? m_shop->pool(id) : nullptr;
    return pool ? pool->slug : QString::number(id);
}

QString SaleReportBuilder::botName(qint64 id) const
{
    const Bot *bot = m_shop ? m_shop->bot(id) : nullptr;
    return bot ? bot->key : QString::number(id);
}

} // namespace rastro::core
