// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpheaders.h"

namespace rastro::http {

/// One answer: a plain value. The server itself writes Date, Content-Length and Connection and leaves out the body
/// for HEAD, 204 and 304; fields of those names (and Transfer-Encoding) set here are ignored.
struct HttpResponse
{
    int status = 200;    ///< 200 to 599; anything else is sent as 500.
    HttpHeaders headers; ///< HttpHeaders::add() refuses CR and LF, so no value can start a header of its own.
    QByteArray body;

    /// text/plain in UTF-8.
    [[nodiscard]] static HttpResponse text(QByteArray body, int status = 200);
    /// text/html in UTF-8.
    [[nodiscard]] static HttpResponse html(QByteArray body, int status = 200);
    /// application/json.
    [[nodiscard]] static HttpResponse json(QByteArray body, int status = 200);
    /// `status` is 301, 302, 303, 307 or 308; `location` is a URL, already encoded. A location with control
    /// characters gives a 500 instead.
    [[nodiscard]] static HttpResponse redirect(int status, QByteArrayView location);
    /// A status without a body.
    [[nodiscard]] static HttpResponse empty(int status);
};

/// "Not Found" for 404; empty for a status without a well-known phrase.
[[nodiscard]] QByteArrayView reasonPhrase(int status);

} // namespace rastro::http
