// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/salereport.h"
#include "server/terminal/style.h"

#include <QtCore/QStringList>

namespace rastro::server {

/// A report as lines for a terminal. Pure.
[[nodiscard]] QStringList reportLines(const core::SaleReport &report, const Style &style);

} // namespace rastro::server
