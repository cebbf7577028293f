// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpheaders.h"

#include <QtNetwork/QHostAddress>

namespace rastro::http {

/// One request, vetted and complete: a plain value that may be copied and handed to any thread.
struct HttpRequest
{
    QByteArray method;   ///< As sent: "GET", "POST", … (case-sensitive).
    QByteArray path;     ///< Raw, percent-encoded, without the query; starts with '/', or is "*" for OPTIONS.
    QByteArray query;    ///< Raw bytes after '?', byte for byte; empty when there is none.
    HttpHeaders headers; ///< As sent. Framing (length, transfer coding, expectation) is already dealt with.
    QByteArray body;     ///< Complete, transfer coding undone.
    QByteArray peer;     ///< Address of the other end of the socket, as text: behind a reverse proxy, the proxy's.

    /// Whether that is this machine.
    [[nodiscard]] bool isOfLoopback() const { return QHostAddress(QString::fromLatin1(peer)).isLoopback(); }
};

} // namespace rastro::http
