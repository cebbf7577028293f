// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrival.h"
#include "core/attribution/arrivalcounters.h"
#include "core/attribution/rosterholder.h"
#include "core/click/clickrecorder.h"
#include "core/desk/lookout.h"
#include "core/ports/clickspool.h"
#include "core/ports/database.h"

#include <atomic>
#include <deque>
#include <mutex>

namespace rastro::core {

/// Makes clicks durable, many at a time: those that arrive until the storage thread comes to them share one job of the
/// database, and so do those that arrive while it stores them, a few times over: that makes commits rarer when they are
/// what everybody waits for, and costs nobody anything when they are not. If the database refuses a job for what is in
/// it, each of its clicks gets a job of its own. What it does not take goes to the spool, and is durable there; so does
/// what it keeps waiting, and whether it stores that after all makes no difference then: the spool gives back only what
/// is not stored. Thread-safe.
class ArrivalDesk final : public ClickRecorder
{
public:
    static constexpr qsizetype JobLimit = 1024; ///< Most clicks in one job.
    static constexpr qsizetype WaitingLimit =
        50'000; ///< More go to the spool at once; "storage.overloaded" without one.

    /// `arrived` is called after a commit that put a PageView into the outbox, on a storage thread.
    /// `spool`: none, or outlives the database, and is stopped before this is deleted. `patience`: how long a click
    /// waits for a database that says nothing.
    ArrivalDesk(Database &database, const RosterHolder &roster, std::function<void()> arrived,
                ClickSpool *spool = nullptr, std::chrono::milliseconds patience = std::chrono::seconds(2));

    void record(CapturedClick captured, qint64 workspaceId, Done done) override;

    [[nodiscard]] ArrivalCounters counters() const;

private:
    // What the database says of it.
    enum class Fate { Open, Stored, Refused };
    struct Batch
    {
        QList<Arrival> joining;  // Arrived; the job has not come to them.
        QList<Arrival> arrivals; // The job has.
        std::vector<Done> done;
        std::chrono::steady_clock::time_point since; // It waits for the database.
        Fate fate = Fate::Open;
        std::atomic<bool> isSpooled{false}; // Or about to be, since it is overdue.
        std::atomic<bool> isAnswered{false};
        bool hasReported = false; // A PageView is in the outbox.
    };
    using BatchPointer = std::shared_ptr<Batch>;
    struct Overdue
    {
        BatchPointer batch;
        QList<Arrival> arrivals; // Its own may grow when the database goes on.
    };

    void submit(const BatchPointer &batch);
    void store(UnitOfWork &uow, const BatchPointer &batch, const PluginRoster &roster);
    void gather(const BatchPointer &batch, int round);
    void watch(const BatchPointer &batch);
    void close(const BatchPointer &batch);
    [[nodiscard]] bool spoolOverdue();
    [[nodiscard]] std::vector<Overdue> takeOverdue();
    void finish(const BatchPointer &batch, const Result<void> &stored);
    void submitApart(Batch &batch);
    void countStored(const Batch &batch);
    static void answer(Batch &batch, const Result<void> &stored);
    void refuse(const BatchPointer &batch, const Error &refusal);
    void spool(const BatchPointer &batch, QList<Arrival> arrivals);
    void notSpooled(Batch &batch, qsizetype clicks);
    void lose(qsizetype clicks);

    Database &m_database;
    const RosterHolder &m_roster;
    const std::function<void()> m_arrived;
    ClickSpool *const m_spool;
    const std::chrono::milliseconds m_patience;
    mutable std::mutex m_mutex; // Guards what follows, the batch that is open, and the fate of each.
    BatchPointer m_open;
    std::deque<std::weak_ptr<Batch>> m_watched; ///< About in the order in which they become overdue.
    qsizetype m_waiting = 0;
    ArrivalCounters m_counters;
    Lookout m_lookout; // last: it looks at all the others
};

} // namespace rastro::core
