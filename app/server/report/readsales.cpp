// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/report/readsales.h"

namespace rastro::server {

namespace {

constexpr int pageSize = 1000;

} // namespace

core::SaleReport readSales(core::UnitOfWork &uow, const SalesWanted &wanted, core::SaleReportBuilder builder)
{
    core::SalesPage page;
    page.workspaceId = wanted.workspaceId;
    page.botId = wanted.botId;
    page.poolId = wanted.poolId;
    page.afterAt = wanted.from;
    page.until = wanted.until;
    page.limit = pageSize;
    for (;;) {
        const auto sales = uow.sales().paid(page);
        for (const core::SaleFacts &sale : sales)
            builder.add(sale);
        if (sales.size() < pageSize)
            return builder.report();
        page.afterAt = sales.last().paidAt;
        page.afterId = sales.last().paymentId;
    }
}

} // namespace rastro::server
