// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace rastro::core {

/// Says how long the machine has been up. May be called from any thread.
using Uptime = std::function<std::chrono::milliseconds()>;

/// With all that the machine slept (CLOCK_BOOTTIME), which timers do not count.
[[nodiscard]] std::chrono::milliseconds uptime();

} // namespace rastro::core
