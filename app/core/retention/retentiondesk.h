// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/retention/retentionplan.h"
#include "rastro/clock.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Deletes what is older than the plan keeps it, through all tables, then again after an hour: finds it beside those
/// who write, and deletes a few rows a transaction with a pause after each, so that nobody waits for long. Where a
/// sweep stands is not stored: the first one after a start, and one a day, goes through all; the others through clicks
/// from where the last one ended, since a click that somebody needs is needed for good. Core thread only.
class RetentionDesk : public QObject
{
    Q_OBJECT

public:
    static constexpr int LeastRows = 25;
    static constexpr int MostRows = 1000;
    static constexpr int MostDeleted = 4; ///< In one transaction; a click and its keys lie on some five pages.
    static constexpr std::chrono::milliseconds Pause{30};
    static constexpr std::chrono::milliseconds Interval{std::chrono::hours(1)};
    static constexpr int FullSweep = 24; ///< So many sweeps from one that goes through all to the next.

    /// `beside`: where whoever writes does not wait for who reads.
    RetentionDesk(Database &database, Database &beside, Clock &clock, const RetentionPlan &plan,
                  QObject *parent = nullptr);

    void start();
    void stop() { m_stopped = true; }

Q_SIGNALS:
    /// All tables were gone through. `deleted`: rows.
    void swept(qint64 deleted);

private:
    void step();
    void remove(KeptData kind, const SweepFound &found, Micros before);
    void take(const SweepFound &found, qint64 removed);
    void adapt(const SweepFound &found);
    void nextKind();
    void finish();
    void stepAfter(std::chrono::milliseconds delay);

    Database &m_database;
    Database &m_beside;
    Clock &m_clock;
    const RetentionPlan m_plan;
    int m_sweeps = 0;
    Micros m_sweptBefore = 0;    ///< Clicks of before this were gone through.
    Micros m_sweepingBefore = 0; ///< Clicks of before this are being gone through.
    qsizetype m_kind = 0;        ///< Of the kinds in the order they are gone through.
    SweepPosition m_at;
    int m_rows = LeastRows;
    qint64 m_deleted = 0;
    bool m_stopped = true;
};

} // namespace rastro::core
