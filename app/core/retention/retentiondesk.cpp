// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retention/retentiondesk.h"

#include "core/click/tokentime.h"

#include <algorithm>
#include <array>

namespace rastro::core {

namespace {

constexpr Micros day = 24 * 3'600'000'000LL;
constexpr std::array kinds{KeptData::Clicks,  KeptData::Updates,  KeptData::Trail,
                           KeptData::Notices, KeptData::Messages, KeptData::Events};

} // namespace

RetentionDesk::RetentionDesk(Database &database, Database &beside, Clock &clock, const RetentionPlan &plan,
                             QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_beside(beside)
    , m_clock(clock)
    , m_plan(plan)
{
}

void RetentionDesk::start()
{
    m_stopped = false;
    step();
}

void RetentionDesk::stepAfter(std::chrono::milliseconds delay)
{
    m_clock.after(delay, this, [this] { step(); });
}

void RetentionDesk::step()
{
    if (m_stopped)
        return;
    while (m_kind < qsizetype(kinds.size()) && m_plan.daysOf(kinds[size_t(m_kind)]) == 0)
        nextKind();
    if (m_kind == qsizetype(kinds.size())) {
        finish();
        return;
    }
    const KeptData kind = kinds[size_t(m_kind)];
    const Micros now = m_clock.now();
    const Micros before = now - m_plan.daysOf(kind) * day;
    if (kind == KeptData::Clicks && m_at.token.isEmpty()) {
        m_at.token = firstTokenOf(m_sweptBefore).toString();
        m_sweepingBefore = before;
    }
    m_beside.transact<SweepFound>(
        this,
        [kind, now, before, at = m_at, rows = m_rows](UnitOfWork &uow) {
            return uow.retention().look(kind, at, before, now, {rows, MostDeleted});
        },
        [this, kind, before](const Result<SweepFound> &found) {
            if (!found)
                stepAfter(Interval); // A database that refuses is asked again later.
            else if (found->dead.isEmpty())
                take(*found, 0);
            else
                remove(kind, *found, before);
        });
}

void RetentionDesk::remove(KeptData kind, const SweepFound &found, Micros before)
{
    m_database.transact<qint64>(
        this, [kind, before, dead = found.dead](UnitOfWork &uow) { return uow.retention().remove(kind, dead, before); },
        [this, found](const Result<qint64> &removed) {
            if (removed)
                take(found, *removed);
            else
                stepAfter(Interval);
        });
}

void RetentionDesk::take(const SweepFound &found, qint64 removed)
{
    m_deleted += removed;
    adapt(found);
    m_at = found.next;
    if (found.atEnd)
        nextKind();
    stepAfter(Pause);
}

// Where much is deleted, looking far ahead of it is in vain.
void RetentionDesk::adapt(const SweepFound &found)
{
    m_rows = std::clamp(found.dead.size() == MostDeleted ? m_rows / 2 : m_rows * 2, LeastRows, MostRows);
}

void RetentionDesk::nextKind()
{
    if (m_kind < qsizetype(kinds.size()) && kinds[size_t(m_kind)] == KeptData::Clicks)
        m_sweptBefore = m_sweepingBefore;
    ++m_kind;
    m_at = {};
}

void RetentionDesk::finish()
{
    Q_EMIT swept(m_deleted);
    m_kind = 0;
    m_deleted = 0;
    if (++m_sweeps % FullSweep == 0)
        m_sweptBefore = 0;
    stepAfter(Interval);
}

} // namespace rastro::core
