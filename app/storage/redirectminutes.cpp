// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/redirectminutes.h"

#include "storage/connection.h"

#include <map>
#include <tuple>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qint64 minuteMs = 60'000;

struct Redirects
{
    qint64 people = 0;
    qint64 others = 0; // Repeats, previews, crawlers.
};

} // namespace

RedirectMinutes::RedirectMinutes(Connection &connection)
    : m_add(connection, "redirect.addMinute"_L1)
{
}

void RedirectMinutes::add(const QList<core::NewClick> &clicks)
{
    // By pool, bot and minute: whoever else touches these rows does so in the same order.
    std::map<std::tuple<qint64, qint64, qint64>, Redirects> counts;
    for (const auto &[workspaceId, click] : clicks) {
        if (click->poolId == 0)
            continue;
        auto &redirects = counts[{click->poolId, click->botId, click->firstSeenMs / minuteMs}];
        ++(click->traffic == "person"_L1 ? redirects.people : redirects.others);
    }
    for (const auto &[where, redirects] : counts) {
        const auto [poolId, botId, minute] = where;
        m_add.bind("pool_id"_L1, poolId)
            .bind("bot_id"_L1, botId)
            .bind("minute"_L1, minute)
            .bind("people"_L1, redirects.people)
            .bind("others"_L1, redirects.others)
            .run();
    }
}

} // namespace rastro::storage
