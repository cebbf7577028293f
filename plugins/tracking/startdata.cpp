// SPDX-License-Identifier: GPL-3.0-or-later
#include "startdata.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::tracking {

namespace {

// Telegram's own limit is 64 (deep links); people may type more after /start.
constexpr qsizetype longestParameter = 4096;
constexpr qsizetype shortestFbclid = 20;
constexpr qsizetype longestFbclid = 512;

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

// The origin platform made "tracking_…" by itself where it knew no click; hex digits alone are a token gone wrong.
bool looksLikeFbclid(const QString &text)
{
    return text.size() >= shortestFbclid && text.size() <= longestFbclid && matches(text, u"[A-Za-z0-9_-]+"_s) &&
           !text.startsWith(u"tracking_") && !matches(text, u"[0-9A-Fa-f_-]+(__px_.*)?"_s);
}

std::optional<TrackingToken> tokenOf(const QString &text)
{
    const auto suffix = text.indexOf(u"__px_");
    if (suffix < 0)
        return TrackingToken::parse(text);
    return matches(text.mid(suffix), u"__px_[0-9]+"_s) ? TrackingToken::parse(text.left(suffix)) : std::nullopt;
}

std::optional<QJsonObject> packedObject(const QString &text)
{
    if (!text.startsWith(u't'))
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(
        text.mid(1).toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const auto document = QJsonDocument::fromJson(*decoded);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

StartData unpacked(const QJsonObject &object)
{
    StartData data;
    for (const auto &key : {u"tracking_token"_s, u"tt"_s, u"token"_s}) {
        if (!data.token)
            data.token = tokenOf(object[key].toString());
    }
    for (const auto &key : {u"fbclid"_s, u"f"_s}) {
        const auto fbclid = object[key].toString();
        if (data.fbclid.isEmpty() && looksLikeFbclid(fbclid))
            data.fbclid = fbclid;
    }
    return data;
}

} // namespace

StartData parseStartData(const QString &parameter)
{
    if (parameter.size() > longestParameter)
        return {};
    if (const auto token = tokenOf(parameter))
        return {token, {}};
    if (const auto object = packedObject(parameter))
        return unpacked(*object);
    return {std::nullopt, looksLikeFbclid(parameter) ? parameter : QString()};
}

} // namespace rastro::tracking
