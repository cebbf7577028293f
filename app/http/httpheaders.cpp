// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpheaders.h"

#include "http/byteswriter.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace rastro::http {

namespace {

constexpr std::array<bool, 256> tokenTable()
{
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[size_t(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        table[size_t(c)] = table[size_t(c - 'a' + 'A')] = true;
    for (char c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[size_t(c)] = true;
    return table;
}

constexpr auto TOKEN = tokenTable();
constexpr qsizetype FIRST_BLOCK = 512; // what the fields of an answer mostly need

bool isFieldByte(char c)
{
    return (uchar(c) >= 0x20 && uchar(c) != 0x7f) || c == '\t';
}

/// False only if none of the eight bytes is below 0x20 or 0x7f. https://graphics.stanford.edu/~seander/bithacks.html,
/// "Determine if a word has a byte less than n" and "... a zero byte".
bool mayHoldControl(quint64 bytes)
{
    constexpr quint64 ones = ~quint64(0) / 255;
    constexpr quint64 highBits = ones * 128;
    const quint64 belowSpace = (bytes - ones * 0x20) & ~bytes & highBits;
    const quint64 withoutDelete = bytes ^ (ones * 0x7f);
    const quint64 isDelete = (withoutDelete - ones) & ~withoutDelete & highBits;
    return (belowSpace | isDelete) != 0;
}

} // namespace

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return TOKEN[uchar(c)]; });
}

bool isFieldValue(QByteArrayView text)
{
    // Eight bytes at a time: a request's fields are some 800 bytes, and nearly all are plain.
    const char *at = text.begin();
    for (; text.end() - at >= 8; at += 8) {
        quint64 bytes = 0;
        std::memcpy(&bytes, at, sizeof bytes);
        if (mayHoldControl(bytes) && !std::all_of(at, at + 8, isFieldByte))
            return false;
    }
    return std::all_of(at, text.end(), isFieldByte);
}

bool equalsIgnoringCase(QByteArrayView one, QByteArrayView other)
{
    // Most names of one size differ in their first letter, which bit 0x20 gives its case.
    if (one.size() != other.size() || (!one.isEmpty() && ((one.front() ^ other.front()) & ~0x20) != 0))
        return false;
    return qstrnicmp(one.data(), one.size(), other.data(), other.size()) == 0;
}

HttpHeaders::HttpHeaders(QByteArray block, std::vector<Field> fields)
    : m_block(std::move(block))
    , m_fields(std::move(fields))
{
}

bool HttpHeaders::add(QByteArrayView name, QByteArrayView value)
{
    if (!isToken(name) || !isFieldValue(value))
        return false;
    const auto at = quint32(m_block.size());
    const auto nameSize = quint32(name.size());
    if (m_block.isEmpty())
        m_block.reserve(FIRST_BLOCK);
    BytesWriter(m_block, name.size() + value.size() + 4).put(name).put(": ").put(value).put("\r\n");
    m_fields.push_back({at, nameSize, at + nameSize + 2, quint32(value.size())});
    return true;
}

bool HttpHeaders::contains(QByteArrayView name) const
{
    for (qsizetype i = 0; i < size(); ++i) {
        if (equalsIgnoringCase(nameAt(i), name))
            return true;
    }
    return false;
}

QByteArray HttpHeaders::value(QByteArrayView name) const
{
    for (qsizetype i = 0; i < size(); ++i) {
        if (equalsIgnoringCase(nameAt(i), name))
            return valueAt(i).toByteArray();
    }
    return {};
}

QList<QByteArray> HttpHeaders::values(QByteArrayView name) const
{
    QList<QByteArray> all;
    for (qsizetype i = 0; i < size(); ++i) {
        if (equalsIgnoringCase(nameAt(i), name))
            all.append(valueAt(i).toByteArray());
    }
    return all;
}

QByteArrayView HttpHeaders::nameAt(qsizetype index) const
{
    const Field &field = m_fields[size_t(index)];
    return {m_block.constData() + field.name, qsizetype(field.nameSize)};
}

QByteArrayView HttpHeaders::valueAt(qsizetype index) const
{
    const Field &field = m_fields[size_t(index)];
    return {m_block.constData() + field.value, qsizetype(field.valueSize)};
}

} // namespace rastro::http
