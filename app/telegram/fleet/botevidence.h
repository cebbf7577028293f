// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/circuit.h"
#include "telegram/api/verdict.h"

#include <optional>

namespace rastro::telegram {

/// What a failed call says about the bot's health: a refused token or address is final, trouble of Telegram's, of the
/// network or of somebody else who reads the bot's updates passes. What is forbidden is a person's wish where the call
/// was about a chat, and trouble where it was about the bot itself (getMe, getUpdates). Nothing where Telegram only
/// disliked this call or asked for a pause. Pure.
[[nodiscard]] std::optional<core::Evidence> evidenceOf(const ApiError &error, CallTarget target);

} // namespace rastro::telegram
