// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/querystring.h"

#include <QtCore/QStringDecoder>
#include <algorithm>
#include <array>
#include <limits>

namespace rastro::core {

namespace {

bool holdsControl(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || c == QChar(0x7f); });
}

constexpr bool isPrintable(char c)
{
    return c > 0x20 && c < 0x7f;
}

/// For each byte whether it stands for itself in a query; '+' is up to who asks.
constexpr std::array<bool, 256> plainTable(bool plusIsSpace)
{
    std::array<bool, 256> table{};
    for (int c = 0; c < 0x80; ++c)
        table[static_cast<std::size_t>(c)] =
            isPrintable(static_cast<char>(c)) && c != '%' && !(plusIsSpace && c == '+');
    return table;
}

constexpr auto PLAIN = plainTable(false);
constexpr auto PLAIN_BUT_PLUS = plainTable(true);

/// Decoded once; or, when that is not text, as it came.
QString decoded(QByteArrayView bytes, bool plusIsSpace)
{
    const auto &plain = plusIsSpace ? PLAIN_BUT_PLUS : PLAIN;
    if (std::all_of(bytes.begin(), bytes.end(), [&plain](char c) { return plain[static_cast<uchar>(c)]; }))
        return QString::fromLatin1(bytes);
    QByteArray raw = bytes.toByteArray();
    if (plusIsSpace)
        raw.replace('+', ' ');
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8(QByteArray::fromPercentEncoding(raw));
    const bool isText = !utf8.hasError() && !holdsControl(text);
    return isText ? text : urlText(bytes, std::numeric_limits<qsizetype>::max());
}

} // namespace

QueryString::QueryString(QByteArray raw)
    : m_raw(std::move(raw))
{
    m_raw.truncate(MaxBytes);
    const QByteArrayView all(m_raw);
    for (qsizetype at = 0; at < all.size();) {
        const qsizetype found = all.indexOf('&', at);
        const qsizetype end = found < 0 ? all.size() : found;
        const qsizetype equals = all.sliced(at, end - at).indexOf('=');
        if (equals > 0 && at + equals + 1 < end)
            m_pairs.append({at, equals, end - at - equals - 1, all.sliced(at, equals).contains('%')});
        at = end + 1;
    }
}

QByteArrayView QueryString::rawValue(QByteArrayView key) const
{
    const QByteArrayView all(m_raw);
    for (const Pair &pair : m_pairs) {
        const QByteArrayView name(all.data() + pair.key, pair.keySize);
        if (name == key || (pair.isEscaped && QByteArray::fromPercentEncoding(name.toByteArray()) == key))
            return all.sliced(pair.key + pair.keySize + 1, pair.valueSize);
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
