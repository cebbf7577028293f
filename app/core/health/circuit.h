// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QString>

namespace rastro::core {

/// Whether something outside is to be relied on: a circuit breaker, as a value. Closed: used. Open: out, left alone
/// until `openUntil`. Half-open: that time is over, and a probe decides; still not used.
struct Circuit
{
    enum State { Closed, Open, HalfOpen };

    State state = Closed;
    int failures = 0;     ///< In a row, since it last worked.
    int trips = 0;        ///< How often it opened since it last worked: each time it stays open for twice as long.
    Micros openUntil = 0; ///< 0 while closed.
    Micros seenAt = 0;    ///< When it last worked or answered; 0: never.
    QString reason;       ///< A sentence about the last failure; empty once it works.

    [[nodiscard]] bool isClosed() const { return state == Closed; }
    friend bool operator==(const Circuit &, const Circuit &) = default;
};

/// When a circuit opens and for how long.
struct CircuitLimits
{
    int failures = 4; ///< So many in a row open it.
    std::chrono::seconds pause{15};
    std::chrono::seconds longestPause{600};
    std::chrono::seconds interval{15}; ///< How long nothing may be heard before somebody asks.
};

/// What was seen of it.
enum class Evidence {
    Worked,   ///< It did its work: closes the circuit and forgives everything.
    Answered, ///< It answered a question: closes a half-open circuit, but one more failure opens it again.
    Failed,   ///< Passing trouble: counts.
    Refused   ///< Trouble that waiting will not mend: opens the circuit at once.
};

/// The circuit after this evidence. `reason` is kept with failures. Pure.
[[nodiscard]] Circuit after(const Circuit &circuit, Evidence evidence, const QString &reason, Micros now,
                            const CircuitLimits &limits);
/// The circuit as it is now: an open one whose time is over is half-open. Pure.
[[nodiscard]] Circuit at(Micros now, const Circuit &circuit);

/// "closed", "open" or "half_open".
[[nodiscard]] QString circuitName(Circuit::State state);
/// From a name as circuitName() gives it; closed for any other.
[[nodiscard]] Circuit::State circuitNamed(const QString &name);

} // namespace rastro::core
