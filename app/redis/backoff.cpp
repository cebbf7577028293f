// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/backoff.h"

#include <QtCore/QRandomGenerator>
#include <algorithm>

namespace rastro::redis {

namespace {

constexpr std::chrono::milliseconds shortest{100};
constexpr std::chrono::milliseconds longest{10'000};
constexpr int doublings = 7; // 100 ms · 2^7 is above the longest

} // namespace

Backoff::Backoff(Random random)
    : m_random(random ? std::move(random) : Random([] { return QRandomGenerator::global()->generateDouble(); }))
{
}

std::chrono::milliseconds Backoff::next()
{
    const auto whole = std::min(shortest * (1 << std::min(m_failures, doublings)), longest);
    ++m_failures;
    return whole / 2 + std::chrono::milliseconds(static_cast<int>(m_random() * static_cast<double>(whole.count() / 2)));
}

} // namespace rastro::redis
