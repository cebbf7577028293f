// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/tokenbucket.h"

#include <algorithm>
#include <cmath>

namespace rastro::core {

namespace {

constexpr double second = 1'000'000.0;

} // namespace

TokenBucket::TokenBucket(double perSecond, double burst, Micros now)
    : m_perSecond(perSecond)
    , m_burst(burst)
    , m_level(burst)
    , m_at(now)
{
}

double TokenBucket::levelAt(Micros now) const
{
    const double passed = static_cast<double>(std::max<Micros>(now - m_at, 0)) / second;
    return std::min(m_burst, m_level + passed * m_perSecond);
}

Micros TokenBucket::readyAt(Micros now) const
{
    const double missing = 1.0 - levelAt(now);
    return missing <= 0 ? now : now + static_cast<Micros>(std::ceil(missing / m_perSecond * second));
}

void TokenBucket::take(Micros now)
{
    m_level = levelAt(now) - 1.0;
    m_at = now;
}

bool TokenBucket::isFull(Micros now) const
{
    return levelAt(now) >= m_burst;
}

} // namespace rastro::core
