// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/options/serveroptions.h"
#include "storage/sqldatabase.h"

namespace rastro::server {

/// As databaseOptions(), for a database that is there already: neither a data folder nor a key is made. Error
/// "store.no_key" if there is no key.
[[nodiscard]] Result<storage::DatabaseOptions> presentDatabaseOptions(const ServerOptions &options);

} // namespace rastro::server
