// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <optional>

struct sqlite3;

namespace rastro::storage {

/// The number (rowid) that a click's token says it has: milliseconds and counter of a token that TokenMinter made, so
/// that numbers are in the order of tokens. None of any other token. Pure.
[[nodiscard]] std::optional<qint64> clickNumber(QStringView token);
[[nodiscard]] std::optional<qint64> clickNumber(QLatin1StringView token);

/// Gives statements of this connection the same as click_number(token). A result code of SQLite.
[[nodiscard]] int addClickNumber(sqlite3 *connection);

} // namespace rastro::storage
