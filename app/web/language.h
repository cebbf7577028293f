// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <optional>

namespace rastro::web {

/// A language that the pages are written in.
enum class Language { Portuguese, English };

/// The one of an Accept-Language field (RFC 9110 section 12.5.4) that the reader likes best. Nothing when it names
/// neither: a Spanish reader understands Portuguese better than English, so the caller's default decides.
[[nodiscard]] std::optional<Language> acceptedLanguage(QByteArrayView acceptLanguage);

/// Of a language tag as Telegram gives it: "pt-br". Nothing for any but Portuguese and English.
[[nodiscard]] std::optional<Language> languageOfTag(QStringView tag);

/// "pt-BR" or "en", for the lang attribute.
[[nodiscard]] QString languageTag(Language language);

} // namespace rastro::web
