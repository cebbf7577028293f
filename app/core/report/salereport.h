// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/salestore.h"
#include "core/shop/shop.h"
#include "core/trace/reasons.h"

#include <QtCore/QTimeZone>
#include <map>

namespace rastro::core {

/// Sales of one kind: of a pool, a day, a rule, a reason, …
struct Tally
{
    qint64 sales = 0;
    qint64 attributed = 0;
    std::map<QString, qint64> minor;           ///< Money of all of them, by currency, in minor units.
    std::map<QString, qint64> attributedMinor; ///< Money of the attributed ones.
};

/// One line of a report's section.
struct ReportLine
{
    QString key; ///< "start_token", "opened_directly", "summer", "2026-11-21", …; empty: none (no pool, no campaign).
    Tally tally;
};

/// Paid sales of a period: how many have their ad, by which rule, and why the others have not.
struct SaleReport
{
    Tally total;
    QList<ReportLine> rules;     ///< Of the attributed ones.
    QList<ReportLine> reasons;   ///< Of the others, by Reason::code.
    QList<ReportLine> pools;     ///< By slug.
    QList<ReportLine> bots;      ///< By key.
    QList<ReportLine> campaigns; ///< By utm_campaign.
    QList<ReportLine> days;      ///< ISO dates, in order; all other lines by sales, most first.
};

/// Adds sales up, one after the other, in memory that does not grow with their number. Pure.
class SaleReportBuilder
{
public:
    /// `zone` decides where a day begins.
    SaleReportBuilder(ShopPtr shop, QTimeZone zone);

    void add(const SaleFacts &sale);
    [[nodiscard]] SaleReport report() const;

private:
    using Lines = std::map<QString, Tally>;

    [[nodiscard]] QString poolName(qint64 id) const;
    [[nodiscard]] QString botName(qint64 id) const;

    ShopPtr m_shop;
    QTimeZone m_zone;
    Tally m_total;
    Lines m_rules;
    Lines m_reasons;
    Lines m_pools;
    Lines m_bots;
    Lines m_campaigns;
    Lines m_days;
};

} // namespace rastro::core
