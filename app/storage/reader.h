// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/sqldatabase.h"
#include "storage/sqlunitofwork.h"

namespace rastro::storage {

/// Reads beside a running server: a connection of its own, without a transaction. Each statement sees what was
/// committed when it began, and nobody who writes waits for it, however long it takes. Used on the thread that made it.
class Reader
{
public:
    /// For a database that SqlDatabase has opened before (which brings its schema up to date and checks the key).
    [[nodiscard]] static Result<std::unique_ptr<Reader>> open(const DatabaseOptions &options);

    /// Runs `work` on the stores; it must not write. Errors are those of the database.
    template <class Work>
    [[nodiscard]] auto read(Work work) -> Result<std::invoke_result_t<Work, core::UnitOfWork &>>
    {
        try {
            return work(static_cast<core::UnitOfWork &>(m_stores));
        } catch (const core::StorageFailure &failure) {
            return tl::unexpected<Error>(failure.error());
        }
    }

private:
    explicit Reader(ConnectionOptions options);

    Connection m_connection;
    SqlUnitOfWork m_stores;
};

} // namespace rastro::storage
