// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

namespace rastro::storage {

/// What PostgreSQL's SQLSTATE says (five characters; empty: the connection itself failed), as an Error with a remedy;
/// `said` are the server's own words (of a duplicate: what is the same, as "table.column"), `what` names the statement
/// or step that failed. Codes: "storage.conflict" (two transactions met: run it again), "storage.busy", "storage.full",
/// "storage.io" (Retry); "storage.duplicate", "storage.constraint", "storage.login", "storage.corrupt",
/// "storage.statement" (GiveUp). Pure. https://www.postgresql.org/docs/15/errcodes-appendix.html
[[nodiscard]] Error pgError(const QString &sqlState, const QString &said, const QString &what);

} // namespace rastro::storage
