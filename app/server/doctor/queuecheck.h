// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "server/doctor/finding.h"

namespace rastro::server {

/// What waits, and what was given up.
struct QueueFacts
{
    QMap<QString, qint64> conversions; ///< Rows by state.
    QMap<QString, qint64> messages;
    QList<core::NoticeRow> orphans;
    QList<core::NoticeRow> refused;
    core::Backlog starts;
    core::Backlog attributions;
    core::Backlog checks;
    core::Backlog notices;
    QMap<qint64, core::BotHealth> bots;
    QList<core::PixelHealth> pixels;
    QList<core::DeadEvent> dead;
};

[[nodiscard]] QueueFacts readQueues(core::UnitOfWork &uow, const core::Shop &shop, Micros now);

/// Pure. `serves`: does a server run? Without one, what waits is no surprise.
[[nodiscard]] QList<Finding> checkQueues(const QueueFacts &facts, const core::Shop &shop, bool serves, Micros now);

} // namespace rastro::server
