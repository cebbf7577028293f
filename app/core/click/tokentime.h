// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "rastro/trackingtoken.h"

#include <algorithm>

namespace rastro::core {

/// Not more than any token that is minted from this time on (TokenMinter: milliseconds come first).
[[nodiscard]] inline TrackingToken firstTokenOf(Micros time)
{
    const auto text = QString::number(std::max<Micros>(0, time) / 1000, 16).rightJustified(12, QLatin1Char('0'), true);
    return TrackingToken::parse(text.leftJustified(32, QLatin1Char('0'))).value();
}

} // namespace rastro::core
