// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::sandbox {

/// What goes wrong with the next requests to /events.
struct MetaFault
{
    enum Kind {
        ServerError,     ///< HTTP 500, code 2; nothing takes effect.
        TooManyCalls,    ///< HTTP 400, code 4, as Meta throttles; nothing takes effect.
        TooManyRequests, ///< HTTP 429 with Retry-After: 120; nothing takes effect.
        Html,            ///< HTTP 502 with a page of a proxy; nothing takes effect.
        TokenExpired,    ///< Code 190 (463); nothing takes effect.
        AnswerLost,      ///< The events are received, the answer is withheld.
        NothingReceived, ///< HTTP 200 with events_received 0; nothing takes effect.
        RefuseField      ///< The batch is refused if an event has user_data.`field` (fbc: 2804001).
    };
    Kind kind = ServerError;
    int times = 1; ///< For so many requests.
    QString field; ///< Only for RefuseField.
};

} // namespace rastro::sandbox
