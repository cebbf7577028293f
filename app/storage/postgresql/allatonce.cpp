// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/allatonce.h"

#include "storage/postgresql/pgarray.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

struct Found
{
    qint64 place = 0; // From 1.
    core::Recognised who;
};

Found readFound(const Row &row)
{
    const auto place = row.integer("place"_L1);
    if (const auto person = row.integer("by_fbclid"_L1))
        return {place, {person, AttributionRule::ReturningFbclid}};
    return {place, {row.integer("by_visitor"_L1), AttributionRule::ReturningVisitor}};
}

bool mayBeKnown(const core::Newcomer &newcomer)
{
    return !newcomer.fbclid.isEmpty() || !newcomer.visitorId.isEmpty();
}

} // namespace

AllAtOnce::AllAtOnce(Connection &connection)
    : m_recognise(connection, "click.recognise"_L1)
{
}

QList<core::Recognised> AllAtOnce::recognise(std::span<const core::Newcomer> newcomers)
{
    QList<core::Recognised> recognised(static_cast<qsizetype>(newcomers.size()));
    if (std::none_of(newcomers.begin(), newcomers.end(), mayBeKnown))
        return recognised;
    bind(newcomers);
    const auto found = m_recognise.all(readFound);
    for (const auto &[place, who] : found)
        recognised[place - 1] = who;
    return recognised;
}

void AllAtOnce::bind(std::span<const core::Newcomer> newcomers)
{
    auto workspaces = PgArray::ofIntegers();
    auto bots = PgArray::ofIntegers();
    auto fbclids = PgArray::ofTexts();
    auto visitors = PgArray::ofTexts();
    for (const auto &newcomer : newcomers) {
        workspaces.add(newcomer.workspaceId);
        bots.add(newcomer.botId);
        fbclids.addOrNull(newcomer.fbclid);
        visitors.addOrNull(newcomer.visitorId);
    }
    m_recognise.bind("workspaces"_L1, workspaces.bytes())
        .bind("bots"_L1, bots.bytes())
        .bind("fbclids"_L1, fbclids.bytes())
        .bind("visitors"_L1, visitors.bytes());
}

} // namespace rastro::storage
