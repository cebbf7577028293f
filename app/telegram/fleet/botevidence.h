// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/circuit.h"
#include "telegram/api/apianswer.h"

#include <optional>

namespace rastro::telegram {

/// What a failed call says about the bot's health: a refused token or address is final, trouble of Telegram's, of the
/// network or of somebody else who reads the bot's updates passes. Nothing where Telegram only disliked this call or
/// asked for a pause. Pure.
[[nodiscard]] std::optional<core::Evidence> evidenceOf(const ApiError &error);

} // namespace rastro::telegram
