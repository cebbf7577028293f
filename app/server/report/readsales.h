// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "core/report/salereport.h"

namespace rastro::server {

/// Whose sales, and of which time.
struct SalesWanted
{
    qint64 workspaceId = 0;
    Micros from = 0;
    Micros until = 0;
    qint64 botId = 0;  ///< 0: all.
    qint64 poolId = 0; ///< 0: all.
};

/// Adds the paid sales up, a page at a time.
[[nodiscard]] core::SaleReport readSales(core::UnitOfWork &uow, const SalesWanted &wanted,
                                         core::SaleReportBuilder builder);

} // namespace rastro::server
