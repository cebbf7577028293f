// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlretentionstore.h"

#include "core/click/tokentime.h"
#include "storage/clickrow.h"
#include "storage/connection.h"

#include <map>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr Micros day = 24 * 3'600'000'000LL;

struct Slice
{
    qint64 rows = 0;
    qint64 upTo = 0;
    qint64 old = 0;
};

Slice readSlice(const Row &row)
{
    return {row.integer("n"_L1), row.integer("up_to"_L1), row.integer("old"_L1)};
}

} // namespace

SqlRetentionStore::SqlRetentionStore(Connection &connection, ClickFinder &finder)
    : m_finder(finder)
    , m_trail{{connection, "retention.trailSlice"_L1}, {connection, "retention.trailDelete"_L1}}
    , m_notices{{connection, "retention.noticesSlice"_L1}, {connection, "retention.noticesDelete"_L1}}
    , m_messages{{connection, "retention.messagesSlice"_L1}, {connection, "retention.messagesDelete"_L1}}
    , m_events{{connection, "retention.eventsSlice"_L1}, {connection, "retention.eventsDelete"_L1}}
    , m_updates{{connection, "retention.updatesSlice"_L1}, {connection, "retention.updatesDelete"_L1}}
    , m_botFrom(connection, "retention.botFrom"_L1)
    , m_clicksSlice(connection, "retention.clicksSlice"_L1)
    , m_clicksDelete(connection, "retention.clicksDelete"_L1)
    , m_addCount(connection, "click.addCount"_L1)
{
}

core::SweepStep SqlRetentionStore::sweep(core::KeptData kind, const core::SweepPosition &from, Micros before,
                                         Micros now, int most)
{
    if (kind == core::KeptData::Clicks)
        return sweepClicks(from, before, now, most);
    if (kind == core::KeptData::Updates)
        return sweepUpdates(from, before, most);
    return sweepById(tableOf(kind), from.id, before, most);
}

SqlRetentionStore::Table &SqlRetentionStore::tableOf(core::KeptData kind)
{
    switch (kind) {
    case core::KeptData::Notices:
        return m_notices;
    case core::KeptData::Messages:
        return m_messages;
    case core::KeptData::Events:
        return m_events;
    default:
        return m_trail;
    }
}

core::SweepStep SqlRetentionStore::sweepById(Table &table, qint64 after, Micros before, int most)
{
    const auto slice = table.slice.bind("after"_L1, after)
                           .bind("before"_L1, before)
                           .bind("most"_L1, qint64(most))
                           .one(readSlice)
                           .value_or(Slice{});
    core::SweepStep step;
    step.atEnd = slice.rows < most || slice.old == 0;
    step.next.id = slice.upTo;
    if (slice.old > 0)
        step.deleted =
            table.remove.bind("after"_L1, after).bind("up_to"_L1, slice.upTo).bind("before"_L1, before).run();
    return step;
}

// Update ids grow within a bot.
core::SweepStep SqlRetentionStore::sweepUpdates(const core::SweepPosition &from, Micros before, int most)
{
    const auto bot = m_botFrom.bind("id"_L1, from.botId).one([](const Row &row) { return row.integer("id"_L1); });
    core::SweepStep step;
    step.atEnd = !bot;
    if (!bot)
        return step;
    const qint64 after = *bot == from.botId ? from.id : 0;
    m_updates.slice.bind("bot_id"_L1, *bot);
    m_updates.remove.bind("bot_id"_L1, *bot);
    const auto ofBot = sweepById(m_updates, after, before, most);
    step.deleted = ofBot.deleted;
    step.next = ofBot.atEnd ? core::SweepPosition{*bot + 1, 0, {}} : core::SweepPosition{*bot, ofBot.next.id, {}};
    return step;
}

// Tokens that were minted here begin with their time; those of another platform are anywhere, so what lies beyond the
// present is looked through, too.
core::SweepStep SqlRetentionStore::sweepClicks(const core::SweepPosition &from, Micros before, Micros now, int most)
{
    const QString endOfOld = core::firstTokenOf(before).toString();
    const QString beyond = core::firstTokenOf(now + day).toString();
    const bool isOld = from.token < endOfOld;
    const QString after = isOld ? from.token : std::max(from.token, beyond);
    const auto slice = m_clicksSlice.bind("after"_L1, after)
                           .bind("until"_L1, isOld ? endOfOld : u"g"_s)
                           .bind("most"_L1, qint64(most))
                           .one([](const Row &row) {
                               return std::pair{row.integer("n"_L1), row.text("up_to"_L1)};
                           })
                           .value_or(std::pair<qint64, QString>{});
    core::SweepStep step;
    const bool isDone = slice.first < most;
    step.atEnd = isDone && !isOld;
    step.next.token = isDone && isOld ? beyond : slice.second;
    if (slice.first > 0)
        step.deleted = deleteClicks(after, slice.second, before);
    return step;
}

qint64 SqlRetentionStore::deleteClicks(const QString &after, const QString &upTo, Micros before)
{
    const auto deleted = m_clicksDelete.bind("after"_L1, after)
                             .bind("up_to"_L1, upTo)
                             .bind("before_ms"_L1, before / 1000)
                             .all([](const Row &row) {
                                 return std::pair{row.integer("workspace_id"_L1), readClick(row)};
                             });
    std::map<std::pair<qint64, QString>, qint64> counts;
    for (const auto &[workspaceId, click] : deleted) {
        m_finder.forget(workspaceId, click);
        ++counts[{workspaceId, click.traffic}];
    }
    for (const auto &[what, n] : counts)
        m_addCount.bind("workspace_id"_L1, what.first).bind("traffic"_L1, what.second).bind("n"_L1, -n).run();
    return deleted.size();
}

} // namespace rastro::storage
