// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/funnelstore.h"
#include "core/shop/shop.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

namespace rastro::core {

/// A line of a funnel in the words of the shop.
struct FunnelReportLine
{
    QStringList names; ///< One for each of FunnelReport::by: ISO date, slug, key, campaign. Empty: none.
    bool isOrganic = false;
    FunnelTally tally;
};

struct FunnelReport
{
    QStringList by; ///< Of "day", "pool", "bot", "campaign", in this order.
    FunnelTally total;
    QList<FunnelReportLine> lines; ///< By day, then by sales and visits, most first.
};

/// Names what the lines stand for, and adds them up. Pure.
[[nodiscard]] FunnelReport funnelReport(const FunnelWanted &wanted, const QList<FunnelLine> &lines, const Shop &shop);

/// The same for machines; docs/explanations.md describes it. Pure.
[[nodiscard]] QJsonObject toJson(const FunnelReport &report);

} // namespace rastro::core
