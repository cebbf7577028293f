// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "core/trace/trace.h"
#include "sandbox/meta/metastandin.h"
#include "server/demo/autosale.h"
#include "server/demo/checklist.h"

namespace rastro::server {

/// What the installation stored of one sale.
struct SaleStored
{
    core::PaymentRow payment;
    std::optional<core::BotUser> user;
    std::optional<Click> click;
    QString poolSlug;
    core::Trace trace;

    /// Whether some event of the payment is still on its way to the pixel.
    [[nodiscard]] bool isOnItsWay() const;
};

/// Reads it in the caller's transaction; nothing if no payment has this reference.
[[nodiscard]] std::optional<SaleStored> readSale(core::UnitOfWork &uow, const QString &reference);

/// Compares what was stored, and what the pixel was told, with what the buyer saw and sent. Every field of the
/// attribution is one check.
void checkAttributed(Checklist &list, const SaleSeen &seen, const SaleStored &stored, const sandbox::MetaStandIn &meta);
/// The same for a sale without an ad: nothing invented, and a reason given.
void checkOrganic(Checklist &list, const SaleSeen &seen, const SaleStored &stored, const sandbox::MetaStandIn &meta);

} // namespace rastro::server
