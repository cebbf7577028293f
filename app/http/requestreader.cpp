// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requestreader.h"

namespace rastro::http {

namespace {

constexpr qsizetype TRUSTED_RESERVE = 64 * 1024; // a declared length is a claim: memory follows the bytes

/// The usual methods without an allocation.
QByteArray methodName(QByteArrayView method)
{
    if (method == QByteArrayView("GET"))
        return QByteArrayLiteral("GET");
    if (method == QByteArrayView("POST"))
        return QByteArrayLiteral("POST");
    return method.toByteArray();
}

} // namespace

RequestReader::RequestReader(const Limits &limits)
    : m_limits(limits)
{
}

void RequestReader::append(QByteArrayView bytes)
{
    m_input.append(bytes);
    if (m_state == State::Idle && !m_input.isEmpty())
        m_state = State::Head;
}

RequestReader::State RequestReader::advance()
{
    if (m_state == State::Head)
        readHead();
    if (m_state == State::Body)
        readBody();
    return m_state;
}

HttpRequest RequestReader::take()
{
    m_state = m_input.isEmpty() ? State::Idle : State::Head;
    return std::exchange(m_request, {});
}

bool RequestReader::takeExpectation()
{
    return std::exchange(m_expected, false);
}

RequestReader::State RequestReader::refuse(int status)
{
    m_refusal = status;
    m_close = true;
    m_input = {};
    m_request = {};
    return m_state = State::Refused;
}

void RequestReader::readHead()
{
    const HeadScan scan = scanHead(m_input, m_limits);
    if (scan.verdict == HeadScan::Verdict::NeedMore)
        return;
    if (scan.verdict == HeadScan::Verdict::Refused) {
        refuse(scan.status);
        return;
    }
    m_request.method = methodName(scan.method);
    m_request.path = scan.path.toByteArray();
    m_request.query = scan.query.toByteArray();
    m_request.headers = HttpHeaders(m_input.mid(scan.fieldsAt, scan.headSize - scan.fieldsAt),
                                    std::vector(scan.fields.begin(), scan.fields.end()));
    m_close = scan.close;
    m_chunked = scan.chunked;
    m_chunks = ChunkedBody(m_limits.maxBody);
    m_bodyLeft = scan.contentLength;
    m_request.body.reserve(std::min(m_bodyLeft, TRUSTED_RESERVE));
    if (scan.headSize == m_input.size())
        m_input.resize(0); // keeps the allocation
    else
        m_input.remove(0, scan.headSize);
    m_expected = scan.expectContinue && !scan.http10 && m_input.isEmpty() && (m_chunked || m_bodyLeft > 0);
    m_state = State::Body;
}

void RequestReader::readBody()
{
    if (m_chunked) {
        switch (m_chunks.decode(m_input, m_request.body)) {
        case ChunkedBody::State::NeedMore:
            return;
        case ChunkedBody::State::Malformed:
            refuse(400);
            return;
        case ChunkedBody::State::TooLarge:
            refuse(413);
            return;
        case ChunkedBody::State::Complete:
            break;
        }
    } else if (m_bodyLeft > 0) {
        const qsizetype size = std::min(m_bodyLeft, m_input.size());
        m_request.body.append(m_input.constData(), size);
        m_input.remove(0, size);
        m_bodyLeft -= size;
        if (m_bodyLeft > 0)
            return;
    }
    m_expected = false;
    m_state = State::Ready;
}

} // namespace rastro::http
