// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QString>

namespace rastro::storage {

/// Which database, and where: "sqlite:rastro.db", "sqlite:/srv/rastro/rastro.db".
struct DatabaseUrl
{
    QString path; ///< File of the SQLite database, absolute or relative to the working directory.

    /// Errors: "storage.url" with what would be right.
    [[nodiscard]] static Result<DatabaseUrl> parse(const QString &text);
    /// The URL of a database file.
    [[nodiscard]] static DatabaseUrl sqlite(const QString &path) { return DatabaseUrl{path}; }
};

} // namespace rastro::storage
