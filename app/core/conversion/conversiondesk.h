// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/dueloop.h"
#include "core/ports/database.h"
#include "core/ports/plugincalls.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Drains the outbox of pixels: at least once towards the vendor, always with the stored event id and time, so that
/// what a crash repeats is one event there. Core thread only.
class ConversionDesk : public QObject
{
    Q_OBJECT

public:
    ConversionDesk(Database &database, PluginCalls &plugins, Clock &clock, QObject *parent = nullptr);

    void kick() { m_loop.kick(); }
    void stop() { m_loop.stop(); }

private:
    struct Loaded
    {
        ConversionRow row;
        ConversionEvent event;
        Micros claimedAt = 0;
    };
    struct Claimed
    {
        QList<Loaded> rows;
        std::optional<Micros> nextDue;
    };

    static Loaded load(UnitOfWork &uow, const ConversionRow &row, Micros now);
    void round(const DueLoop::Done &done);
    void send(const QList<Loaded> &rows);
    void sendBatch(const QList<Loaded> &rows);
    void settle(const QList<Loaded> &rows, const Result<DeliveryReport> &report);

    Database &m_database;
    PluginCalls &m_plugins;
    Clock &m_clock;
    DueLoop m_loop;
    int m_inFlight = 0; ///< Batches on their way.
};

} // namespace rastro::core
