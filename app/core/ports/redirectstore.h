// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/loadshares.h"
#include "rastro/clock.h"
#include "rastro/trackingtoken.h"

#include <optional>

namespace rastro::core {

/// Visits of one pool that were led to one bot in one minute.
struct RedirectCount
{
    qint64 poolId = 0;
    qint64 botId = 0;  ///< 0: no bot could take them.
    qint64 minute = 0; ///< Minutes since 1970, UTC.
    qint64 people = 0;
    qint64 others = 0; ///< Previews, prefetches, crawlers.
};

/// Table `redirect_minutes` and the lifetime counters of pools: counted from the stored clicks, beside the redirect.
class RedirectStore
{
public:
    virtual ~RedirectStore() = default;

    /// The token up to which clicks are counted; none: nothing is counted yet.
    [[nodiscard]] virtual std::optional<TrackingToken> countedUpTo() = 0;
    /// Moves it on. False if another node did so first: count nothing then.
    [[nodiscard]] virtual bool moveOn(const std::optional<TrackingToken> &from, const TrackingToken &to) = 0;
    /// The click at which a step of `most` clicks after `after` ends; none if there are fewer up to `upTo`.
    [[nodiscard]] virtual std::optional<TrackingToken> endOfStep(const std::optional<TrackingToken> &after,
                                                                 const TrackingToken &upTo, int most) = 0;
    /// The clicks of pools with after < token <= upTo.
    [[nodiscard]] virtual QList<RedirectCount> between(const std::optional<TrackingToken> &after,
                                                       const TrackingToken &upTo) = 0;
    /// Adds to the minute and to the lifetime counters of the pool and of the bot in it.
    virtual void add(const RedirectCount &count) = 0;
    /// People by bot since this minute.
    [[nodiscard]] virtual BotLoads loadsSince(qint64 minute) = 0;
    /// Forgets the minutes before this one.
    virtual void forgetBefore(qint64 minute) = 0;
};

} // namespace rastro::core
