// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickfeed.h"
#include "core/ports/startstore.h"
#include "core/trace/finding.h"
#include "core/trace/tracefacts.h"

namespace rastro::core {

/// All that is stored about one person on one bot.
struct PersonFacts
{
    BotUser user;
    ClickFacts origin; ///< The click of the person's token.
    SaleFacts way;     ///< How the person came: only what is said of starts and of other bots is filled in.
};

/// Everything about a person. Pure.
[[nodiscard]] QList<Finding> findingsOf(const PersonFacts &facts, const TraceWorld &world);
/// Everything about a click and what its events came to. Pure.
[[nodiscard]] QList<Finding> findingsOf(const FollowedClick &followed, const QStringList &notes,
                                        const QList<ConversionRow> &conversions, const TraceWorld &world);

} // namespace rastro::core
