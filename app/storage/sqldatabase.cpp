// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqldatabase.h"

#include "storage/groupcommit.h"
#include "storage/keycheck.h"
#include "storage/migrations.h"
#include "storage/sqlunitofwork.h"
#include "storage/transfer/movemarks.h"

#include <algorithm>
#include <future>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr std::chrono::milliseconds idleMoment{20};
// Clicks whose keys are stored at once. Among ten million each key dirties a page of its own, and who clicks meanwhile
// waits for all of them.
constexpr int backlogStep = 200;
constexpr qint64 backlogLimit = 1'000'000; // More of them, some 100 MB, are worked off under load, too.

Micros systemNow()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

Error refusal(bool isStopping)
{
    if (isStopping)
        return {
            u"storage.stopped"_s, u"Rastro is shutting down: nothing more is stored."_s, ErrorClass::Retry, {}, false};
    return {u"storage.overloaded"_s, u"The database does not keep up: too much waits to be stored. Try again later."_s,
            ErrorClass::Retry, std::chrono::seconds(1), false};
}

} // namespace

Result<std::unique_ptr<SqlDatabase>> SqlDatabase::open(DatabaseOptions options)
{
    if (!options.now)
        options.now = systemNow;
    std::unique_ptr<SqlDatabase> database(new SqlDatabase(std::move(options)));
    if (auto started = database->start(); !started)
        return tl::unexpected(started.error());
    return database;
}

SqlDatabase::SqlDatabase(DatabaseOptions options)
    : m_options(std::move(options))
{
}

SqlDatabase::~SqlDatabase()
{
    stop();
}

Result<void> SqlDatabase::start()
{
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    m_thread =
        std::thread([this, &opened] { serve([&opened](Result<void> done) { opened.set_value(std::move(done)); }); });
    return result.get();
}

void SqlDatabase::submit(Work work, Done done)
{
    std::optional<Error> refused;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopping || m_queue.size() >= static_cast<std::size_t>(m_options.queueLimit)) {
            refused = refusal(m_isStopping);
            ++m_counters.failed;
        } else {
            m_queue.push_back({std::move(work), std::move(done)});
        }
    }
    if (refused)
        done(tl::unexpected(*refused));
    else
        m_wakeUp.notify_one();
}

void SqlDatabase::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wakeUp.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

DatabaseCounters SqlDatabase::counters() const
{
    const std::lock_guard lock(m_mutex);
    auto counters = m_counters;
    counters.waiting = m_queue.size();
    return counters;
}

void SqlDatabase::serve(const std::function<void(Result<void>)> &opened)
{
    std::optional<Connection> connection;
    std::optional<SqlUnitOfWork> stores;
    try {
        connection.emplace(
            ConnectionOptions{m_options.url, m_options.secrets, m_options.now, m_options.maxPages, m_options.node});
        MoveMarks::refuseUnfinished(*connection);
        migrate(*connection);
        checkKey(*connection);
        stores.emplace(*connection);
    } catch (const core::StorageFailure &failure) {
        opened(tl::unexpected(failure.error()));
        return;
    }
    opened({});
    GroupCommit commit(*connection, *stores);
    auto &clicks = stores->clickFinder();
    bool isHealthy = true;
    for (;;) {
        auto jobs = take(isHealthy && clicks.backlog() > 0);
        if (!jobs.empty()) {
            std::vector<const Work *> works;
            works.reserve(jobs.size());
            for (const auto &job : jobs)
                works.push_back(&job.work);
            const auto outcomes = commit.run(works);
            const auto stored = static_cast<quint64>(std::count_if(
                outcomes.begin(), outcomes.end(), [](const Result<void> &outcome) { return outcome.has_value(); }));
            count(commit, clicks, stored, outcomes.size() - stored);
            finish(jobs, outcomes);
            isHealthy = outcomes.front().has_value();
            if (isHealthy && clicks.backlog() > backlogLimit)
                isHealthy = workOff(commit, clicks);
        } else if (isStopping()) {
            return;
        } else {
            isHealthy = workOff(commit, clicks);
        }
    }
}

// What can wait until nothing else does.
bool SqlDatabase::workOff(GroupCommit &commit, ClickFinder &clicks)
{
    const Work work = [&clicks](core::UnitOfWork &) { clicks.workOff(backlogStep); };
    const bool isDone = commit.run({&work}).front().has_value();
    count(commit, clicks, 0, 0);
    return isDone;
}

bool SqlDatabase::isStopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_isStopping;
}

// All that waits, up to the limit; nothing once stopped and worked off, nor, if it may, when there was nothing for a
// moment.
std::vector<SqlDatabase::Job> SqlDatabase::take(bool mayIdle)
{
    std::unique_lock lock(m_mutex);
    const auto isAwaited = [this] { return m_isStopping || !m_queue.empty(); };
    if (mayIdle)
        m_wakeUp.wait_for(lock, idleMoment, isAwaited);
    else
        m_wakeUp.wait(lock, isAwaited);
    const auto count = std::min<std::size_t>(m_queue.size(), static_cast<std::size_t>(m_options.batchLimit));
    const auto end = m_queue.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Job> jobs(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    return jobs;
}

void SqlDatabase::finish(std::vector<Job> &jobs, const std::vector<Result<void>> &outcomes)
{
    for (std::size_t at = 0; at < jobs.size(); ++at)
        jobs[at].done(outcomes[at]);
}

void SqlDatabase::count(const GroupCommit &commit, const ClickFinder &clicks, quint64 stored, quint64 failed)
{
    const std::lock_guard lock(m_mutex);
    m_counters.commits = commit.commits();
    m_counters.commitSeconds = commit.commitSeconds();
    m_counters.keyBacklog = clicks.backlog();
    m_counters.jobs += stored;
    m_counters.failed += failed;
    m_counters.largestBatch = std::max(m_counters.largestBatch, stored);
    if (stored > 0)
        m_counters.batches.add(static_cast<double>(stored));
}

} // namespace rastro::storage
