// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <algorithm>
#include <charconv>

namespace rastro::http {

/// Appends a known number of bytes, or fewer, to a QByteArray with one growth: QByteArray::append() is a general
/// insertion, ten times as expensive, and an answer is made of some forty pieces.
class BytesWriter
{
public:
    /// `room`: at least the size of all that will be put.
    BytesWriter(QByteArray &out, qsizetype room)
        : m_out(out)
        , m_size(out.size())
    {
        if (m_out.capacity() < m_size + room)
            m_out.reserve(2 * m_size + room);
        m_out.resize(m_size + room);
        m_at = m_out.data() + m_size;
        m_begin = m_at;
    }
    ~BytesWriter() { finish(); }
    Q_DISABLE_COPY_MOVE(BytesWriter)

    BytesWriter &put(QByteArrayView bytes)
    {
        m_at = std::copy(bytes.begin(), bytes.end(), m_at);
        return *this;
    }

    /// In decimal; MOST_DIGITS bytes at most.
    BytesWriter &putNumber(qint64 number)
    {
        m_at = std::to_chars(m_at, m_at + MOST_DIGITS, number).ptr;
        return *this;
    }

    static constexpr qsizetype MOST_DIGITS = 20;

    /// Cuts off what was not used; the last thing that is done.
    void finish()
    {
        if (const qsizetype used = m_size + (m_at - m_begin); used < m_out.size())
            m_out.resize(used);
    }

private:
    QByteArray &m_out;
    qsizetype m_size;
    char *m_at = nullptr;
    char *m_begin = nullptr;
};

} // namespace rastro::http
