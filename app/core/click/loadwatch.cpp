// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/loadwatch.h"

#include "core/click/recentloads.h"

namespace rastro::core {

LoadWatch::LoadWatch(Database &database, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
{
}

void LoadWatch::start()
{
    m_stopped = false;
    look();
}

void LoadWatch::look()
{
    if (m_stopped)
        return;
    m_database.transact<BotLoads>(
        this,
        [now = m_clock.now()](UnitOfWork &uow) {
            foldOldRedirects(uow, now);
            return recentLoads(uow, now);
        },
        [this](const Result<BotLoads> &loads) {
            if (loads)
                Q_EMIT counted(*loads);
            m_clock.after(Interval, this, [this] { look(); });
        });
}

} // namespace rastro::core
