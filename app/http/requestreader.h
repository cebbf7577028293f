// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/chunkedbody.h"
#include "http/headscan.h"
#include "http/httprequest.h"

namespace rastro::http {

/// Turns the bytes of one connection into requests, one at a time. No socket, no clock: the same bytes give the same
/// requests however they are cut. One thread.
class RequestReader
{
public:
    enum class State {
        Idle,    ///< Between requests, nothing read.
        Head,    ///< In a head.
        Body,    ///< The head is good; its body is coming.
        Ready,   ///< A request waits for take().
        Refused, ///< A rule or a limit is broken; the connection must be closed after refusal().
    };

    /// `limits` must outlive the reader.
    explicit RequestReader(const Limits &limits);

    void append(QByteArrayView bytes);
    /// Goes as far as the bytes allow, to Ready or Refused at most.
    State advance();
    /// Ready only: gives the request away (its peer is left unset) and makes room for the next.
    [[nodiscard]] HttpRequest take();

    [[nodiscard]] State state() const { return m_state; }
    /// The status to refuse with; 0 when not Refused.
    [[nodiscard]] int refusal() const { return m_refusal; }
    /// Of the last request whose head was complete: the connection ends after its answer.
    [[nodiscard]] bool closes() const { return m_close; }
    /// True once for a request that waits for "100 Continue".
    [[nodiscard]] bool takeExpectation();
    /// Bytes that are held and not part of a finished request.
    [[nodiscard]] qsizetype buffered() const { return m_input.size() + m_request.body.size(); }

private:
    void readHead();
    void readBody();
    State refuse(int status);

    const Limits &m_limits;
    QByteArray m_input;
    HttpRequest m_request;
    ChunkedBody m_chunks{0};
    qsizetype m_bodyLeft = 0;
    State m_state = State::Idle;
    int m_refusal = 0;
    bool m_chunked = false;
    bool m_close = false;
    bool m_expected = false;
};

} // namespace rastro::http
