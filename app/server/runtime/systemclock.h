// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

namespace rastro::server {

/// The system's time and the event loop's timers. now() on any thread, after() on a thread with an event loop.
class SystemClock : public Clock
{
public:
    [[nodiscard]] Micros now() const override;
    void after(std::chrono::milliseconds delay, QObject *context, std::function<void()> then) override;
};

} // namespace rastro::server
