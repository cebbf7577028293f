// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrivaldesk.h"

#include "core/desk/crashpoint.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

// A click that is overdue waits that much longer than it should, at most.
constexpr int looksInPatience = 8;

Error overloaded()
{
    return {u"storage.overloaded"_s, u"The database does not keep up: too many clicks wait to be stored."_s,
            ErrorClass::Retry, std::chrono::seconds(1), false};
}

} // namespace

ArrivalDesk::ArrivalDesk(Database &database, const RosterHolder &roster, std::function<void()> arrived,
                         ClickSpool *spool, std::chrono::milliseconds patience)
    : m_database(database)
    , m_roster(roster)
    , m_arrived(std::move(arrived))
    , m_spool(spool)
    , m_patience(patience)
    , m_lookout(patience / looksInPatience, [this] { return spoolOverdue(); })
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
        refuse(alone, overloaded());
    } else if (begun) {
        submit(begun);
    }
}

void ArrivalDesk::submit(const BatchPointer &batch)
{
    if (m_spool)
        watch(batch);
    m_database.submit(
        [this, batch, roster = m_roster.get()](UnitOfWork &uow) {
            close(batch);
            const auto time = batch->isSpooled ? ArrivalTime::Late : ArrivalTime::Now;
            batch->hasReported = recordArrivals(uow, batch->arrivals, *roster, time);
            crashPoint("click.storing");
        },
        [this, batch](const Result<void> &stored) {
            close(batch);
            finish(batch, stored);
        });
}

void ArrivalDesk::watch(const BatchPointer &batch)
{
    {
        const std::lock_guard lock(m_mutex);
        while (!m_watched.empty() && m_watched.front().expired())
            m_watched.pop_front();
        batch->since = std::chrono::steady_clock::now();
        m_watched.push_back(batch);
    }
    m_lookout.wake();
}

// Nothing more joins it.
void ArrivalDesk::close(const BatchPointer &batch)
{
    const std::lock_guard lock(m_mutex);
    if (m_open == batch)
        m_open.reset();
}

// Is there something that may become overdue?
bool ArrivalDesk::spoolOverdue()
{
    for (const auto &batch : takeOverdue())
        spool(batch, batch->arrivals); // Nobody changes them while it is spooled.
    const std::lock_guard lock(m_mutex);
    return !m_watched.empty();
}

std::vector<ArrivalDesk::BatchPointer> ArrivalDesk::takeOverdue()
{
    std::vector<BatchPointer> overdue;
    const auto before = std::chrono::steady_clock::now() - m_patience;
    const std::lock_guard lock(m_mutex);
    for (; !m_watched.empty(); m_watched.pop_front()) {
        const auto batch = m_watched.front().lock();
        if (!batch || batch->isFinished)
            continue;
        if (batch->since > before)
            break;
        if (m_open == batch)
            m_open.reset();
        batch->isSpooled = true;
        overdue.push_back(batch);
    }
    return overdue;
}

void ArrivalDesk::finish(const BatchPointer &batch, const Result<void> &stored)
{
    {
        const std::lock_guard lock(m_mutex);
        batch->isFinished = true;
    }
    const bool isOnlyHere = !batch->isSpooled;
    if (!stored && isOnlyHere && isOfTheClick(stored.error()) && batch->arrivals.size() > 1) {
        submitApart(*batch);
        return;
    }
    crashPoint("click.stored");
    count(*batch, stored && isOnlyHere);
    if (stored)
        answer(*batch, stored);
    else if (isOnlyHere)
        refuse(batch, stored.error());
    if (stored && batch->hasReported && m_arrived)
        m_arrived();
}

void ArrivalDesk::submitApart(Batch &batch)
{
    for (qsizetype at = 0; at < batch.arrivals.size(); ++at) {
        const auto alone = std::make_shared<Batch>();
        alone->isAnswered = batch.isAnswered.load();
        alone->arrivals.append(std::move(batch.arrivals[at]));
        alone->done.push_back(std::move(batch.done[static_cast<std::size_t>(at)]));
        submit(alone);
    }
}

// What came by the spool, too, is counted there.
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

void ArrivalDesk::answer(Batch &batch, const Result<void> &stored)
{
    if (batch.isAnswered.exchange(true))
        return;
    for (const auto &done : batch.done)
        done(stored);
}

void ArrivalDesk::refuse(const BatchPointer &batch, const Error &refusal)
{
    if (m_spool)
        spool(batch, std::move(batch->arrivals));
    else
        answer(*batch, tl::unexpected<Error>(refusal));
}

// To the visitor a click in the spool is as good as one in the database.
void ArrivalDesk::spool(const BatchPointer &batch, QList<Arrival> arrivals)
{
    m_spool->append(std::move(arrivals), [batch](const Result<void> &spooled) {
        crashPoint("click.spooled");
        answer(*batch, spooled);
        if (!spooled)
            batch->isSpooled = false; // Its visitors have gone, and the database may still take it.
    });
}

} // namespace rastro::core
