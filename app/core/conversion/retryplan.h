// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/conversionstore.h"

namespace rastro::core {

/// What becomes of an event after an answer: pure arithmetic.
struct Fate
{
    QString state;    ///< "sent", "pending", "stopped", "dead" or "withheld".
    QString text;     ///< For the trail and the row.
    Micros runAt = 0; ///< For "pending".
};

/// Backoff 5 s · 2^n ± 50 %, at most 15 min; retryAfter is honoured. `jitter` in [0, 1). Retried for 7 days from when
/// it happened (what the vendors accept); an event that may already have arrived, for 48 h (their deduplication window;
/// Meta, "Handling duplicate pixel and Conversions API events").
[[nodiscard]] Fate fateOf(const ConversionRow &row, const Result<QString> &answer, Micros now, double jitter);

} // namespace rastro::core
