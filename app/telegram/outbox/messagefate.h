// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/messagestore.h"
#include "telegram/api/verdict.h"

namespace rastro::telegram {

/// What becomes of a message after Telegram's answer: pure arithmetic.
struct MessageFate
{
    QString state;           ///< "sent", "pending", "failed", "unreachable" or "expired".
    Micros runAt = 0;        ///< For "pending".
    bool personGone = false; ///< Mark the person unreachable and drop what else is queued.
};

/// Retried with back-off (2 s · 2^n, at most 5 min) for a day; a pause that Telegram asked for is obeyed in full and is
/// not a failure. An answer whose effect is unknown is repeated for what is better said twice than never: everything
/// but answers to callbacks.
[[nodiscard]] MessageFate fateOf(const core::MessageRow &row, const ApiResult &result, Micros now);

/// The same message without what Telegram refused: no formatting, or no picture. Nothing if there is nothing to leave
/// out.
[[nodiscard]] std::optional<core::MessageRow> plainerForm(const core::MessageRow &row, Remedy remedy);

} // namespace rastro::telegram
