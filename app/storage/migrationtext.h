// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace rastro::storage {

/// The statements of a migration file for one dialect ("sqlite", "postgresql"). Statements stand apart by an empty line
/// and hold none. One below the line "-- only: DIALECT" is for that dialect alone. The files are written as SQLite
/// reads them; for PostgreSQL the types of keys that number themselves and of bytes are exchanged, and what only SQLite
/// can do with a table (WITHOUT ROWID) is left out. Pure.
[[nodiscard]] QStringList migrationStatements(const QString &file, const QString &dialect);

} // namespace rastro::storage
