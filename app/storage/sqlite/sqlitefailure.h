// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

struct sqlite3;

namespace rastro::storage {

/// What SQLite's result code says, as an Error with a remedy; `said` are SQLite's own words, `what` names the statement
/// or step that failed. Codes: "storage.busy", "storage.full", "storage.io" (Retry); "storage.duplicate",
/// "storage.constraint", "storage.corrupt", "storage.statement" (GiveUp). Pure.
[[nodiscard]] Error sqliteError(int extendedCode, const QString &said, const QString &what);

/// The connection's last error, thrown as StorageFailure.
[[noreturn]] void throwSqliteFailure(sqlite3 *connection, const QString &what);

} // namespace rastro::storage
