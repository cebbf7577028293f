// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QString>
#include <tl/expected.hpp>

namespace rastro::sandbox {

/// A text and its formatting, as a message carries them (Bot API, MessageEntity).
struct FormattedText
{
    QString text;
    QJsonArray entities; ///< Offsets and lengths in UTF-16 units.
};

/// Reads Telegram's HTML (Bot API, Formatting options, HTML style), as strictly as the server does. The error is the
/// server's: "can't parse entities: …". Pure.
[[nodiscard]] tl::expected<FormattedText, QString> parseHtml(const QString &html);

} // namespace rastro::sandbox
