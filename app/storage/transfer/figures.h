// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/transfer/tablelayout.h"

namespace rastro::storage {

/// A number that must be the same in two databases with the same rows.
struct Figure
{
    QString table;
    QString what; ///< "rows", "last id", "sum of amount", "paid BRL, amount", …
    qint64 value = 0;

    /// For people's eyes, too: not one of the many sums that compare every column.
    [[nodiscard]] bool isNotable() const { return !what.startsWith(QStringLiteral("sum of ")); }

    friend bool operator==(const Figure &, const Figure &) = default;
};

/// Rows, last ids, and for each column a sum: of numbers (their remainders, which cannot overflow), of bytes' lengths,
/// of texts that are there. Payments by status and currency. Reads every table from end to end.
[[nodiscard]] QList<Figure> readFigures(Connection &connection, const QList<TableLayout> &layouts);

/// One text that changes when a figure does.
[[nodiscard]] QString digestOf(const QList<Figure> &figures);

} // namespace rastro::storage
