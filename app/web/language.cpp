// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/language.h"

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

/// The weight of "pt-BR;q=0.8": 0.8; 0 when it cannot be read, 1 when none is given.
double weightOf(QByteArrayView range)
{
    const qsizetype semicolon = range.indexOf(';');
    if (semicolon < 0)
        return 1;
    const QByteArrayView parameter = range.sliced(semicolon + 1).trimmed();
    return parameter.startsWith("q=") ? parameter.sliced(2).toByteArray().toDouble() : 0;
}

QString tagOf(QByteArrayView range)
{
    const qsizetype semicolon = range.indexOf(';');
    return QString::fromLatin1((semicolon < 0 ? range : range.first(semicolon)).trimmed());
}

} // namespace

std::optional<Language> acceptedLanguage(QByteArrayView acceptLanguage)
{
    std::optional<Language> best;
    double bestWeight = 0;
    while (!acceptLanguage.isEmpty()) {
        const qsizetype comma = acceptLanguage.indexOf(',');
        const QByteArrayView range = comma < 0 ? acceptLanguage : acceptLanguage.first(comma);
        acceptLanguage = comma < 0 ? QByteArrayView() : acceptLanguage.sliced(comma + 1);
        const auto language = languageOfTag(tagOf(range));
        if (language && weightOf(range) > bestWeight) {
            best = language;
            bestWeight = weightOf(range);
        }
    }
    return best;
}

std::optional<Language> languageOfTag(QStringView tag)
{
    const qsizetype dash = tag.indexOf(u'-');
    const QStringView primary = dash < 0 ? tag : tag.first(dash);
    if (primary.compare("pt"_L1, Qt::CaseInsensitive) == 0)
        return Language::Portuguese;
    if (primary.compare("en"_L1, Qt::CaseInsensitive) == 0)
        return Language::English;
    return std::nullopt;
}

QString languageTag(Language language)
{
    return language == Language::Portuguese ? u"pt-BR"_s : u"en"_s;
}

} // namespace rastro::web
