// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace rastro::http {

/// Undoes the chunked transfer coding (RFC 9112 section 7.1), strictly: hexadecimal sizes, CRLF everywhere. Chunk
/// extensions are ignored and trailer fields are dropped. Values only; one instance for one body.
class ChunkedBody
{
public:
    enum class State { NeedMore, Complete, Malformed, TooLarge };

    /// `maxBody` limits the decoded bytes.
    explicit ChunkedBody(qsizetype maxBody);

    /// Consumes what it can from the front of `input` and appends the decoded bytes to `body`.
    State decode(QByteArray &input, QByteArray &body);

private:
    enum class Part { Size, Data, DataEnd, Trailer };

    State size(QByteArrayView line);
    State data(QByteArray &input, QByteArray &body);
    State line(QByteArray &input);

    qsizetype m_room;
    qsizetype m_left = 0;
    qsizetype m_overhead = 0;
    Part m_part = Part::Size;
};

} // namespace rastro::http
