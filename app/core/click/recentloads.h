// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Over how many minutes the load of a bot is counted.
inline constexpr qint64 LoadMinutes = 5;

/// People by bot in the last LoadMinutes.
[[nodiscard]] BotLoads recentLoads(UnitOfWork &uow, Micros now);

/// Moves what is older than an hour into the lifetime counters of pools.
void foldOldRedirects(UnitOfWork &uow, Micros now);

} // namespace rastro::core
