// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/ports/unitofwork.h"

namespace rastro::core {

// What enters the outbox of pixels, and with which event id. Ids are stored, never recomputed; the outbox is unique by
// (destination, name, id), so writing the same event twice is one event.

/// The server's half of the redirect's PageView. True if a pixel wants it.
bool addPageView(UnitOfWork &uow, qint64 workspaceId, const Click &click, const PluginRoster &roster);

/// One ViewContent per click and user; of an organic user, one ever.
void addViewContent(UnitOfWork &uow, qint64 workspaceId, const BotUser &user, const Click *click,
                    const PluginRoster &roster, Micros now);

/// Once the charge was made and the attribution is settled; nothing before that.
void addInitiateCheckout(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster, Micros now);

/// Precondition: the attribution is settled and row.purchaseEventId is set. In the transaction that makes it Paid.
void addPurchase(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster);

/// The first sale of a click has the click's own event id (the names differ), later ones `<id>.<payment>`, an organic
/// one `purchase.<payment>`.
[[nodiscard]] QString purchaseEventId(UnitOfWork &uow, const PaymentRow &row);

} // namespace rastro::core
