// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/source/pollpace.h"

#include <QtCore/QRandomGenerator>
#include <algorithm>
#include <cstdint>

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace rastro::telegram {

namespace {

constexpr milliseconds shortestEmptyPoll = 1s;
constexpr milliseconds firstTrouble = 1s;
constexpr milliseconds firstConflict = 5s;
constexpr milliseconds longest = 60s;

milliseconds doubled(milliseconds first, int times)
{
    return std::min(longest, first * (1 << std::min(times, 10)));
}

double systemRandom()
{
    return QRandomGenerator::global()->generateDouble();
}

} // namespace

PollPace::PollPace(Random random)
    : m_random(random ? std::move(random) : Random(systemRandom))
{
}

milliseconds PollPace::afterAnswer(bool empty, milliseconds elapsed)
{
    m_troubles = 0;
    m_conflicts = 0;
    return empty ? std::max(shortestEmptyPoll - elapsed, 0ms) : 0ms;
}

milliseconds PollPace::afterTrouble(std::chrono::seconds atLeast)
{
    return std::max<milliseconds>(spread(doubled(firstTrouble, m_troubles++)),
                                  atLeast + milliseconds(static_cast<int>(m_random() * 1000)));
}

milliseconds PollPace::afterConflict()
{
    return std::clamp(spread(doubled(firstConflict, m_conflicts++)), firstConflict, longest);
}

milliseconds PollPace::spread(milliseconds delay) const
{
    return milliseconds(static_cast<std::int64_t>(static_cast<double>(delay.count()) * (0.75 + m_random() / 2)));
}

} // namespace rastro::telegram
