// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/salereport.h"

#include <QtCore/QJsonObject>

namespace rastro::core {

/// A report for machines; docs/explanations.md describes it. Money is in minor units.
[[nodiscard]] QJsonObject toJson(const SaleReport &report);
/// The same as one table (RFC 4180): section,key,currency,sales,attributed,minor,attributed_minor; a line for each
/// currency. A key that a spreadsheet would take for a formula gets a ' in front.
[[nodiscard]] QString toCsv(const SaleReport &report);

/// The reason with this code; nullptr if there is none.
[[nodiscard]] const Reason *reasonByCode(const QString &code);

} // namespace rastro::core
