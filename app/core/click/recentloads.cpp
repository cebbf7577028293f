// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/recentloads.h"

namespace rastro::core {

namespace {

constexpr Micros MINUTE = 60'000'000;
constexpr qint64 KEPT_MINUTES = 60;

} // namespace

BotLoads recentLoads(UnitOfWork &uow, Micros now)
{
    return uow.redirects().loadsSince(now / MINUTE - LoadMinutes + 1);
}

void foldOldRedirects(UnitOfWork &uow, Micros now)
{
    uow.redirects().foldBefore(now / MINUTE - KEPT_MINUTES);
}

} // namespace rastro::core
