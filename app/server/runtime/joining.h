// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/runtime/store.h"

namespace rastro::server {

/// Enters this run among the servers of the database, and signs the lock with it. Whoever signed the lock before is
/// dead, and on an embedded database all others are: what they had claimed is free at once. Waits for the database.
[[nodiscard]] Result<void> joinServers(core::Database &database, const ServerOptions &options, FolderLock &lock,
                                       const QString &node, Micros now);

} // namespace rastro::server
