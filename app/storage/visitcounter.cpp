// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/visitcounter.h"

#include <map>
#include <tuple>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qint64 dayMs = 86'400'000;

// Workspace, day, pool, bot, campaign: rows are touched in this order, everywhere.
using Key = std::tuple<qint64, qint64, qint64, qint64, QStringView>;

struct Visits
{
    qint64 people = 0;
    qint64 repeats = 0;
    qint64 previews = 0;
    qint64 crawlers = 0;

    qint64 &of(QStringView traffic)
    {
        if (traffic == "person"_L1)
            return people;
        if (traffic == "repeat"_L1)
            return repeats;
        return traffic == "crawler"_L1 ? crawlers : previews;
    }
};

Key keyOf(const core::NewClick &stored)
{
    const Click &click = *stored.click;
    return {stored.workspaceId, click.firstSeenMs / dayMs, click.poolId, click.botId, click.utm.campaign};
}

} // namespace

VisitCounter::VisitCounter(Connection &connection)
    : m_add(connection, "funnel.addVisits"_L1)
{
}

void VisitCounter::add(const QList<core::NewClick> &clicks)
{
    std::map<Key, Visits> counts;
    for (const auto &click : clicks)
        ++counts[keyOf(click)].of(click.click->traffic);
    for (const auto &[key, visits] : counts) {
        m_add.bind("workspace_id"_L1, std::get<0>(key))
            .bind("day"_L1, std::get<1>(key))
            .bind("pool_id"_L1, std::get<2>(key))
            .bind("bot_id"_L1, std::get<3>(key))
            .bind("campaign"_L1, std::get<4>(key))
            .bind("visits"_L1, visits.people)
            .bind("repeats"_L1, visits.repeats)
            .bind("previews"_L1, visits.previews)
            .bind("crawlers"_L1, visits.crawlers)
            .run();
    }
}

} // namespace rastro::storage
