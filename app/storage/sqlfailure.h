// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

class QSqlError;

namespace rastro::storage {

/// What SQLite said, as an Error with a remedy. `what` names the statement or step that failed.
/// Codes: "storage.busy", "storage.full", "storage.io" (Retry); "storage.duplicate", "storage.constraint",
/// "storage.corrupt", "storage.statement" (GiveUp).
[[nodiscard]] Error errorFrom(const QSqlError &error, const QString &what);

/// The same as what stores throw.
[[noreturn]] void throwFailure(const QSqlError &error, const QString &what);

} // namespace rastro::storage
