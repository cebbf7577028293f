// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/oneatatime.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

struct Candidate
{
    qint64 rank = 0;
    qint64 telegramUserId = 0;

    bool operator<(const Candidate &other) const { return rank < other.rank; }
};

Candidate readCandidate(const Row &row)
{
    return {row.integer("rank"_L1), row.integer("telegram_user_id"_L1)};
}

} // namespace

OneAtATime::OneAtATime(Connection &connection)
    : m_byFbclid(connection, "click.personByFbclid"_L1)
    , m_byVisitor(connection, "click.personByVisitor"_L1)
{
}

QList<core::Recognised> OneAtATime::recognise(std::span<const core::Newcomer> newcomers)
{
    QList<core::Recognised> recognised;
    recognised.reserve(static_cast<qsizetype>(newcomers.size()));
    for (const auto &newcomer : newcomers)
        recognised.append(recognise(newcomer));
    return recognised;
}

core::Recognised OneAtATime::recognise(const core::Newcomer &newcomer)
{
    if (const auto person = newcomer.fbclid.isEmpty() ? 0 : byFbclid(newcomer))
        return {person, AttributionRule::ReturningFbclid};
    if (const auto person = newcomer.visitorId.isEmpty() ? 0 : byVisitor(newcomer))
        return {person, AttributionRule::ReturningVisitor};
    return {};
}

qint64 OneAtATime::byFbclid(const core::Newcomer &newcomer)
{
    const auto candidates = m_byFbclid.bind("workspace_id"_L1, newcomer.workspaceId)
                                .bind("fbclid"_L1, newcomer.fbclid)
                                .bind("bot_id"_L1, newcomer.botId)
                                .all(readCandidate);
    const auto best = std::min_element(candidates.begin(), candidates.end());
    return best == candidates.end() ? 0 : best->telegramUserId;
}

qint64 OneAtATime::byVisitor(const core::Newcomer &newcomer)
{
    return m_byVisitor.bind("workspace_id"_L1, newcomer.workspaceId)
        .bind("visitor_id"_L1, newcomer.visitorId)
        .one([](const Row &row) { return row.integer("telegram_user_id"_L1); })
        .value_or(0);
}

} // namespace rastro::storage
