// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/salereport.h"
#include "server/doctor/finding.h"

namespace rastro::server {

/// The last week's sales that have no ad, by reason. Reasons that are nobody's fault are not worth a finding. Pure.
[[nodiscard]] QList<Finding> checkSales(const core::SaleReport &week);

} // namespace rastro::server
