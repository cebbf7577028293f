// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/circuit.h"
#include "core/ports/conversionstore.h"
#include "rastro/click.h"
#include "storage/statement.h"

#include <algorithm>

namespace rastro::storage {

/// Values that more than one table holds, in the columns of the same names everywhere.
void bindUtm(Statement &statement, const Utm &utm);
[[nodiscard]] Utm readUtm(const Row &row);

void bindScope(Statement &statement, const core::PluginScope &scope);
[[nodiscard]] core::PluginScope readScope(const Row &row);

void bindCircuit(Statement &statement, const core::Circuit &circuit);
[[nodiscard]] core::Circuit readCircuit(const Row &row);

/// JSON as it is stored. An empty object gives an empty text, so that bindOrNull() stores NULL.
[[nodiscard]] QString jsonText(const QJsonObject &object);

/// The column "id".
[[nodiscard]] qint64 readId(const Row &row);

/// Rows by their id: RETURNING gives them in no particular order.
template <class T>
[[nodiscard]] QList<T> inOrderOfId(QList<T> rows)
{
    std::sort(rows.begin(), rows.end(), [](const T &a, const T &b) { return a.id < b.id; });
    return rows;
}

/// The column "due" of a statement that asks when something is due next.
[[nodiscard]] std::optional<Micros> readDue(Statement &statement);

/// The columns "state" and "n" of a statement that counts.
[[nodiscard]] QMap<QString, qint64> readCounts(Statement &statement);

} // namespace rastro::storage
