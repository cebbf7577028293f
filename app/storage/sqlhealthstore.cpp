// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlhealthstore.h"

#include "core/click/tokentime.h"
#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr Micros minuteMicros = 60'000'000;
constexpr Micros dayMicros = 1440 * minuteMicros;
constexpr qint64 minutesCompared = 5;

Statement &bindTimes(Statement &statement, Micros from, Micros until)
{
    const auto tokens = core::tokensBetween(from, until);
    return statement.bind("from_token"_L1, tokens.from.toString())
        .bind("until_token"_L1, tokens.until.toString())
        .bind("from_ms"_L1, from / 1000)
        .bind("until_ms"_L1, until / 1000);
}

core::Counted readCounted(const Row &row)
{
    return {row.integer("counted"_L1), row.integer("stored"_L1)};
}

Micros readOldest(const Row &row)
{
    return row.integer("oldest"_L1);
}

qint64 readCount(const Row &row)
{
    return row.integer("n"_L1);
}

core::Backlog readBacklog(const Row &row)
{
    return {readCount(row), readOldest(row)};
}

core::Backlog backlogOf(Statement &statement)
{
    return statement.one(readBacklog).value_or(core::Backlog{});
}

core::PixelHealth readPixel(const Row &row)
{
    return {readScope(row), row.text("plugin_id"_L1), row.text("state"_L1), readBacklog(row), row.text("answer"_L1)};
}

core::DeadEvent readDeadEvent(const Row &row)
{
    return {row.text("destination"_L1), eventNameFromText(row.text("event_name"_L1)).value_or(EventName::PageView),
            row.integer("payment_id"_L1), row.text("answer"_L1)};
}

core::RecentCharge readCharge(const Row &row)
{
    return {row.integer("bot_id"_L1), row.text("gateway_type"_L1), row.text("status"_L1), row.text("last_error"_L1)};
}

} // namespace

SqlHealthStore::SqlHealthStore(Connection &connection)
    : m_starts(connection, "health.starts"_L1)
    , m_attributions(connection, "health.attributions"_L1)
    , m_checks(connection, "health.checks"_L1)
    , m_notices(connection, "health.notices"_L1)
    , m_lastUpdate(connection, "health.lastUpdate"_L1)
    , m_updates(connection, "health.updates"_L1)
    , m_deadUpdates(connection, "health.deadUpdates"_L1)
    , m_messages(connection, "health.messages"_L1)
    , m_pixels(connection, "health.pixels"_L1)
    , m_stoppedPixels(connection, "health.stoppedPixels"_L1)
    , m_deadEvents(connection, "health.deadEvents"_L1)
    , m_recentCharges(connection, "health.recentCharges"_L1)
    , m_clicksOfDay(connection, "health.clicksOfDay"_L1)
    , m_salesOfDay(connection, "health.salesOfDay"_L1)
    , m_redirectsOfMinutes(connection, "health.redirectsOfMinutes"_L1)
    , m_pendingEvents(connection, "health.pendingEvents"_L1)
    , m_newestEntry(connection, "health.newestEntry"_L1)
    , m_integrity(connection, "health.integrity"_L1)
{
}

core::Backlog SqlHealthStore::starts()
{
    return backlogOf(m_starts);
}

core::Backlog SqlHealthStore::attributions()
{
    return backlogOf(m_attributions);
}

core::Backlog SqlHealthStore::checks(Micros now)
{
    return backlogOf(m_checks.bind("now"_L1, now));
}

core::Backlog SqlHealthStore::notices(Micros now)
{
    return backlogOf(m_notices.bind("now"_L1, now));
}

core::BotHealth SqlHealthStore::bot(qint64 botId, Micros now)
{
    return {m_lastUpdate.bind("bot_id"_L1, botId).one(readOldest).value_or(0),
            backlogOf(m_updates.bind("bot_id"_L1, botId)),
            m_deadUpdates.bind("bot_id"_L1, botId).one(readCount).value_or(0),
            backlogOf(m_messages.bind("bot_id"_L1, botId).bind("now"_L1, now))};
}

QList<core::PixelHealth> SqlHealthStore::pixels()
{
    return m_pixels.all(readPixel) + m_stoppedPixels.all(readPixel);
}

QList<core::DeadEvent> SqlHealthStore::deadEvents(int limit)
{
    return m_deadEvents.bind("limit"_L1, limit).all(readDeadEvent);
}

QList<core::RecentCharge> SqlHealthStore::recentCharges(int limit)
{
    return m_recentCharges.bind("limit"_L1, limit).all(readCharge);
}

core::RollupFacts SqlHealthStore::rollups(qint64 workspaceId, Micros now, int mostClicks)
{
    core::RollupFacts facts;
    facts.day = now / dayMicros - 1;
    readDay(facts, workspaceId, mostClicks);
    readMinutes(facts, now, mostClicks);
    facts.pendingEvents = m_pendingEvents.one(readCounted).value_or(core::Counted{});
    return facts;
}

void SqlHealthStore::readDay(core::RollupFacts &facts, qint64 workspaceId, int mostClicks)
{
    const auto from = facts.day * dayMicros;
    const auto until = from + dayMicros;
    bindTimes(m_clicksOfDay, from, until)
        .bind("workspace_id"_L1, workspaceId)
        .bind("day"_L1, facts.day)
        .bind("most"_L1, qint64(mostClicks))
        .one([&](const Row &row) {
            const auto visits = row.integer("visits"_L1);
            const auto clicks = row.integer("clicks"_L1);
            facts.visits = {row.integer("counted_visits"_L1), visits + row.integer("undated_visits"_L1)};
            facts.others = {row.integer("counted_others"_L1), clicks - visits + row.integer("undated_others"_L1)};
            facts.areClicksRead = clicks < mostClicks;
            return true;
        });
    m_salesOfDay.bind("workspace_id"_L1, workspaceId)
        .bind("day"_L1, facts.day)
        .bind("from_at"_L1, from)
        .bind("until_at"_L1, until)
        .one([&](const Row &row) {
            facts.sales = readCounted(row);
            facts.minor = {row.integer("counted_minor"_L1), row.integer("minor"_L1)};
            return true;
        });
}

void SqlHealthStore::readMinutes(core::RollupFacts &facts, Micros now, int mostClicks)
{
    const auto untilMinute = now / minuteMicros;
    const auto fromMinute = untilMinute - minutesCompared;
    bindTimes(m_redirectsOfMinutes, fromMinute * minuteMicros, untilMinute * minuteMicros)
        .bind("from_minute"_L1, fromMinute)
        .bind("until_minute"_L1, untilMinute)
        .bind("most"_L1, qint64(mostClicks))
        .one([&](const Row &row) {
            const auto clicks = row.integer("stored"_L1);
            facts.redirects = {row.integer("counted"_L1), clicks - row.integer("taken_over"_L1)};
            facts.areRedirectsRead = clicks < mostClicks;
            return true;
        });
}

Micros SqlHealthStore::newestEntry()
{
    return m_newestEntry.one(readOldest).value_or(0);
}

QString SqlHealthStore::integrity()
{
    return m_integrity.one([](const Row &row) { return row.text("verdict"_L1); }).value_or(QString());
}

} // namespace rastro::storage
