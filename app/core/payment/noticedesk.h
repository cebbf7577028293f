// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/dueloop.h"
#include "core/ports/database.h"
#include "core/ports/plugincalls.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Works off the inbox of gateway notices. A notice is a hint: all it does is make the payments it names due for a
/// query. One that names an unknown charge is kept, retried for ten minutes (the create may not have committed yet),
/// then shown as an orphan. Core thread only.
class NoticeDesk : public QObject
{
    Q_OBJECT

public:
    NoticeDesk(Database &database, PluginCalls &plugins, Clock &clock, QObject *parent = nullptr);

    void kick() { m_loop.kick(); }
    void stop() { m_loop.stop(); }

    /// Stores a notice as it arrived and calls `then` once that is durable (the gateway's 200 waits for it).
    void receive(NoticeRow row, QObject *context, std::function<void(const Result<void> &)> then);

Q_SIGNALS:
    /// Payments became due for a query.
    void paymentsDue();

private:
    void round(const DueLoop::Done &done);
    void settle(const NoticeRow &row);

    Database &m_database;
    PluginCalls &m_plugins;
    Clock &m_clock;
    DueLoop m_loop;
};

} // namespace rastro::core
