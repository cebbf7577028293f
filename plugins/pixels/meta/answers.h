// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "errorclasses.h"

#include "rastro/httpclient.h"

#include <optional>

namespace rastro::meta {

/// What one request to /events came to.
struct Answer
{
    std::optional<Refusal> refusal; ///< None: all events were received.
    bool aboutFbc = false;          ///< Meta dislikes the fbc; the event is worth a second try without it.
    QString accepted;               ///< If received: the answer in short, "1 received, fbtrace_id Axyz".
    Error error;                    ///< If refused: what the host is told. Its message may hold secrets: redact it.
};

/// Reads the answer to a request with `sent` events. Success is nothing but HTTP 200 with `events_received` of all that
/// was sent. Fewer, an unexpected body (HTML of a proxy) or an HTTP 5xx is worth a retry with the same event ids, which
/// Meta counts once within 48 hours; `outcomeUnknown` is set where the events may have been received. Error codes:
/// "meta.throttled" (retryAfter 1 to 60 minutes), "meta.transient", "meta.unexpected_answer", "meta.not_received" (all
/// Retry), "meta.unauthorised" (Reauthenticate), "meta.refused" (GiveUp). Pure.
[[nodiscard]] Answer readAnswer(const HttpAnswer &answer, int sent);

} // namespace rastro::meta
