// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/tally/histogram.h"

#include <vector>

namespace rastro::storage {

class Connection;

/// Runs jobs that arrived together in one transaction with one durable commit. First all in a row. If a job fails,
/// everything is rolled back and run again, each job behind a savepoint, so that the failing one alone is undone. If
/// the disk is full, the database ends the whole transaction: then each job gets a transaction of its own, so that what
/// still fits is stored. Where two nodes met on PostgreSQL, all of it runs again.
class GroupCommit
{
public:
    using Jobs = std::vector<const core::Database::Work *>;
    using Outcomes = std::vector<Result<void>>;

    GroupCommit(Connection &connection, core::UnitOfWork &stores)
        : m_connection(connection)
        , m_stores(stores)
    {
    }

    /// An outcome for each job, in order: stored durably, or its error.
    [[nodiscard]] Outcomes run(const Jobs &jobs);

    /// Durable commits so far.
    [[nodiscard]] quint64 commits() const { return m_commits; }
    /// How long each took, in seconds, without the work before it.
    [[nodiscard]] const core::Histogram &commitSeconds() const { return m_commitSeconds; }

private:
    // What went wrong, as far as it decides what to try next.
    enum class Trouble { None, Unreachable, Job, Conflict, Transaction };

    [[nodiscard]] Outcomes runTogether(const Jobs &jobs);
    [[nodiscard]] Outcomes tryTogether(const Jobs &jobs);
    [[nodiscard]] Outcomes runApart(const Jobs &jobs);
    [[nodiscard]] Outcomes runAlone(const Jobs &jobs);
    [[nodiscard]] Result<void> runBehindSavepoint(const core::Database::Work &job);
    void commit();

    Connection &m_connection;
    core::UnitOfWork &m_stores;
    Trouble m_trouble = Trouble::None;
    quint64 m_commits = 0;
    core::Histogram m_commitSeconds{core::commitBounds()};
};

} // namespace rastro::storage
