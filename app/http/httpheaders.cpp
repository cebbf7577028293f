// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpheaders.h"

#include "core/text/printable.h"
#include "http/byteswriter.h"

#include <algorithm>
#include <array>

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
constexpr size_t FIRST_FIELDS = 8;

bool isFieldByte(char c)
{
    return (uchar(c) >= 0x20 && uchar(c) != 0x7f) || c == '\t';
}

} // namespace

qsizetype tokenSize(QByteArrayView text)
{
    return std::find_if_not(text.begin(), text.end(), [](char c) { return TOKEN[uchar(c)]; }) - text.begin();
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && tokenSize(text) == text.size();
}

bool isFieldValue(QByteArrayView text)
{
    return core::isPlain(text, ' ') || std::all_of(text.begin(), text.end(), isFieldByte);
}

bool equalsIgnoringCase(QByteArrayView one, QByteArrayView other)
{
    // Most names of one size differ in their first letter, which bit 0x20 gives its case; most others are spelt alike.
    if (one.size() != other.size() || (!one.isEmpty() && ((one.front() ^ other.front()) & ~0x20) != 0))
        return false;
    return std::equal(one.begin(), one.end(), other.begin()) ||
           qstrnicmp(one.data(), one.size(), other.data(), other.size()) == 0;
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
    if (m_block.isEmpty()) {
        m_block.reserve(FIRST_BLOCK);
        m_fields.reserve(FIRST_FIELDS);
    }
    BytesWriter(m_block, name.size() + value.size() + 4).put(name).put(": ").put(value).put("\r\n");
    m_fields.push_back({at, nameSize, at + nameSize + 2, quint32(value.size())});
    return true;
}

/// The index of the first field of that name from `from` on; size() when there is none.
qsizetype HttpHeaders::find(QByteArrayView name, qsizetype from) const
{
    const auto isNamed = [&](const Field &field) {
        return qsizetype(field.nameSize) == name.size() &&
               equalsIgnoringCase({m_block.constData() + field.name, name.size()}, name);
    };
    return std::find_if(m_fields.begin() + from, m_fields.end(), isNamed) - m_fields.begin();
}

bool HttpHeaders::contains(QByteArrayView name) const
{
    return find(name) < size();
}

QByteArrayView HttpHeaders::view(QByteArrayView name) const
{
    const qsizetype index = find(name);
    return index < size() ? valueAt(index) : QByteArrayView();
}

QByteArray HttpHeaders::value(QByteArrayView name) const
{
    return view(name).toByteArray();
}

QByteArray HttpHeaders::joined(QByteArrayView name, QByteArrayView separator) const
{
    qsizetype index = find(name);
    if (index == size())
        return {};
    QByteArray all = valueAt(index).toByteArray();
    while ((index = find(name, index + 1)) < size())
        all.append(separator).append(valueAt(index));
    return all;
}

QList<QByteArray> HttpHeaders::values(QByteArrayView name) const
{
    QList<QByteArray> all;
    for (qsizetype index = find(name); index < size(); index = find(name, index + 1))
        all.append(valueAt(index).toByteArray());
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
