// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace rastro::storage {

/// Paths of the .sql files in a folder of resources/sql, sorted by name.
[[nodiscard]] QStringList sqlFiles(const QString &folder);
/// Content of one of them.
[[nodiscard]] QString sqlText(const QString &file);

} // namespace rastro::storage
