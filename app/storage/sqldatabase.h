// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/tally/histogram.h"
#include "storage/connection.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace rastro::storage {

class ClickFinder;
class GroupCommit;

/// How a SqlDatabase works.
struct DatabaseOptions
{
    DatabaseUrl url;
    std::shared_ptr<const SecretBox> secrets;
    QString node{};              ///< Id of the node that claims; a command, which claims nothing, has none.
    std::function<Micros()> now; ///< Any thread. None: the system's clock.
    int batchLimit = 1024;       ///< Most jobs that share one commit.
    int queueLimit = 100'000;    ///< Jobs that may wait; more are refused with "storage.overloaded" (Retry).
    qint64 maxPages = 0;         ///< See ConnectionOptions.
};

/// What a SqlDatabase has done since it was opened.
struct DatabaseCounters
{
    quint64 commits = 0;      ///< Durable commits.
    quint64 jobs = 0;         ///< Jobs that were committed.
    quint64 failed = 0;       ///< Jobs that got an error.
    quint64 largestBatch = 0; ///< Most jobs that shared one commit.
    quint64 waiting = 0;      ///< Jobs in the queue now.
    qint64 keyBacklog = 0;    ///< Clicks whose keys are not stored yet; they are found all the same.
    core::Histogram batches{core::batchBounds()};        ///< Jobs that were committed together.
    core::Histogram commitSeconds{core::commitBounds()}; ///< What a commit took, without the work before it.
};

/// The database behind one storage thread, which owns the connection and runs all work, one transaction after the
/// other. Jobs that wait together share a transaction and its durable commit. Thread-safe.
class SqlDatabase final : public core::Database
{
public:
    /// Opens the database, brings its schema up to date and checks that the key fits. Errors as of Connection and
    /// migrate(), "storage.wrong_key" and "storage.unfinished_move".
    [[nodiscard]] static Result<std::unique_ptr<SqlDatabase>> open(DatabaseOptions options);
    ~SqlDatabase() override;
    Q_DISABLE_COPY_MOVE(SqlDatabase)

    /// After stop(), and when too many wait, `done` gets its error at once, on the caller's thread.
    void submit(Work work, Done done) override;

    /// Works off what is queued and ends the thread. Not from the storage thread.
    void stop();

    [[nodiscard]] DatabaseCounters counters() const;
    /// For another connection to it.
    [[nodiscard]] const DatabaseOptions &options() const { return m_options; }

private:
    struct Job
    {
        Work work;
        Done done;
    };

    explicit SqlDatabase(DatabaseOptions options);
    [[nodiscard]] Result<void> start();
    void serve(const std::function<void(Result<void>)> &opened);
    [[nodiscard]] bool isStopping() const;
    [[nodiscard]] std::vector<Job> take(bool mayIdle);
    bool workOff(GroupCommit &commit, ClickFinder &clicks);
    void finish(std::vector<Job> &jobs, const std::vector<Result<void>> &outcomes);
    void count(const GroupCommit &commit, const ClickFinder &clicks, quint64 stored, quint64 failed);

    const DatabaseOptions m_options;
    mutable std::mutex m_mutex; // Guards the queue, m_isStopping and m_counters.
    std::condition_variable m_wakeUp;
    std::deque<Job> m_queue;
    bool m_isStopping = false;
    DatabaseCounters m_counters;
    std::thread m_thread;
};

} // namespace rastro::storage
