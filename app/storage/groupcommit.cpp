// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/groupcommit.h"

#include "storage/connection.h"

#include <chrono>

namespace rastro::storage {

namespace {

constexpr int conflictAttempts = 5;

bool isConflict(const core::StorageFailure &failure)
{
    return failure.error().code == QLatin1StringView("storage.conflict");
}

} // namespace

GroupCommit::Outcomes GroupCommit::run(const Jobs &jobs)
{
    auto outcomes = runTogether(jobs);
    if (jobs.size() > 1 && m_trouble == Trouble::Job)
        outcomes = runApart(jobs);
    if (jobs.size() > 1 && (m_trouble == Trouble::Transaction || m_trouble == Trouble::Conflict))
        outcomes = runAlone(jobs);
    return outcomes;
}

GroupCommit::Outcomes GroupCommit::runTogether(const Jobs &jobs)
{
    auto outcomes = tryTogether(jobs);
    for (int attempt = 1; m_trouble == Trouble::Conflict && attempt < conflictAttempts; ++attempt)
        outcomes = tryTogether(jobs);
    return outcomes;
}

GroupCommit::Outcomes GroupCommit::tryTogether(const Jobs &jobs)
{
    m_trouble = Trouble::Unreachable; // Of what throws first: the database cannot even begin.
    try {
        m_connection.begin();
        m_trouble = Trouble::Job;
        for (const auto *job : jobs)
            (*job)(m_stores);
        commit();
        return Outcomes(jobs.size());
    } catch (const core::StorageFailure &failure) {
        if (isConflict(failure))
            m_trouble = Trouble::Conflict;
        m_connection.rollback();
        return Outcomes(jobs.size(), tl::unexpected(failure.error()));
    }
}

GroupCommit::Outcomes GroupCommit::runApart(const Jobs &jobs)
{
    m_trouble = Trouble::Unreachable;
    try {
        Outcomes outcomes;
        m_connection.begin();
        m_trouble = Trouble::Transaction;
        for (const auto *job : jobs)
            outcomes.push_back(runBehindSavepoint(*job));
        commit();
        return outcomes;
    } catch (const core::StorageFailure &failure) {
        m_connection.rollback();
        return Outcomes(jobs.size(), tl::unexpected(failure.error()));
    }
}

GroupCommit::Outcomes GroupCommit::runAlone(const Jobs &jobs)
{
    Outcomes outcomes;
    for (const auto *job : jobs) {
        outcomes.push_back(runTogether({job}).front());
        if (m_trouble == Trouble::Unreachable) {
            // Waiting for it once is enough.
            outcomes.resize(jobs.size(), outcomes.back());
            break;
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
        if (isConflict(failure))
            throw;
        // SQLite ends the transaction by itself when the disk is full or fails (lang_transaction.html, "Response To
        // Errors Within A Transaction"); then this throws.
        m_connection.rollbackToSavepoint();
        return tl::unexpected(failure.error());
    }
    m_connection.releaseSavepoint();
    return {};
}

void GroupCommit::commit()
{
    m_trouble = Trouble::Transaction;
    const auto begun = std::chrono::steady_clock::now();
    m_connection.commit();
    m_commitSeconds.add(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    m_trouble = Trouble::None;
    ++m_commits;
}

} // namespace rastro::storage
