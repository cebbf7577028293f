// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversion/retryplan.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

constexpr std::chrono::microseconds firstPause = 5s;
constexpr std::chrono::microseconds longestPause = 15min;
constexpr std::chrono::microseconds dedupWindow = 48h;
constexpr std::chrono::microseconds accepted = 7 * 24h;

Micros pauseOf(int attempts, const Error &error, double jitter)
{
    const double doubled = double(firstPause.count()) * std::exp2(std::min(attempts, 20));
    const double capped = std::min(doubled, double(longestPause.count()));
    const auto pause = static_cast<Micros>(capped * (0.5 + jitter));
    return std::max(pause, static_cast<Micros>(std::chrono::microseconds(error.retryAfter).count()));
}

} // namespace

Fate fateOf(const ConversionRow &row, const Result<QString> &answer, Micros now, double jitter)
{
    if (answer)
        return {u"sent"_s, *answer};
    const Error &error = answer.error();
    if (error.kind == ErrorClass::Reauthenticate)
        return {u"stopped"_s, error.message};
    if (error.kind == ErrorClass::GiveUp)
        return {u"dead"_s, error.message};
    if (error.kind == ErrorClass::Withhold)
        return {u"withheld"_s, error.message};
    if (now - row.at > accepted.count())
        return {u"dead"_s,
                u"Not delivered within 7 days; the vendor accepts it no longer. Last answer: "_s + error.message};
    if (row.firstTriedAt > 0 && now - row.firstTriedAt > dedupWindow.count())
        return {u"dead"_s, u"It may have arrived, and after 48 h the vendor would count it twice. Last answer: "_s +
                               error.message};
    return {u"pending"_s, error.message, now + pauseOf(row.attempts, error, jitter)};
}

} // namespace rastro::core
