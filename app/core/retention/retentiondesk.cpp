// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retention/retentiondesk.h"

#include <array>

namespace rastro::core {

namespace {

constexpr Micros day = 24 * 3'600'000'000LL;
constexpr std::array kinds{KeptData::Clicks,  KeptData::Updates,  KeptData::Trail,
                           KeptData::Notices, KeptData::Messages, KeptData::Events};

} // namespace

RetentionDesk::RetentionDesk(Database &database, Clock &clock, const RetentionPlan &plan, QObject *parent)
    : QObject(parent)
    , m_database(database)
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
        Q_EMIT swept(m_deleted);
        m_kind = 0;
        m_deleted = 0;
        stepAfter(Interval);
        return;
    }
    const KeptData kind = kinds[size_t(m_kind)];
    const Micros now = m_clock.now();
    m_database.transact<SweepStep>(
        this,
        [kind, now, at = m_at, before = now - m_plan.daysOf(kind) * day](UnitOfWork &uow) {
            return uow.retention().sweep(kind, at, before, now, StepRows);
        },
        [this](const Result<SweepStep> &done) {
            if (done)
                take(*done);
            // A database that refuses is asked again later.
            stepAfter(done ? Pause : Interval);
        });
}

void RetentionDesk::take(const SweepStep &done)
{
    m_deleted += done.deleted;
    m_at = done.next;
    if (done.atEnd)
        nextKind();
}

void RetentionDesk::nextKind()
{
    ++m_kind;
    m_at = {};
}

} // namespace rastro::core
