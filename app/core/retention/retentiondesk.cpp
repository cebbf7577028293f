// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retention/retentiondesk.h"

#include <algorithm>
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
    struct Step
    {
        SweepStep done;
        std::chrono::microseconds took{0};
    };
    m_database.transact<Step>(
        this,
        [kind, now, at = m_at, rows = m_rows, before = now - m_plan.daysOf(kind) * day](UnitOfWork &uow) {
            const auto begun = std::chrono::steady_clock::now();
            const auto done = uow.retention().sweep(kind, at, before, now, rows);
            return Step{
                done, std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun)};
        },
        [this](const Result<Step> &done) {
            if (done) {
                take(done->done);
                adapt(done->took);
            }
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

void RetentionDesk::adapt(std::chrono::microseconds took)
{
    m_rows = std::clamp(took > StepTime ? m_rows / 2 : m_rows * 2, LeastRows, MostRows);
}

void RetentionDesk::nextKind()
{
    ++m_kind;
    m_at = {};
}

} // namespace rastro::core
