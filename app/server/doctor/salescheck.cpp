// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/salescheck.h"

#include "core/report/reportjson.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

QList<Finding> checkSales(const core::SaleReport &week)
{
    const auto subject = u"sales"_s;
    if (week.total.sales == 0)
        return {{Finding::Well, u"sales.none"_s, subject, u"Nothing was sold in the last 7 days."_s, {}}};
    QList<Finding> findings{
        {Finding::Well,
         u"sales.attributed"_s,
         subject,
         u"Of %1 in the last 7 days, %2 have their ad; rastro report tells more."_s.arg(week.total.sales)
             .arg(week.total.attributed),
         {}}};
    for (const core::ReportLine &line : week.reasons) {
        const core::Reason *reason = core::reasonByCode(line.key);
        if (!reason || reason->severity < core::Severity::Warning)
            continue;
        findings.append({reason->severity == core::Severity::Trouble ? Finding::Trouble : Finding::Warning,
                         u"sales."_s + line.key, subject,
                         u"%1 without their ad: "_s.arg(line.tally.sales) + reason->text, reason->remedy});
    }
    return findings;
}

} // namespace rastro::server
