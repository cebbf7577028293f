// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/querystring.h"

#include <QtCore/QStringDecoder>
#include <algorithm>
#include <limits>

namespace rastro::core {

namespace {

bool holdsControl(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || c == QChar(0x7f); });
}

bool isKey(QByteArrayView raw, QByteArrayView key)
{
    return raw == key || (raw.contains('%') && QByteArray::fromPercentEncoding(raw.toByteArray()) == key);
}

bool isPrintable(char c)
{
    return c > 0x20 && c < 0x7f;
}

/// Decoded once; or, when that is not text, as it came.
QString decoded(QByteArray raw, bool plusIsSpace)
{
    const auto isPlain = [plusIsSpace](char c) { return isPrintable(c) && c != '%' && !(plusIsSpace && c == '+'); };
    if (std::all_of(raw.cbegin(), raw.cend(), isPlain))
        return QString::fromLatin1(raw);
    const QByteArray came = raw;
    if (plusIsSpace)
        raw.replace('+', ' ');
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8(QByteArray::fromPercentEncoding(raw));
    const bool isText = !utf8.hasError() && !holdsControl(text);
    return isText ? text : urlText(came, std::numeric_limits<qsizetype>::max());
}

} // namespace

QueryString::QueryString(QByteArray raw)
    : m_raw(std::move(raw))
{
    m_raw.truncate(MaxBytes);
}

QByteArray QueryString::rawValue(QByteArrayView key) const
{
    for (QByteArrayView rest = m_raw; !rest.isEmpty();) {
        const qsizetype end = rest.indexOf('&');
        const QByteArrayView pair = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0 && equals < pair.size() - 1 && isKey(pair.first(equals), key))
            return pair.sliced(equals + 1).toByteArray();
    }
    return {};
}

QString QueryString::opaque(QByteArrayView key) const
{
    return decoded(rawValue(key), false);
}

QString QueryString::text(QByteArrayView key, qsizetype maxLength) const
{
    QString text = decoded(rawValue(key), true);
    if (text.size() > maxLength)
        text.truncate(text.at(maxLength - 1).isHighSurrogate() ? maxLength - 1 : maxLength);
    return text;
}

QString urlText(QByteArrayView bytes, qsizetype maxLength)
{
    if (bytes.size() < maxLength && std::all_of(bytes.begin(), bytes.end(), isPrintable))
        return QString::fromLatin1(bytes);
    static constexpr char digits[] = "0123456789ABCDEF";
    QByteArray text;
    text.reserve(std::min(bytes.size(), maxLength));
    for (const char c : bytes) {
        const auto byte = uchar(c);
        const bool printable = isPrintable(c);
        if (text.size() + (printable ? 1 : 3) > maxLength)
            break;
        if (printable)
            text.append(c);
        else
            text.append('%').append(digits[byte >> 4]).append(digits[byte & 15]);
    }
    const qsizetype escape = text.size() == maxLength ? text.lastIndexOf('%') : -1;
    if (escape >= 0 && escape > text.size() - 3)
        text.truncate(escape);
    return QString::fromLatin1(text);
}

} // namespace rastro::core
