// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/salestore.h"
#include "core/trace/reasons.h"

namespace rastro::core {

/// Why a payment has no tracking token. Pure. Call it only where there is none. `clickDays`: how long clicks that led
/// to nobody are kept; 0: for ever. A younger token of this redirect whose click is not there was never stored.
[[nodiscard]] Why whyOrganic(const SaleFacts &sale, int clickDays = 1);

/// What the host answers for a bot without a tracking plugin: the sentence of starts and payments.
[[nodiscard]] QString trackingAbsentSentence();

/// When a token of this redirect was minted (its first 48 bits, UUIDv7's milliseconds); none if it was not made here.
[[nodiscard]] std::optional<Micros> mintedAt(const TrackingToken &token);

} // namespace rastro::core
