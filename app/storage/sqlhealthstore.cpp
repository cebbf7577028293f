// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlhealthstore.h"

#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

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

Micros SqlHealthStore::newestEntry()
{
    return m_newestEntry.one(readOldest).value_or(0);
}

QString SqlHealthStore::integrity()
{
    return m_integrity.one([](const Row &row) { return row.text("verdict"_L1); }).value_or(QString());
}

} // namespace rastro::storage
