// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlclickfeed.h"

#include "storage/clickrow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// The least token of a time: its milliseconds, and nothing behind them.
QString leastToken(Micros at)
{
    const auto milliseconds = QString::number(std::max<Micros>(at, 0) / 1000, 16);
    return milliseconds.rightJustified(12, u'0').leftJustified(32, u'0');
}

} // namespace

SqlClickFeed::SqlClickFeed(Connection &connection)
    : m_clicks(connection)
    , m_binding(connection, "feed.binding"_L1)
    , m_newest(connection, "feed.newestClicks"_L1)
    , m_lastTrailId(connection, "feed.lastTrailId"_L1)
{
}

std::optional<core::FollowedClick> SqlClickFeed::byToken(qint64 workspaceId, const TrackingToken &token)
{
    const auto click = m_clicks.byToken(workspaceId, token);
    if (!click)
        return std::nullopt;
    m_binding.bind("token"_L1, token.toString()).bind("workspace_id"_L1, workspaceId);
    return m_binding.one([&](const Row &row) {
        return core::FollowedClick{*click, row.integer("bound_bot_id"_L1), row.integer("bound_telegram_user_id"_L1),
                                   row.integer("bound_at"_L1), row.integer("erased_at"_L1)};
    });
}

QList<TrackingToken> SqlClickFeed::newest(qint64 workspaceId, Micros from, Micros until, int limit)
{
    m_newest.bind("from_token"_L1, leastToken(from))
        .bind("until_token"_L1, leastToken(until))
        .bind("workspace_id"_L1, workspaceId)
        .bind("limit"_L1, limit);
    return m_newest.all(readClickToken);
}

qint64 SqlClickFeed::lastTrailId()
{
    return m_lastTrailId.one([](const Row &row) { return row.integer("id"_L1); }).value_or(0);
}

} // namespace rastro::storage
