// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Over how many minutes the load of a bot is counted.
inline constexpr qint64 LoadMinutes = 5;

/// Counts the clicks that were stored since the last time into minutes and lifetime counters, in the caller's
/// transaction: beside the redirect, which counts nothing. Clicks of the last seconds are left for the next time, since
/// one with an earlier token may still be on its way to the disk. True if there is more to count at once.
[[nodiscard]] bool tallyRedirects(UnitOfWork &uow, Micros now);

/// People by bot in the last LoadMinutes, as far as they are counted.
[[nodiscard]] BotLoads recentLoads(UnitOfWork &uow, Micros now);

} // namespace rastro::core
