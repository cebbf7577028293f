// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/update/jsonscan.h"

namespace rastro::telegram {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

void JsonScan::skipSpace()
{
    while (m_at < m_text.size() && isSpace(m_text[m_at]))
        ++m_at;
}

bool JsonScan::atEnd()
{
    skipSpace();
    return m_at >= m_text.size();
}

bool JsonScan::take(char wanted)
{
    if (atEnd() || m_text[m_at] != wanted)
        return false;
    ++m_at;
    return true;
}

QByteArrayView JsonScan::takeValue()
{
    if (atEnd())
        return {};
    const char first = m_text[m_at];
    qsizetype end = -1;
    if (first == '"')
        end = endOfString(m_at);
    else if (first == '{' || first == '[')
        end = endOfNested(m_at);
    else
        end = endOfScalar(m_at);
    if (end <= m_at)
        return {};
    const QByteArrayView value = m_text.sliced(m_at, end - m_at);
    m_at = end;
    return value;
}

// Past the closing quote; -1 if it is missing.
qsizetype JsonScan::endOfString(qsizetype from) const
{
    for (qsizetype i = from + 1; i < m_text.size(); ++i) {
        if (m_text[i] == '\\')
            ++i;
        else if (m_text[i] == '"')
            return i + 1;
    }
    return -1;
}

// Past the bracket that closes the one at `from`; -1 if it is missing.
qsizetype JsonScan::endOfNested(qsizetype from) const
{
    qsizetype depth = 0;
    for (qsizetype i = from; i >= 0 && i < m_text.size();) {
        const char c = m_text[i];
        if (c == '"') {
            i = endOfString(i);
            continue;
        }
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            return i + 1;
        ++i;
    }
    return -1;
}

// A number or a word is whole only if something follows it.
qsizetype JsonScan::endOfScalar(qsizetype from) const
{
    for (qsizetype i = from; i < m_text.size(); ++i) {
        if (isSpace(m_text[i]) || m_text[i] == ',' || m_text[i] == '}' || m_text[i] == ']')
            return i;
    }
    return -1;
}

} // namespace rastro::telegram
