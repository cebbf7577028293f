// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::core {

/// 96 bits from the system's CSPRNG as 16 characters of [A-Za-z0-9_-]: what travels in callback_data, which Telegram
/// limits to 64 bytes (Bot API, InlineKeyboardButton). The row behind it knows the offer version, the person and the
/// bot.
[[nodiscard]] QString newButtonId();

} // namespace rastro::core
