// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/apicall.h"

namespace rastro::sandbox {

/// What Telegram adds to a message from `text` or `caption`, `parse_mode` and `entities`; a refusal if it would not
/// take them. `field` is "text" or "caption". Pure. Formatting in Markdown is not played.
[[nodiscard]] tl::expected<QJsonObject, ApiRefusal> composedText(const QJsonObject &params, const QString &field);

/// What is wrong with a `reply_markup` beyond its types: labels, callback_data of 1..64 bytes, copy_text of 1..256
/// characters, addresses, exactly one action a button (Bot API, InlineKeyboardButton). Pure.
[[nodiscard]] std::optional<QString> keyboardFlaw(const QJsonObject &markup);

/// A photo's `PhotoSize` without its ids; a refusal if Telegram would not take it (Bot API, sendPhoto: 10 MB, sides
/// that add up to 10 000 at most, at most 20 to 1). Reads PNG; of other formats only the size in bytes is known.
[[nodiscard]] tl::expected<QJsonObject, ApiRefusal> photoSize(const QByteArray &bytes);

} // namespace rastro::sandbox
