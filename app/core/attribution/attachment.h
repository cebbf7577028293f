// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Freezes the tracking plugin's answer on the payment, once: an answer to a settled payment is ignored (false).
bool settleAttachment(UnitOfWork &uow, PaymentRow &row, const PaymentAttribution &attribution,
                      const PluginRoster &roster, Micros now);

/// The host's own answer, for a payment that is paid before the tracking plugin has answered: the token that the user
/// had when the payment was made, with the click it belongs to. Organic if no tracking plugin is enabled on the bot.
[[nodiscard]] PaymentAttribution attributionOf(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster);

} // namespace rastro::core
