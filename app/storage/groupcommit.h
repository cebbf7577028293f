// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"

#include <vector>

namespace rastro::storage {

class Connection;

/// Runs jobs that arrived together in one transaction with one durable commit. First all in a row; if one of them fails
/// everything is rolled back and run again, each job behind a savepoint, so that the failing one alone is undone.
class GroupCommit
{
public:
    GroupCommit(Connection &connection, core::UnitOfWork &stores)
        : m_connection(connection)
        , m_stores(stores)
    {
    }

    /// An outcome for each job, in order: stored durably, or its error. Errors stem from the job itself, or are those
    /// of the transaction, which all share then.
    [[nodiscard]] std::vector<Result<void>> run(const std::vector<const core::Database::Work *> &jobs);

private:
    using Outcomes = std::vector<Result<void>>;

    [[nodiscard]] Outcomes runTogether(const std::vector<const core::Database::Work *> &jobs);
    [[nodiscard]] Outcomes runApart(const std::vector<const core::Database::Work *> &jobs);
    [[nodiscard]] Result<void> runBehindSavepoint(const core::Database::Work &job);

    Connection &m_connection;
    core::UnitOfWork &m_stores;
    bool m_hasFailedJob = false;
};

} // namespace rastro::storage
