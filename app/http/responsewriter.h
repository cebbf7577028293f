// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpresponse.h"

namespace rastro::http {

/// How one answer is framed on its connection.
struct Framing
{
    bool toHead = false;   ///< The request was HEAD: same header fields, no body.
    bool close = false;    ///< "Connection: close" is announced.
    QByteArrayView date{}; ///< IMF-fixdate; empty: no Date field.
};

/// Appends the answer's bytes (RFC 9112) to `out`. Pure; any thread.
void appendResponse(QByteArray &out, const HttpResponse &response, const Framing &framing);

/// The moment as IMF-fixdate (RFC 9110 section 5.6.7), in UTC: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] QByteArray httpDate(qint64 secondsSinceEpoch);

} // namespace rastro::http
