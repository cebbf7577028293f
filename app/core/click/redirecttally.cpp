// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/redirecttally.h"

#include "core/click/tokentime.h"

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

constexpr Micros SETTLED = 5'000'000; // the redirect waits no longer for a click's commit
constexpr Micros MINUTE = 60'000'000;
constexpr qint64 KEPT_MINUTES = 60;
constexpr int STEP = 20'000;

} // namespace

bool tallyRedirects(UnitOfWork &uow, Micros now)
{
    RedirectStore &redirects = uow.redirects();
    const TrackingToken settled = firstTokenOf(now - SETTLED);
    const auto from = redirects.countedUpTo();
    if (from && from->toString() >= settled.toString())
        return false;
    const auto step = redirects.endOfStep(from, settled, STEP);
    const TrackingToken upTo = step.value_or(settled);
    const auto counts = redirects.between(from, upTo);
    if ((from && counts.isEmpty()) || !redirects.moveOn(from, upTo))
        return false;
    for (const RedirectCount &count : counts)
        redirects.add(count);
    redirects.forgetBefore(now / MINUTE - KEPT_MINUTES);
    return step.has_value();
}

BotLoads recentLoads(UnitOfWork &uow, Micros now)
{
    return uow.redirects().loadsSince(now / MINUTE - LoadMinutes + 1);
}

} // namespace rastro::core
