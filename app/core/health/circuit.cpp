// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/circuit.h"

#include <algorithm>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

constexpr int MAX_DOUBLINGS = 20;

Micros pauseAfter(int trips, const CircuitLimits &limits)
{
    const std::chrono::seconds doubled = limits.pause * (qint64(1) << std::min(trips, MAX_DOUBLINGS));
    return std::chrono::microseconds(std::min(doubled, std::max(limits.longestPause, limits.pause))).count();
}

Circuit opened(Circuit circuit, Micros now, const CircuitLimits &limits)
{
    circuit.state = Circuit::Open;
    circuit.openUntil = now + pauseAfter(circuit.trips, limits);
    ++circuit.trips;
    return circuit;
}

Circuit afterAnswer(Circuit circuit, Micros now, const CircuitLimits &limits)
{
    circuit.seenAt = now;
    if (circuit.state != Circuit::HalfOpen)
        return circuit;
    circuit.state = Circuit::Closed;
    circuit.openUntil = 0;
    circuit.failures = std::max(0, limits.failures - 1);
    return circuit;
}

Circuit afterFailure(Circuit circuit, bool isFinal, const QString &reason, Micros now, const CircuitLimits &limits)
{
    ++circuit.failures;
    circuit.reason = reason;
    const bool opens = circuit.state == Circuit::HalfOpen ||
                       (circuit.state == Circuit::Closed && (isFinal || circuit.failures >= limits.failures));
    return opens ? opened(circuit, now, limits) : circuit;
}

} // namespace

Circuit after(const Circuit &circuit, Evidence evidence, const QString &reason, Micros now, const CircuitLimits &limits)
{
    const Circuit present = at(now, circuit);
    switch (evidence) {
    case Evidence::Worked:
        return {.state = Circuit::Closed, .failures = 0, .trips = 0, .openUntil = 0, .seenAt = now, .reason = {}};
    case Evidence::Answered:
        return afterAnswer(present, now, limits);
    case Evidence::Failed:
        return afterFailure(present, false, reason, now, limits);
    case Evidence::Refused:
        return afterFailure(present, true, reason, now, limits);
    }
    return present;
}

Circuit at(Micros now, const Circuit &circuit)
{
    Circuit present = circuit;
    if (present.state == Circuit::Open && now >= present.openUntil)
        present.state = Circuit::HalfOpen;
    return present;
}

QString circuitName(Circuit::State state)
{
    switch (state) {
    case Circuit::Open:
        return u"open"_s;
    case Circuit::HalfOpen:
        return u"half_open"_s;
    case Circuit::Closed:
        break;
    }
    return u"closed"_s;
}

Circuit::State circuitNamed(const QString &name)
{
    if (name == "open"_L1)
        return Circuit::Open;
    return name == "half_open"_L1 ? Circuit::HalfOpen : Circuit::Closed;
}

} // namespace rastro::core
