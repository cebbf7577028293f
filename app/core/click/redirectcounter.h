// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/ports/redirectstore.h"
#include "rastro/clock.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Counts redirects every two seconds and tells how loaded the bots are. Core thread only.
class RedirectCounter : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Interval{2000};

    RedirectCounter(Database &database, Clock &clock, QObject *parent = nullptr);

    void start();
    void stop() { m_stopped = true; }

Q_SIGNALS:
    /// After every round.
    void counted(const rastro::core::BotLoads &loads);

private:
    void round();
    void roundAfter(std::chrono::milliseconds delay);

    Database &m_database;
    Clock &m_clock;
    bool m_stopped = false;
};

} // namespace rastro::core
