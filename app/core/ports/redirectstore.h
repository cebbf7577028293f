// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/loadshares.h"

namespace rastro::core {

/// Table `redirect_minutes`, which ClickStore::insert() keeps, and the lifetime counters of pools.
class RedirectStore
{
public:
    virtual ~RedirectStore() = default;

    /// People by bot since this minute (minutes since 1970, UTC).
    [[nodiscard]] virtual BotLoads loadsSince(qint64 minute) = 0;
    /// Moves the minutes before this one into the lifetime counters of the pools and of the bots in them.
    virtual void foldBefore(qint64 minute) = 0;
};

} // namespace rastro::core
