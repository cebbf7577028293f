// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/charge.h"

namespace rastro::core {

/// When a payment is looked at again, by its state: pure arithmetic. All in UTC microseconds; 0: never again by itself.
/// New: 2 s. Creating: 45 s while the gateway is asked, which is longer than it is waited for; after an answer that
/// says "later" 2, 5, 10, 30, 60 s, then every 60 s.
/// Awaiting: 5, 10, 20, 40, 60 s, then every 60 s until it expires. Unknown: 2, 10, 60, 300, 3600 s, then hourly for a
/// day. After expiry (or cancellation or failure): +5 min, +1 h, +24 h, because people pay late.
[[nodiscard]] Micros nextCheck(PaymentStatus status, int checksDone, Micros now, Micros expiresAt);

/// What a gateway's report means for the amount that was asked.
enum class AmountCheck { Exact, Over, Under, WrongCurrency };
[[nodiscard]] AmountCheck checkAmount(const Money &asked, const Money &received);

} // namespace rastro::core
