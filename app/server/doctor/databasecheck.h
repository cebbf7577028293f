// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/doctor/finding.h"
#include "server/options/serveroptions.h"

#include <optional>

namespace rastro::server {

/// The database's files and the key's.
struct DatabaseFacts
{
    bool isFile = false; ///< Is it an embedded database? The next three are of its files and its disk.
    qint64 fileBytes = 0;
    qint64 logBytes = 0;
    std::optional<qint64> freeBytes{}; ///< None: the system does not tell.
    std::optional<QString> integrity;  ///< "ok", or what is wrong; none: not read through.
    bool keyIsOpen = false;            ///< May others than its owner read the key's file?
};

/// A database of this size is read through without being asked to.
inline constexpr qint64 QuicklyReadBytes = 256LL * 1024 * 1024;

/// Looks at the files. Integrity is left to the caller.
[[nodiscard]] DatabaseFacts readDatabaseFacts(const ServerOptions &options);
/// Pure.
[[nodiscard]] QList<Finding> checkDatabase(const DatabaseFacts &facts);

} // namespace rastro::server
