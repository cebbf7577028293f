// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/retention/retentionplan.h"
#include "rastro/clock.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Deletes what is older than the plan keeps it: a few rows a transaction with a pause after each, so that nobody else
/// who writes waits for long; through all tables, then again after an hour. How many rows follows from how long the
/// last ones took: in a large installation each lies on pages of its own, of the table and of its indexes. Where a
/// sweep stands is not stored: a new one finds nothing where the last one was. Core thread only.
class RetentionDesk : public QObject
{
    Q_OBJECT

public:
    static constexpr int LeastRows = 25;
    static constexpr int MostRows = 500;
    static constexpr std::chrono::milliseconds StepTime{3}; ///< That a transaction is to take, before its commit.
    static constexpr std::chrono::milliseconds Pause{30};
    static constexpr std::chrono::milliseconds Interval{std::chrono::hours(1)};

    RetentionDesk(Database &database, Clock &clock, const RetentionPlan &plan, QObject *parent = nullptr);

    void start();
    void stop() { m_stopped = true; }

Q_SIGNALS:
    /// All tables were gone through. `deleted`: rows.
    void swept(qint64 deleted);

private:
    void step();
    void take(const SweepStep &done);
    void adapt(std::chrono::microseconds took);
    void nextKind();
    void stepAfter(std::chrono::milliseconds delay);

    Database &m_database;
    Clock &m_clock;
    const RetentionPlan m_plan;
    qsizetype m_kind = 0; ///< Of the kinds in the order they are gone through.
    SweepPosition m_at;
    int m_rows = LeastRows;
    qint64 m_deleted = 0;
    bool m_stopped = true;
};

} // namespace rastro::core
