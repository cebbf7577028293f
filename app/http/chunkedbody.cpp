// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/chunkedbody.h"

namespace rastro::http {

namespace {

constexpr qsizetype MAX_LINE = 256;           // a size and its extensions, or a trailer field
constexpr qsizetype MAX_OVERHEAD = 64 * 1024; // all lines of one body: bodies in one-byte chunks end here

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

ChunkedBody::ChunkedBody(qsizetype maxBody)
    : m_room(maxBody)
{
}

ChunkedBody::State ChunkedBody::decode(QByteArray &input, QByteArray &body)
{
    State state = State::NeedMore;
    while (state == State::NeedMore && !input.isEmpty()) {
        const qsizetype before = input.size();
        state = m_part == Part::Data ? data(input, body) : line(input);
        if (input.size() == before)
            break; // an unfinished line
    }
    return state;
}

ChunkedBody::State ChunkedBody::data(QByteArray &input, QByteArray &body)
{
    const qsizetype size = std::min(m_left, input.size());
    body.append(input.constData(), size);
    input.remove(0, size);
    m_left -= size;
    if (m_left == 0)
        m_part = Part::DataEnd;
    return State::NeedMore;
}

ChunkedBody::State ChunkedBody::line(QByteArray &input)
{
    const qsizetype end = input.indexOf('\n');
    if ((end < 0 ? input.size() : end) > MAX_LINE || (m_overhead += end + 1) > MAX_OVERHEAD)
        return State::Malformed;
    if (end < 0)
        return State::NeedMore;
    if (end == 0 || input.at(end - 1) != '\r')
        return State::Malformed;
    const QByteArray text = input.first(end - 1);
    input.remove(0, end + 1);
    switch (m_part) {
    case Part::Size:
        return size(text);
    case Part::Trailer:
        return text.isEmpty() ? State::Complete : State::NeedMore;
    default:
        break;
    }
    m_part = Part::Size;
    return text.isEmpty() ? State::NeedMore : State::Malformed;
}

ChunkedBody::State ChunkedBody::size(QByteArrayView line)
{
    qsizetype digits = 0;
    for (; digits < line.size() && hexDigit(line[digits]) >= 0; ++digits) {
        m_left = m_left * 16 + hexDigit(line[digits]);
        if (m_left > m_room)
            return State::TooLarge;
    }
    const bool extended = digits < line.size() && (line[digits] == ';' || line[digits] == ' ' || line[digits] == '\t');
    if (digits == 0 || line.contains('\r') || (digits < line.size() && !extended))
        return State::Malformed;
    m_room -= m_left;
    m_part = m_left == 0 ? Part::Trailer : Part::Data;
    return State::NeedMore;
}

} // namespace rastro::http
