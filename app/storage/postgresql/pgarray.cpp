// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/pgarray.h"

#include <QtCore/QtEndian>

namespace rastro::storage {

namespace {

constexpr qint32 int8Type = 20; // pg_type.dat
constexpr qint32 textType = 25;
constexpr qint32 dimensions = 1;
constexpr qint32 mayHoldNull = 1;
constexpr qint32 lowestIndex = 1;
constexpr qint32 nullLength = -1;
constexpr qsizetype sizeAt = 3 * sizeof(qint32); // Behind the dimensions, the flags and the type.

} // namespace

PgArray PgArray::ofIntegers()
{
    return PgArray(int8Type);
}

PgArray PgArray::ofTexts()
{
    return PgArray(textType);
}

PgArray::PgArray(qint32 elementType)
{
    for (const qint32 field : {dimensions, mayHoldNull, elementType, m_size, lowestIndex})
        append(field);
}

void PgArray::add(qint64 value)
{
    count();
    append(static_cast<qint32>(sizeof value));
    append(value);
}

void PgArray::addOrNull(QStringView text)
{
    count();
    if (text.isEmpty()) {
        append(nullLength);
        return;
    }
    auto utf8 = text.toUtf8();
    utf8.replace('\0', "\xEF\xBF\xBD");
    append(static_cast<qint32>(utf8.size()));
    m_bytes.append(utf8);
}

void PgArray::count()
{
    qToBigEndian(++m_size, m_bytes.data() + sizeAt);
}

template <class Number>
void PgArray::append(Number number)
{
    const auto end = m_bytes.size();
    m_bytes.resize(end + static_cast<qsizetype>(sizeof number));
    qToBigEndian(number, m_bytes.data() + end);
}

} // namespace rastro::storage
