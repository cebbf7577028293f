// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/undatedclicks.h"

#include "core/click/tokentime.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qint64 dayMs = 86'400'000;

} // namespace

UndatedClicks::UndatedClicks(Connection &connection)
    : m_add(connection, "click.addUndated"_L1)
{
}

void UndatedClicks::add(const core::NewClick &takenOver)
{
    const Click &click = *takenOver.click;
    const auto day = click.firstSeenMs / dayMs;
    if (core::tokensBetween(day * dayMs * 1000, (day + 1) * dayMs * 1000).holds(click.token))
        return;
    const bool isPerson = click.traffic == "person"_L1;
    m_add.bind("workspace_id"_L1, takenOver.workspaceId)
        .bind("day"_L1, day)
        .bind("people"_L1, qint64(isPerson ? 1 : 0))
        .bind("others"_L1, qint64(isPerson ? 0 : 1))
        .run();
}

} // namespace rastro::storage
