// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "core/shop/shop.h"

namespace rastro::server {

/// What the tables say for the metrics: of the whole installation, whichever node is asked.
struct TableFacts
{
    Micros at = 0; ///< When they were read.
    core::Backlog starts;
    core::Backlog attachments;
    core::Backlog checks;
    core::Backlog notices;
    QMap<qint64, core::BotHealth> bots; ///< By bot.
    QList<core::PixelHealth> pixels;
    QMap<QString, qint64> conversions; ///< By state.
    QMap<QString, qint64> messages;    ///< By state.
    QMap<QString, qint64> bindRules;   ///< Since ever, as are the next.
    QMap<QString, qint64> startOutcomes;
    QMap<QString, qint64> paymentStatuses;
};

/// All but what only grows, which is the Reader's (see storage::Reader::counted()). Small reads that indexes answer.
[[nodiscard]] TableFacts readTableFacts(core::UnitOfWork &uow, const core::Shop &shop, Micros now);

} // namespace rastro::server
