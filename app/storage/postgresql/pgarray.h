// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QStringView>

namespace rastro::storage {

/// A list as the value of one place of a statement: BIGINT[] or TEXT[] in PostgreSQL's binary form, in which no
/// character of a text means anything (array_recv() in src/backend/utils/adt/arrayfuncs.c). Bound as bytes.
class PgArray
{
public:
    [[nodiscard]] static PgArray ofIntegers();
    [[nodiscard]] static PgArray ofTexts();

    void add(qint64 value);
    /// An empty text is NULL. As in PgStatement U+FFFD stands for U+0000.
    void addOrNull(QStringView text);

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    explicit PgArray(qint32 elementType);
    void count();
    template <class Number>
    void append(Number number);

    QByteArray m_bytes;
    qint32 m_size = 0;
};

} // namespace rastro::storage
