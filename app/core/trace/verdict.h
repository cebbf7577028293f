// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/tracefacts.h"

namespace rastro::core {

// One sentence about the whole: pure functions of what is stored.

[[nodiscard]] QString verdictOf(const PaymentFacts &facts, const TraceWorld &world = {});
[[nodiscard]] QString verdictOf(const BotUser &user);
/// `boundTo`: the Telegram user that the click was bound to; 0: none.
[[nodiscard]] QString verdictOf(const Click &click, qint64 boundTo);

} // namespace rastro::core
