// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <optional>

namespace rastro::telegram {

/// `text` so that Telegram's HTML shows it as it is (Bot API, Formatting options, HTML style).
[[nodiscard]] QString escapeHtml(const QString &text);

/// What a person sees of Telegram HTML; nothing if Telegram would refuse it ("can't parse entities"). Its size() is
/// the length that Telegram's limits count.
[[nodiscard]] std::optional<QString> visibleText(const QString &html);

/// An operator's text as HTML that Telegram takes: itself if it is valid, else escaped as plain text.
[[nodiscard]] QString asValidHtml(const QString &text);

/// Puts a person's name in for {first_name}, escaped, so that no name can format or break the message. Without a name
/// the placeholder goes, with the comma and space before it.
[[nodiscard]] QString withFirstName(const QString &html, const QString &firstName);

/// At most `length` UTF-16 units of `text`, never half a character, ended by "…" if cut.
[[nodiscard]] QString elided(const QString &text, qsizetype length);

/// The same message without formatting: what to send after Telegram refused the markup.
[[nodiscard]] QJsonObject withoutMarkup(QJsonObject payload);

} // namespace rastro::telegram
