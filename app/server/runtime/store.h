// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "server/options/serveroptions.h"
#include "server/runtime/folderlock.h"
#include "storage/reader.h"
#include "storage/sqldatabase.h"

#include <future>
#include <memory>

namespace rastro::server {

/// Makes the data folder, and says where the database is and what opens its secrets.
[[nodiscard]] Result<storage::DatabaseOptions> databaseOptions(const ServerOptions &options);

/// Opens what an installation keeps: its folder, its key, its database. Every command begins here. Errors are sentences
/// with a remedy.
[[nodiscard]] Result<std::unique_ptr<storage::SqlDatabase>> openStore(const ServerOptions &options,
                                                                      const QString &node = {});

/// The same for commands that want what is there already, and begin no installation: an absent one is an error
/// ("store.absent").
[[nodiscard]] Result<std::unique_ptr<storage::SqlDatabase>> openPresentStore(const ServerOptions &options);

/// Where a server with these options runs, for people: host and data folder.
[[nodiscard]] QString placeOf(const ServerOptions &options);
/// Is the database a file, which has one server?
[[nodiscard]] bool isEmbedded(const ServerOptions &options);

/// For commands that only look: nothing that a server does beside them waits for them. Errors as openPresentStore().
[[nodiscard]] Result<std::unique_ptr<storage::Reader>> openReader(const ServerOptions &options);

/// The same for a process that has the database open already.
[[nodiscard]] Result<std::unique_ptr<storage::Reader>> openReaderBeside(const ServerOptions &options);

/// What a server holds while it runs.
struct InstallationLock
{
    std::unique_ptr<FolderLock> data;
    std::unique_ptr<FolderLock> database; ///< Of an embedded database that lies in another folder.
};

/// One server works in a data folder, and one on an embedded database; commands may look and change settings beside
/// it. Fails as FolderLock.
[[nodiscard]] Result<InstallationLock> lockInstallation(const ServerOptions &options);

/// Runs one transaction and waits for it: for commands, which have nothing else to do. Not on a storage thread.
template <class R>
[[nodiscard]] Result<R> wait(core::Database &database, std::function<R(core::UnitOfWork &)> work)
{
    auto value = std::make_shared<std::optional<R>>();
    auto done = std::make_shared<std::promise<Result<void>>>();
    auto outcome = done->get_future();
    database.submit([value, work](core::UnitOfWork &uow) { value->emplace(work(uow)); },
                    [done](const Result<void> &stored) { done->set_value(stored); });
    if (const auto stored = outcome.get(); !stored)
        return tl::unexpected<Error>(stored.error());
    return std::move(**value);
}

} // namespace rastro::server
