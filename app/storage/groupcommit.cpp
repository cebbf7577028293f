// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/groupcommit.h"

#include "storage/connection.h"

namespace rastro::storage {

std::vector<Result<void>> GroupCommit::run(const std::vector<const core::Database::Work *> &jobs)
{
    auto outcomes = runTogether(jobs);
    if (m_hasFailedJob && jobs.size() > 1)
        return runApart(jobs);
    return outcomes;
}

GroupCommit::Outcomes GroupCommit::runTogether(const std::vector<const core::Database::Work *> &jobs)
{
    m_hasFailedJob = false;
    try {
        m_connection.begin();
        m_hasFailedJob = true; // If something throws from here on, a job did.
        for (const auto *job : jobs)
            (*job)(m_stores);
        m_hasFailedJob = false;
        m_connection.commit();
        return Outcomes(jobs.size());
    } catch (const core::StorageFailure &failure) {
        m_connection.rollback();
        return Outcomes(jobs.size(), tl::unexpected(failure.error()));
    }
}

GroupCommit::Outcomes GroupCommit::runApart(const std::vector<const core::Database::Work *> &jobs)
{
    Outcomes outcomes;
    try {
        m_connection.begin();
        for (const auto *job : jobs)
            outcomes.push_back(runBehindSavepoint(*job));
        m_connection.commit();
    } catch (const core::StorageFailure &failure) {
        m_connection.rollback();
        outcomes.resize(jobs.size());
        for (auto &outcome : outcomes) {
            if (outcome)
                outcome = tl::unexpected(failure.error());
        }
    }
    return outcomes;
}

Result<void> GroupCommit::runBehindSavepoint(const core::Database::Work &job)
{
    m_connection.setSavepoint();
    try {
        job(m_stores);
    } catch (const core::StorageFailure &failure) {
        // SQLite ends the transaction by itself when the disk is full or fails (lang_transaction.html, "Response To
        // Errors Within A Transaction"); then this throws, and all jobs of the batch share the error.
        m_connection.rollbackToSavepoint();
        return tl::unexpected(failure.error());
    }
    m_connection.releaseSavepoint();
    return {};
}

} // namespace rastro::storage
