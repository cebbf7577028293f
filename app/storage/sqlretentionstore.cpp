// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlretentionstore.h"

#include "core/click/tokentime.h"
#include "storage/clickrow.h"
#include "storage/connection.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr Micros day = 24 * 3'600'000'000LL;

// A row that was looked at.
struct Looked
{
    core::SweepPosition row;
    bool isOld = false;
    bool isDead = false;
};

struct OwnedClick
{
    qint64 workspaceId = 0;
    Click click;
};

// What a click is found by.
Click readKeyed(const Row &row)
{
    Click click{.token = readClickToken(row)};
    click.fbclid = row.text("fbclid"_L1);
    click.visitorId = row.text("visitor_id"_L1);
    click.firstSeenMs = row.integer("first_seen_ms"_L1);
    return click;
}

core::SweepFound foundAmong(const QList<Looked> &rows, core::SweepBounds bounds)
{
    core::SweepFound found;
    bool isAnyOld = false;
    for (const auto &[row, isOld, isDead] : rows) {
        found.next = row;
        isAnyOld = isAnyOld || isOld;
        if (!isDead)
            continue;
        found.dead.append(row);
        if (found.dead.size() == bounds.remove)
            return found;
    }
    found.atEnd = rows.size() < bounds.look || !isAnyOld;
    return found;
}

} // namespace

SqlRetentionStore::SqlRetentionStore(Connection &connection, ClickFinder &finder)
    : m_finder(finder)
    , m_trail{{connection, "retention.trailLook"_L1}, {connection, "retention.trailDelete"_L1}}
    , m_notices{{connection, "retention.noticesLook"_L1}, {connection, "retention.noticesDelete"_L1}}
    , m_messages{{connection, "retention.messagesLook"_L1}, {connection, "retention.messagesDelete"_L1}}
    , m_events{{connection, "retention.eventsLook"_L1}, {connection, "retention.eventsDelete"_L1}}
    , m_updates{{connection, "retention.updatesLook"_L1}, {connection, "retention.updatesDelete"_L1}}
    , m_botFrom(connection, "retention.botFrom"_L1)
    , m_clicksLook(connection, "retention.clicksLook"_L1)
    , m_clicksDelete(connection, "retention.clicksDelete"_L1)
    , m_addCount(connection, "click.addCount"_L1)
{
}

core::SweepFound SqlRetentionStore::look(core::KeptData kind, const core::SweepPosition &from, Micros before,
                                         Micros now, core::SweepBounds bounds)
{
    if (kind == core::KeptData::Clicks)
        return lookAtClicks(from, before, now, bounds);
    if (kind == core::KeptData::Updates)
        return lookAtUpdates(from, before, bounds);
    return lookById(tableOf(kind), from, before, bounds);
}

qint64 SqlRetentionStore::remove(core::KeptData kind, const QList<core::SweepPosition> &dead, Micros before)
{
    if (kind == core::KeptData::Clicks)
        return removeClicks(dead, before);
    auto &statement = tableOf(kind).remove;
    qint64 removed = 0;
    for (const auto &row : dead) {
        if (kind == core::KeptData::Updates)
            statement.bind("bot_id"_L1, row.botId);
        removed += statement.bind("id"_L1, row.id).bind("before"_L1, before).run();
    }
    return removed;
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
    case core::KeptData::Updates:
        return m_updates;
    default:
        return m_trail;
    }
}

core::SweepFound SqlRetentionStore::lookById(Table &table, const core::SweepPosition &from, Micros before,
                                             core::SweepBounds bounds)
{
    const auto rows =
        table.look.bind("after"_L1, from.id)
            .bind("before"_L1, before)
            .bind("look"_L1, qint64(bounds.look))
            .all([&from](const Row &row) {
                return Looked{{from.botId, row.integer("id"_L1), {}}, row.flag("is_old"_L1), row.flag("is_dead"_L1)};
            });
    return foundAmong(rows, bounds);
}

// Update ids grow within a bot.
core::SweepFound SqlRetentionStore::lookAtUpdates(const core::SweepPosition &from, Micros before,
                                                  core::SweepBounds bounds)
{
    const auto bot = m_botFrom.bind("id"_L1, from.botId).one([](const Row &row) { return row.integer("id"_L1); });
    core::SweepFound found;
    found.atEnd = !bot;
    if (!bot)
        return found;
    m_updates.look.bind("bot_id"_L1, *bot);
    found = lookById(m_updates, {*bot, *bot == from.botId ? from.id : 0, {}}, before, bounds);
    if (found.atEnd)
        found.next = {*bot + 1, 0, {}};
    found.atEnd = false;
    return found;
}

// Tokens that were minted here begin with their time; those of another platform are anywhere, so what lies beyond the
// present is looked through, too.
core::SweepFound SqlRetentionStore::lookAtClicks(const core::SweepPosition &from, Micros before, Micros now,
                                                 core::SweepBounds bounds)
{
    const QString endOfOld = core::firstTokenOf(before).toString();
    const QString beyond = core::firstTokenOf(now + day).toString();
    const bool isOld = from.token < endOfOld;
    QList<OwnedClick> clicks;
    const auto rows = m_clicksLook.bind("after"_L1, isOld ? from.token : std::max(from.token, beyond))
                          .bind("until"_L1, isOld ? endOfOld : u"g"_s)
                          .bind("before_ms"_L1, before / 1000)
                          .bind("look"_L1, qint64(bounds.look))
                          .all([&clicks](const Row &row) {
                              const bool isDead = row.flag("is_dead"_L1);
                              if (isDead)
                                  clicks.append({row.integer("workspace_id"_L1), readKeyed(row)});
                              return Looked{{0, 0, row.text("token"_L1)}, true, isDead};
                          });
    auto found = foundAmong(rows, bounds);
    for (qsizetype at = 0; at < found.dead.size(); ++at)
        m_finder.warm(clicks[at].workspaceId, clicks[at].click);
    if (found.atEnd && isOld) {
        found.next = {0, 0, beyond};
        found.atEnd = false;
    }
    return found;
}

qint64 SqlRetentionStore::removeClicks(const QList<core::SweepPosition> &dead, Micros before)
{
    qint64 removed = 0;
    std::map<std::pair<qint64, QString>, qint64> counts;
    for (const auto &row : dead) {
        const auto click =
            m_clicksDelete.bind("token"_L1, row.token).bind("before_ms"_L1, before / 1000).one([](const Row &of) {
                return std::pair{of.integer("workspace_id"_L1), readClick(of)};
            });
        if (!click)
            continue;
        ++removed;
        ++counts[{click->first, click->second.traffic}];
        m_finder.forget(click->first, click->second);
    }
    for (const auto &[what, n] : counts)
        m_addCount.bind("workspace_id"_L1, what.first).bind("traffic"_L1, what.second).bind("n"_L1, -n).run();
    return removed;
}

} // namespace rastro::storage
