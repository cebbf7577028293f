// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>
#include <chrono>

namespace rastro::http {

/// What one HttpServer lets a client cost it. Sizes are bytes, fixed when the server is made, per connection unless
/// said otherwise. Deadlines are fixed points: a byte that drips in never moves one.
struct Limits
{
    /// Open connections in the whole server; one more is answered 503 and closed.
    int maxConnections = 1000;
    /// Method, target and version; longer is answered 414.
    qsizetype maxRequestLine = 16 * 1024;
    /// Request line and header fields together; longer is answered 431.
    qsizetype maxHeaderBytes = 64 * 1024;
    /// Header fields; more are answered 431.
    int maxHeaderCount = 100;
    /// A request's body after the transfer coding is undone; longer is answered 413.
    qsizetype maxBody = 1024 * 1024;
    /// Bytes read ahead while a request is being answered; then the kernel's own window holds the client back.
    qsizetype readBufferCap = 64 * 1024;
    /// Answers a client has not taken yet; above it, its next pipelined request waits.
    qsizetype maxUnsentBytes = 256 * 1024;

    /// From the first byte of a request (or from accept) to the end of its head; then 408 and close.
    std::chrono::milliseconds headDeadline{10'000};
    /// From the end of the head to the end of the body; then 408 and close.
    std::chrono::milliseconds bodyDeadline{30'000};
    /// Between two requests on one connection; then it is closed.
    std::chrono::milliseconds keepAliveIdle{60'000};
    /// For the handler to answer; then the client gets 504 and the late answer is dropped.
    std::chrono::milliseconds answerDeadline{120'000};
    /// For the client to take what was answered; then it is closed.
    std::chrono::milliseconds writeDeadline{30'000};
    /// For the client to close its side after our last answer (RFC 9112 section 9.6).
    std::chrono::milliseconds lingerDeadline{2'000};
    /// What HttpServer::close() waits for requests that are being answered.
    std::chrono::milliseconds drainDeadline{10'000};
};

} // namespace rastro::http
