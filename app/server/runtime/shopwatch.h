// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/shop/shop.h"

#include <QtCore/QObject>

namespace rastro::server {

/// Reads the shop when it has changed, whoever changed it: this process, `rastro apply` beside it, another node. Core
/// thread only.
class ShopWatch : public QObject
{
    Q_OBJECT

public:
    /// How soon a change made elsewhere is seen.
    static constexpr std::chrono::milliseconds Interval{500};

    ShopWatch(core::Database &database, Clock &clock, QObject *parent = nullptr);

    /// Reads it now and goes on watching.
    void start();
    void stop();
    /// Something was changed just now.
    void lookNow();

Q_SIGNALS:
    void changed(const rastro::core::Shop &shop);

private:
    void look();
    void lookLater();

    core::Database &m_database;
    Clock &m_clock;
    qint64 m_revision = -1;
    bool m_looking = false;
    bool m_stopped = false;
};

} // namespace rastro::server
