// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "core/ports/wording.h"

namespace rastro::core {

/// A press on an offer's button becomes a payment: the row exists before any gateway is asked. A press while an earlier
/// payment of the same offer version is still open gives that one again. `fresh` is true for a new row.
struct OpenedPayment
{
    PaymentRow row;
    bool fresh = false;
};

[[nodiscard]] OpenedPayment openPayment(UnitOfWork &uow, const Bot &bot, const BotUser &user, const Offer &offer,
                                        const QString &gateway, Micros now);

/// Puts the PIX message of an awaiting payment into the outbox. `key` makes it unique: one per press, so that a person
/// who asks again sees it again.
void sendPix(UnitOfWork &uow, const PaymentRow &row, const BotUser &user, const Wording &wording, const QString &key,
             Micros now);

} // namespace rastro::core
