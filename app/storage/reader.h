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

    /// How often each of these has happened in the whole installation, kept while they are written: "bind_rules",
    /// "start_outcomes", "payment_statuses" (how many payments have reached each).
    [[nodiscard]] Result<QMap<QString, qint64>> counted(const QString &subject);

private:
    explicit Reader(ConnectionOptions options);

    Connection m_connection;
    SqlUnitOfWork m_stores;
    Statement m_counted;
};

} // namespace rastro::storage
