// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/wording/markup.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

const QSet<QString> &knownTags()
{
    static const QSet<QString> tags = {u"b"_s,          u"strong"_s, u"i"_s,          u"em"_s,      u"u"_s,   u"ins"_s,
                                       u"s"_s,          u"strike"_s, u"del"_s,        u"code"_s,    u"pre"_s, u"a"_s,
                                       u"tg-spoiler"_s, u"span"_s,   u"blockquote"_s, u"tg-emoji"_s};
    return tags;
}

// Steps over "<tag …>" or "</tag>" at `at`, keeping the stack of open tags. False if Telegram would refuse it.
bool readTag(const QString &html, qsizetype &at, QStringList &open)
{
    static const QRegularExpression tag(
        u"\\G<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\\s+[a-z-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\\s*>"_s);
    const auto match = tag.match(html, at);
    const QString name = match.captured(2).toLower();
    if (!match.hasMatch() || !knownTags().contains(name))
        return false;
    at = match.capturedEnd();
    if (match.captured(1).isEmpty()) {
        open.append(name);
        return true;
    }
    return !open.isEmpty() && open.takeLast() == name;
}

// Reads one "&…;" at `at`. What is no known entity stands for itself, as with Telegram.
QString readEntity(const QString &html, qsizetype &at)
{
    static const QRegularExpression entity(u"\\G&(?:(lt|gt|amp|quot)|#(\\d{1,7})|#x([0-9A-Fa-f]{1,6}));"_s);
    const auto match = entity.match(html, at);
    if (!match.hasMatch()) {
        ++at;
        return u"&"_s;
    }
    at = match.capturedEnd();
    const QString name = match.captured(1);
    if (!name.isEmpty())
        return name == u"lt" ? u"<"_s : name == u"gt" ? u">"_s : name == u"amp" ? u"&"_s : u"\""_s;
    const bool isHex = !match.captured(3).isEmpty();
    const uint point = isHex ? match.captured(3).toUInt(nullptr, 16) : match.captured(2).toUInt();
    const bool isValid = point > 0 && point <= QChar::LastValidCodePoint;
    const char32_t character = isValid ? point : char32_t(QChar::ReplacementCharacter);
    return QString::fromUcs4(&character, 1);
}

} // namespace

QString escapeHtml(const QString &text)
{
    QString html = text;
    return html.replace(u'&', u"&amp;"_s).replace(u'<', u"&lt;"_s).replace(u'>', u"&gt;"_s).replace(u'"', u"&quot;"_s);
}

std::optional<QString> visibleText(const QString &html)
{
    QString text;
    QStringList open;
    for (qsizetype at = 0; at < html.size();) {
        if (html[at] == u'<') {
            if (!readTag(html, at, open))
                return {};
        } else if (html[at] == u'&') {
            text += readEntity(html, at);
        } else {
            text += html[at++];
        }
    }
    return open.isEmpty() ? std::optional(text) : std::nullopt;
}

QString asValidHtml(const QString &text)
{
    return visibleText(text) ? text : escapeHtml(text);
}

QString withFirstName(const QString &html, const QString &firstName)
{
    static const QRegularExpression placeholderAlone(u",?\\s*\\{first_name\\}"_s);
    // Would turn the direction of the text around it, or break its line.
    static const QRegularExpression invisible(
        u"[\\p{Cc}\\p{Zl}\\p{Zp}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]"_s);
    QString name = firstName;
    name = name.remove(invisible).simplified();
    QString filled = html;
    if (name.isEmpty())
        return filled.remove(placeholderAlone);
    return filled.replace(u"{first_name}"_s, escapeHtml(elided(name, 64)));
}

QString elided(const QString &text, qsizetype length)
{
    if (text.size() <= length)
        return text;
    QString cut = text.left(length - 1);
    if (cut.back().isHighSurrogate())
        cut.chop(1);
    return cut + u'…';
}

QJsonObject withoutMarkup(QJsonObject payload)
{
    payload.remove(u"parse_mode"_s);
    for (const QString &key : {u"text"_s, u"caption"_s}) {
        const QString html = payload.value(key).toString();
        if (!html.isEmpty())
            payload[key] = visibleText(html).value_or(html);
    }
    return payload;
}

} // namespace rastro::telegram
