// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/querystring.h"

#include "core/text/printable.h"

#include <QtCore/QStringDecoder>
#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

namespace rastro::core {

namespace {

bool holdsControl(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || c == QChar(0x7f); });
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Decoded once in one pass; nothing unless all escapes are whole and the text is ASCII for people to read, as nearly
/// every value is.
std::optional<QString> decodedAscii(QByteArrayView bytes, bool plusIsSpace)
{
    QString text(bytes.size(), Qt::Uninitialized);
    QChar *out = text.data();
    for (const char *at = bytes.begin(); at != bytes.end(); ++at) {
        int c = *at == '+' && plusIsSpace ? ' ' : *at;
        if (c == '%' && bytes.end() - at > 2) {
            const int high = hexValue(at[1]);
            const int low = hexValue(at[2]);
            c = high < 0 || low < 0 ? -1 : high * 16 + low;
            at += 2;
        }
        if (c < 0x20 || c > 0x7e)
            return std::nullopt;
        *out++ = QChar(c);
    }
    text.truncate(out - text.constData());
    return text;
}

/// Decoded once; or, when that is not text, as it came.
QString decoded(QByteArrayView bytes, bool plusIsSpace)
{
    if (bytes.isEmpty())
        return {};
    const bool isEncoded = bytes.contains('%') || (plusIsSpace && bytes.contains('+'));
    if (!isEncoded && isPrintable(bytes))
        return QString::fromLatin1(bytes);
    if (auto ascii = decodedAscii(bytes, plusIsSpace))
        return *std::move(ascii);
    QByteArray raw = bytes.toByteArray();
    if (plusIsSpace)
        raw.replace('+', ' ');
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8(QByteArray::fromPercentEncoding(raw));
    const bool isText = !utf8.hasError() && !holdsControl(text);
    return isText ? text : urlText(bytes, std::numeric_limits<qsizetype>::max());
}

QString cut(QString text, qsizetype maxLength)
{
    if (text.size() > maxLength)
        text.truncate(text.at(maxLength - 1).isHighSurrogate() ? maxLength - 1 : maxLength);
    return text;
}

} // namespace

QueryString::QueryString(QByteArray raw)
    : m_raw(std::move(raw))
{
    m_raw.truncate(MaxBytes);
    const std::string_view all(m_raw.constData(), size_t(m_raw.size()));
    for (size_t at = 0; at < all.size();) {
        const size_t end = std::min(all.find('&', at), all.size());
        const std::string_view pair = all.substr(at, end - at);
        const size_t equals = std::min(pair.find('='), pair.size());
        if (equals > 0 && equals + 1 < pair.size())
            m_pairs.append({pair.substr(0, equals), pair.substr(equals + 1), pair.find('%') < equals});
        at = end + 1;
    }
}

bool QueryString::Pair::isOf(QByteArrayView wanted) const
{
    const bool isSame = key.size() == wanted.size() && key == wanted;
    return isSame || (isEscaped && QByteArray::fromPercentEncoding(key.toByteArray()) == wanted);
}

QByteArrayView QueryString::rawValue(QByteArrayView key) const
{
    for (const Pair &pair : m_pairs) {
        if (pair.isOf(key))
            return pair.value;
    }
    return {};
}

QString QueryString::opaque(QByteArrayView key) const
{
    return decoded(rawValue(key), false);
}

QString QueryString::text(QByteArrayView key, qsizetype maxLength) const
{
    return cut(decoded(rawValue(key), true), maxLength);
}

QStringList QueryString::texts(QByteArrayView key, qsizetype maxLength) const
{
    QStringList texts;
    for (const Pair &pair : m_pairs) {
        if (pair.isOf(key))
            texts.append(cut(decoded(pair.value, true), maxLength));
    }
    return texts;
}

QString urlText(QByteArrayView bytes, qsizetype maxLength)
{
    if (bytes.size() < maxLength && isPrintable(bytes))
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
