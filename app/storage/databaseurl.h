// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QString>

namespace rastro::storage {

/// Which database, and where: "sqlite:rastro.db", "sqlite:/srv/rastro/rastro.db",
/// "postgresql://rastro:secret@db.example:5432/rastro".
struct DatabaseUrl
{
    QString path{};   ///< File of the SQLite database, absolute or relative to the working directory.
    QString server{}; ///< URI of the PostgreSQL database, with its password; empty for SQLite. Never log it.

    /// Errors: "storage.url" with what would be right; it never repeats a password.
    [[nodiscard]] static Result<DatabaseUrl> parse(const QString &text);
    /// The URL of a database file.
    [[nodiscard]] static DatabaseUrl sqlite(const QString &path) { return {.path = path}; }

    [[nodiscard]] bool isServer() const { return !server.isEmpty(); }
    /// As people may see it: without user and password.
    [[nodiscard]] QString shown() const;
};

} // namespace rastro::storage
