// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/clicknumbering.h"

#include "storage/sqlite/clicknumber.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qint64 mostAheadMs = 60'000;
constexpr int counterBits = 12;

// A foreign token that looks like one of ours could claim a number that no click reaches for centuries.
qint64 claimOf(const Click &click)
{
    const auto number = clickNumber(click.token.toString());
    return number && (*number >> counterBits) - mostAheadMs <= click.firstSeenMs ? *number : 0;
}

} // namespace

ClickNumbering::ClickNumbering(Connection &connection)
    : m_lastStored(connection, "click.lastNumber"_L1)
{
}

std::vector<qint64> ClickNumbering::take(const QList<core::NewClick> &clicks)
{
    const auto stored = m_lastStored.one([](const Row &row) { return row.integer("number"_L1); });
    m_last = std::max(m_last, stored.value_or(0));
    std::vector<qint64> numbers;
    numbers.reserve(static_cast<std::size_t>(clicks.size()));
    for (const auto &[workspaceId, click] : clicks)
        numbers.push_back(m_last = std::max(m_last + 1, claimOf(*click)));
    return numbers;
}

} // namespace rastro::storage
