// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrivaldesk.h"

#include "core/desk/crashpoint.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

// A click that is overdue waits that much longer than it should, at most.
constexpr int looksInPatience = 8;
// How often a job looks for clicks that arrived meanwhile, and how many are worth another look: who came first waits
// for all of them.
constexpr int mostRounds = 6;
constexpr qsizetype worthARound = 2;

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
            if (!m_open || static_cast<qsizetype>(m_open->done.size()) >= JobLimit)
                begun = m_open = std::make_shared<Batch>();
            m_open->joining.append({workspaceId, std::move(captured)});
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
        alone->fate = Fate::Refused;
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
            store(uow, batch, *roster);
            crashPoint("click.storing");
        },
        [this, batch](const Result<void> &stored) {
            close(batch);
            finish(batch, stored);
        });
}

// Once more for all of them if the database has taken back what was stored before.
void ArrivalDesk::store(UnitOfWork &uow, const BatchPointer &batch, const PluginRoster &roster)
{
    if (batch->isSpooled) {
        close(batch);
        batch->hasReported = recordArrivals(uow, batch->arrivals, roster, ArrivalTime::Late);
        return;
    }
    std::size_t written = 0;
    for (int round = 1;; ++round) {
        gather(batch, round);
        const auto &arrivals = std::as_const(batch->arrivals);
        const std::span all(arrivals.constData(), static_cast<std::size_t>(arrivals.size()));
        if (written == all.size()) {
            batch->hasReported = followArrivals(uow, all, roster);
            return;
        }
        writeArrivals(uow, all.subspan(written));
        written = all.size();
    }
}

void ArrivalDesk::gather(const BatchPointer &batch, int round)
{
    const std::lock_guard lock(m_mutex);
    const bool isLast = round >= mostRounds || (round > 1 && batch->joining.size() < worthARound);
    if (isLast && m_open == batch)
        m_open.reset();
    batch->arrivals.append(std::exchange(batch->joining, {}));
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

// Nothing more joins it. A job that the database never ran has gathered none.
void ArrivalDesk::close(const BatchPointer &batch)
{
    const std::lock_guard lock(m_mutex);
    if (m_open == batch)
        m_open.reset();
    batch->arrivals.append(std::exchange(batch->joining, {}));
}

// Is there something that may become overdue?
bool ArrivalDesk::spoolOverdue()
{
    for (auto &[batch, arrivals] : takeOverdue())
        spool(batch, std::move(arrivals));
    const std::lock_guard lock(m_mutex);
    return !m_watched.empty();
}

std::vector<ArrivalDesk::Overdue> ArrivalDesk::takeOverdue()
{
    std::vector<Overdue> overdue;
    const auto before = std::chrono::steady_clock::now() - m_patience;
    const std::lock_guard lock(m_mutex);
    for (; !m_watched.empty(); m_watched.pop_front()) {
        const auto batch = m_watched.front().lock();
        if (!batch || batch->fate != Fate::Open)
            continue;
        if (batch->since > before)
            break;
        if (m_open == batch)
            m_open.reset();
        batch->isSpooled = true;
        overdue.push_back({batch, batch->arrivals + batch->joining});
    }
    return overdue;
}

void ArrivalDesk::finish(const BatchPointer &batch, const Result<void> &stored)
{
    bool isOnlyHere = false;
    {
        const std::lock_guard lock(m_mutex);
        batch->fate = stored ? Fate::Stored : Fate::Refused;
        isOnlyHere = !batch->isSpooled;
    }
    if (!stored && isOnlyHere && isOfTheClick(stored.error()) && batch->arrivals.size() > 1) {
        submitApart(*batch);
        return;
    }
    crashPoint("click.stored");
    if (stored && isOnlyHere)
        countStored(*batch);
    {
        const std::lock_guard lock(m_mutex);
        m_waiting -= batch->arrivals.size();
    }
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
void ArrivalDesk::countStored(const Batch &batch)
{
    std::map<std::pair<qint64, QStringView>, quint64> kinds;
    for (const Arrival &arrival : batch.arrivals)
        ++kinds[{arrival.captured.click.poolId, arrival.captured.click.traffic}];
    const std::lock_guard lock(m_mutex);
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
    if (m_spool) {
        spool(batch, std::move(batch->arrivals));
    } else {
        lose(batch->arrivals.size());
        answer(*batch, tl::unexpected<Error>(refusal));
    }
}

// To the visitor a click in the spool is as good as one in the database.
void ArrivalDesk::spool(const BatchPointer &batch, QList<Arrival> arrivals)
{
    const auto clicks = arrivals.size();
    m_spool->append(std::move(arrivals), [this, batch, clicks](const Result<void> &spooled) {
        crashPoint("click.spooled");
        if (!spooled)
            notSpooled(*batch, clicks);
        answer(*batch, spooled);
    });
}

// Its visitors are sent on. What the database has not come to yet, it may still take.
void ArrivalDesk::notSpooled(Batch &batch, qsizetype clicks)
{
    Fate fate = Fate::Open;
    {
        const std::lock_guard lock(m_mutex);
        fate = batch.fate;
        batch.isSpooled = false;
    }
    if (fate == Fate::Stored)
        countStored(batch);
    else if (fate == Fate::Refused)
        lose(clicks);
}

void ArrivalDesk::lose(qsizetype clicks)
{
    const std::lock_guard lock(m_mutex);
    m_counters.lost += static_cast<quint64>(clicks);
}

} // namespace rastro::core
