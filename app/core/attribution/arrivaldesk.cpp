// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrivaldesk.h"

#include "core/desk/crashpoint.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

Error overloaded()
{
    return {u"storage.overloaded"_s, u"The database does not keep up: too many clicks wait to be stored."_s,
            ErrorClass::Retry, std::chrono::seconds(1), false};
}

} // namespace

ArrivalDesk::ArrivalDesk(Database &database, const RosterHolder &roster, std::function<void()> arrived,
                         ClickSpool *spool)
    : m_database(database)
    , m_roster(roster)
    , m_arrived(std::move(arrived))
    , m_spool(spool)
{
}

void ArrivalDesk::record(CapturedClick captured, qint64 workspaceId, Done done)
{
    BatchPointer begun;
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting < WaitingLimit) {
            if (!m_open || m_open->arrivals.size() >= JobLimit)
                begun = m_open = std::make_shared<Batch>();
            m_open->arrivals.append({workspaceId, std::move(captured)});
            m_open->done.push_back(std::move(done));
            ++m_waiting;
            done = nullptr;
        } else {
            ++m_counters.refused;
        }
    }
    if (done) {
        const auto alone = std::make_shared<Batch>();
        alone->arrivals.append({workspaceId, std::move(captured)});
        alone->done.push_back(std::move(done));
        spool(alone, overloaded());
    } else if (begun) {
        submit(begun);
    }
}

void ArrivalDesk::submit(const BatchPointer &batch)
{
    m_database.submit(
        [this, batch, roster = m_roster.get()](UnitOfWork &uow) {
            close(batch);
            batch->hasReported = recordArrivals(uow, batch->arrivals, *roster);
            crashPoint("click.storing");
        },
        [this, batch](const Result<void> &stored) {
            close(batch);
            finish(batch, stored);
        });
}

// Nothing more joins it.
void ArrivalDesk::close(const BatchPointer &batch)
{
    const std::lock_guard lock(m_mutex);
    if (m_open == batch)
        m_open.reset();
}

void ArrivalDesk::finish(const BatchPointer &batch, const Result<void> &stored)
{
    if (!stored && isOfTheClick(stored.error()) && batch->arrivals.size() > 1) {
        for (qsizetype at = 0; at < batch->arrivals.size(); ++at) {
            const auto alone = std::make_shared<Batch>();
            alone->arrivals.append(std::move(batch->arrivals[at]));
            alone->done.push_back(std::move(batch->done[static_cast<std::size_t>(at)]));
            submit(alone);
        }
        return;
    }
    crashPoint("click.stored");
    count(*batch, stored.has_value());
    if (!stored) {
        spool(batch, stored.error());
        return;
    }
    answer(*batch, stored);
    if (batch->hasReported && m_arrived)
        m_arrived();
}

void ArrivalDesk::count(const Batch &batch, bool stored)
{
    std::map<std::pair<qint64, QStringView>, quint64> kinds;
    for (const Arrival &arrival : batch.arrivals)
        ++kinds[{arrival.captured.click.poolId, arrival.captured.click.traffic}];
    const std::lock_guard lock(m_mutex);
    m_waiting -= batch.arrivals.size();
    if (!stored)
        return;
    m_counters.batches.add(static_cast<double>(batch.arrivals.size()));
    for (const auto &[kind, n] : kinds)
        m_counters.stored[{kind.first, kind.second.toString()}] += n;
}

ArrivalCounters ArrivalDesk::counters() const
{
    const std::lock_guard lock(m_mutex);
    auto counters = m_counters;
    counters.waiting = m_waiting;
    return counters;
}

void ArrivalDesk::answer(const Batch &batch, const Result<void> &stored)
{
    for (const auto &done : batch.done)
        done(stored);
}

// To the visitor a click in the spool is as good as one in the database.
void ArrivalDesk::spool(const BatchPointer &batch, const Error &refusal)
{
    if (!m_spool) {
        answer(*batch, tl::unexpected<Error>(refusal));
        return;
    }
    auto arrivals = std::move(batch->arrivals);
    m_spool->append(std::move(arrivals), [batch](const Result<void> &spooled) {
        crashPoint("click.spooled");
        answer(*batch, spooled);
    });
}

} // namespace rastro::core
