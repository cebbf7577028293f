// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/loadshares.h"
#include "core/ports/database.h"
#include "rastro/clock.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Tells every two seconds how loaded the bots are, and sees to it that old minutes are folded. Core thread only.
class LoadWatch : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Interval{2000};

    LoadWatch(Database &database, Clock &clock, QObject *parent = nullptr);

    void start();
    void stop() { m_stopped = true; }

Q_SIGNALS:
    /// After every look.
    void counted(const rastro::core::BotLoads &loads);

private:
    void look();

    Database &m_database;
    Clock &m_clock;
    bool m_stopped = false;
};

} // namespace rastro::core
