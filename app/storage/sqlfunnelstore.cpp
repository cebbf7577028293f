// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlfunnelstore.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::FunnelLine readLine(const Row &row)
{
    core::FunnelLine line;
    line.key = {row.integer("day"_L1), row.integer("pool_id"_L1), row.integer("bot_id"_L1), !row.flag("attributed"_L1),
                row.text("campaign"_L1)};
    line.tally.visits = row.integer("visits"_L1);
    line.tally.repeats = row.integer("repeats"_L1);
    line.tally.previews = row.integer("previews"_L1);
    line.tally.crawlers = row.integer("crawlers"_L1);
    line.tally.starts = row.integer("starts"_L1);
    line.tally.adStarts = row.integer("ad_starts"_L1);
    line.tally.binds = row.integer("binds"_L1);
    line.tally.charges = row.integer("charges"_L1);
    line.tally.sales = row.integer("sales"_L1);
    if (line.tally.sales != 0)
        line.tally.minor[row.text("currency"_L1)] = row.integer("minor"_L1);
    return line;
}

} // namespace

SqlFunnelStore::SqlFunnelStore(Connection &connection)
    : m_between(connection, "funnel.between"_L1)
{
}

// What has a currency comes in rows of its own, behind the one without.
QList<core::FunnelLine> SqlFunnelStore::funnel(const core::FunnelWanted &wanted)
{
    m_between.bind("by_day"_L1, qint64(wanted.byDay))
        .bind("by_pool"_L1, qint64(wanted.byPool))
        .bind("by_bot"_L1, qint64(wanted.byBot))
        .bind("by_campaign"_L1, qint64(wanted.byCampaign))
        .bind("workspace_id"_L1, wanted.workspaceId)
        .bind("from_day"_L1, wanted.fromDay)
        .bind("until_day"_L1, wanted.untilDay)
        .bindOrNull("pool_id"_L1, wanted.poolId)
        .bindOrNull("bot_id"_L1, wanted.botId)
        .bindOrNull("campaign"_L1, wanted.campaign);
    QList<core::FunnelLine> lines;
    const auto rows = m_between.all(readLine);
    for (const auto &row : rows) {
        if (!lines.isEmpty() && lines.last().key == row.key)
            lines.last().tally += row.tally;
        else
            lines.append(row);
    }
    return lines;
}

} // namespace rastro::storage
