// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlredirectstore.h"

#include "storage/connection.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Less than every token.
QString lowerBound(const std::optional<TrackingToken> &after)
{
    return after ? after->toString() : u""_s;
}

core::RedirectCount readCount(const Row &row)
{
    const qint64 people = row.integer("people"_L1);
    return {.poolId = row.integer("pool_id"_L1),
            .botId = row.integer("bot_id"_L1),
            .minute = row.integer("minute"_L1),
            .people = people,
            .others = row.integer("visits"_L1) - people};
}

} // namespace

SqlRedirectStore::SqlRedirectStore(Connection &connection)
    : m_countedUpTo(connection, "redirect.countedUpTo"_L1)
    , m_begin(connection, "redirect.begin"_L1)
    , m_moveOn(connection, "redirect.moveOn"_L1)
    , m_endOfStep(connection, "redirect.endOfStep"_L1)
    , m_between(connection, "redirect.between"_L1)
    , m_addMinute(connection, "redirect.addMinute"_L1)
    , m_addToPool(connection, "redirect.addToPool"_L1)
    , m_addToPoolBot(connection, "redirect.addToPoolBot"_L1)
    , m_loadsSince(connection, "redirect.loadsSince"_L1)
    , m_forgetBefore(connection, "redirect.forgetBefore"_L1)
{
}

std::optional<TrackingToken> SqlRedirectStore::countedUpTo()
{
    const auto token = m_countedUpTo.one([](const Row &row) { return row.text("value"_L1); });
    return token ? TrackingToken::parse(*token) : std::nullopt;
}

bool SqlRedirectStore::moveOn(const std::optional<TrackingToken> &from, const TrackingToken &to)
{
    if (!from)
        return m_begin.bind("token"_L1, to.toString()).run() > 0;
    return m_moveOn.bind("token"_L1, to.toString()).bind("from"_L1, from->toString()).run() > 0;
}

std::optional<TrackingToken> SqlRedirectStore::endOfStep(const std::optional<TrackingToken> &after,
                                                         const TrackingToken &upTo, int most)
{
    const auto end = m_endOfStep.bind("after"_L1, lowerBound(after))
                         .bind("up_to"_L1, upTo.toString())
                         .bind("most"_L1, qint64(most))
                         .one([](const Row &row) { return row.token("token"_L1); });
    return end.value_or(std::nullopt);
}

QList<core::RedirectCount> SqlRedirectStore::between(const std::optional<TrackingToken> &after,
                                                     const TrackingToken &upTo)
{
    return m_between.bind("after"_L1, lowerBound(after)).bind("up_to"_L1, upTo.toString()).all(readCount);
}

void SqlRedirectStore::add(const core::RedirectCount &count)
{
    m_addMinute.bind("minute"_L1, count.minute)
        .bind("pool_id"_L1, count.poolId)
        .bind("bot_id"_L1, count.botId)
        .bind("people"_L1, count.people)
        .bind("others"_L1, count.others)
        .run();
    m_addToPool.bind("redirects"_L1, count.botId ? count.people : 0)
        .bind("unserved"_L1, count.botId ? 0 : count.people)
        .bind("pool_id"_L1, count.poolId)
        .run();
    if (count.botId)
        m_addToPoolBot.bind("people"_L1, count.people)
            .bind("pool_id"_L1, count.poolId)
            .bind("bot_id"_L1, count.botId)
            .run();
}

core::BotLoads SqlRedirectStore::loadsSince(qint64 minute)
{
    core::BotLoads loads;
    m_loadsSince.bind("minute"_L1, minute).all([&](const Row &row) {
        loads.insert(row.integer("bot_id"_L1), row.integer("people"_L1));
        return true;
    });
    return loads;
}

void SqlRedirectStore::forgetBefore(qint64 minute)
{
    m_forgetBefore.bind("minute"_L1, minute).run();
}

} // namespace rastro::storage
