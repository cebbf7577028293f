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

/// The tokens of a time's clicks.
struct TokenSpan
{
    TrackingToken from;
    TrackingToken until; ///< Not among them.

    [[nodiscard]] bool holds(const TrackingToken &token) const
    {
        return token.toString() >= from.toString() && token.toString() < until.toString();
    }
};

/// Of the clicks that were seen from `from` to before `until`: where a clock was set back, tokens run ahead of it.
[[nodiscard]] inline TokenSpan tokensBetween(Micros from, Micros until)
{
    constexpr Micros mostAhead = 60'000'000;
    return {firstTokenOf(from), firstTokenOf(until + mostAhead)};
}

} // namespace rastro::core
