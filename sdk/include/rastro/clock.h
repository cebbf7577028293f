// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <chrono>
#include <functional>

namespace rastro {

/// Microseconds since 1970-01-01T00:00:00 UTC. The only form in which Rastro stores time.
using Micros = qint64;

/// Time as the host sees it. Never read the system's clock directly: tests move this one. Core thread only.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Now, in UTC microseconds.
    [[nodiscard]] virtual Micros now() const = 0;

    /// Calls `then` once on the core thread after `delay`, unless `context` has been deleted by then.
    virtual void after(std::chrono::milliseconds delay, QObject *context, std::function<void()> then) = 0;

    [[nodiscard]] qint64 nowMs() const { return now() / 1000; }
    [[nodiscard]] qint64 nowSeconds() const { return now() / 1'000'000; }
};

} // namespace rastro
