// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/redirectcounter.h"

#include "core/click/redirecttally.h"

namespace rastro::core {

RedirectCounter::RedirectCounter(Database &database, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
{
}

void RedirectCounter::start()
{
    m_stopped = false;
    round();
}

void RedirectCounter::roundAfter(std::chrono::milliseconds delay)
{
    m_clock.after(delay, this, [this] { round(); });
}

void RedirectCounter::round()
{
    if (m_stopped)
        return;
    struct Round
    {
        bool more = false;
        BotLoads loads;
    };
    m_database.transact<Round>(
        this,
        [now = m_clock.now()](UnitOfWork &uow) {
            const bool more = tallyRedirects(uow, now);
            return Round{more, recentLoads(uow, now)};
        },
        [this](const Result<Round> &done) {
            if (done)
                Q_EMIT counted(done->loads);
            roundAfter(done && done->more ? std::chrono::milliseconds(10) : Interval);
        });
}

} // namespace rastro::core
