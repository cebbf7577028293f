// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::storage {

class Connection;

/// Brings the schema of a database up to the one of this program: the numbered files of migrations/, each in a
/// transaction of its own, so that one that was interrupted starts again. Throws StorageFailure:
/// "storage.newer_schema", "storage.foreign" (the file belongs to another program), "storage.migration".
void migrate(Connection &connection);

/// The newest schema that this program knows.
[[nodiscard]] int newestSchema();

} // namespace rastro::storage
