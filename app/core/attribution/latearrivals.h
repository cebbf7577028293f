// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/ports/clickspool.h"
#include "core/ports/database.h"

namespace rastro::core {

/// Brings clicks from the spool into the database. A click that is there already changes nothing; one that the database
/// will never take is logged and counted, and holds nobody up. Thread-safe; must outlive the database's jobs.
class LateArrivals
{
public:
    /// `arrived` is called after each commit that stored some, on a storage thread.
    LateArrivals(Database &database, const RosterHolder &roster, std::function<void()> arrived);

    void replay(QList<Arrival> arrivals, std::function<void(ClickSpool::Outcome)> done);

private:
    void submit(QList<Arrival> arrivals, std::function<void(const Result<void> &)> done);
    void replayEach(const QList<Arrival> &arrivals, std::function<void(ClickSpool::Outcome)> done);

    Database &m_database;
    const RosterHolder &m_roster;
    const std::function<void()> m_arrived;
};

} // namespace rastro::core
