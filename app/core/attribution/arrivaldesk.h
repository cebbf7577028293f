// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrival.h"
#include "core/attribution/arrivalcounters.h"
#include "core/attribution/rosterholder.h"
#include "core/click/clickrecorder.h"
#include "core/ports/clickspool.h"
#include "core/ports/database.h"

#include <mutex>

namespace rastro::core {

/// Makes clicks durable, many at a time: those that arrive until the storage thread comes to them share one job of the
/// database. If the database refuses a job for what is in it, each of its clicks gets a job of its own. What it does
/// not take goes to the spool, and is durable there. Thread-safe.
class ArrivalDesk final : public ClickRecorder
{
public:
    static constexpr qsizetype JobLimit = 1024; ///< Most clicks in one job.
    static constexpr qsizetype WaitingLimit =
        50'000; ///< More go to the spool at once; "storage.overloaded" without one.

    /// `arrived` is called after a commit that put a PageView into the outbox, on a storage thread.
    /// `spool`: none, or outlives the database.
    ArrivalDesk(Database &database, const RosterHolder &roster, std::function<void()> arrived,
                ClickSpool *spool = nullptr);

    void record(CapturedClick captured, qint64 workspaceId, Done done) override;

    [[nodiscard]] ArrivalCounters counters() const;

private:
    struct Batch
    {
        QList<Arrival> arrivals;
        std::vector<Done> done;
        bool hasReported = false; // A PageView is in the outbox.
    };
    using BatchPointer = std::shared_ptr<Batch>;

    void submit(const BatchPointer &batch);
    void close(const BatchPointer &batch);
    void finish(const BatchPointer &batch, const Result<void> &stored);
    void count(const Batch &batch, bool stored);
    static void answer(const Batch &batch, const Result<void> &stored);
    void spool(const BatchPointer &batch, const Error &refusal);

    Database &m_database;
    const RosterHolder &m_roster;
    const std::function<void()> m_arrived;
    ClickSpool *const m_spool;
    mutable std::mutex m_mutex; // Guards what follows, and the batch that is open.
    BatchPointer m_open;
    qsizetype m_waiting = 0;
    ArrivalCounters m_counters;
};

} // namespace rastro::core
