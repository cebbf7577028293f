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
    QByteArray peerText; ///< The same as `peer`, as text; made once for a connection. May be empty.
    QHostAddress peer;   ///< The other end of the socket: behind a reverse proxy, the proxy.
};

} // namespace rastro::http
