// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/recentclicks.h"

#include <algorithm>
#include <tuple>

namespace rastro::storage {

namespace {

bool isEarlier(const RecentClicks::Click &one, const RecentClicks::Click &other)
{
    return std::tie(one.firstSeenMs, one.token) < std::tie(other.firstSeenMs, other.token);
}

} // namespace

QString RecentClicks::Click::text() const
{
    return QString::fromLatin1(token.data(), static_cast<qsizetype>(token.size()));
}

RecentClicks::Click RecentClicks::click(qint64 firstSeenMs, QStringView token)
{
    Click click{firstSeenMs, {}};
    const auto size = std::min<qsizetype>(token.size(), static_cast<qsizetype>(click.token.size()));
    std::transform(token.begin(), token.begin() + size, click.token.begin(), [](QChar c) { return c.toLatin1(); });
    return click;
}

qint64 RecentClicks::countBehind(qint64 number) const
{
    const auto first = std::upper_bound(m_arrivals.begin(), m_arrivals.end(), number,
                                        [](qint64 limit, const Arrival &arrival) { return limit < arrival.number; });
    return std::distance(first, m_arrivals.end());
}

void RecentClicks::dropFirst()
{
    const auto &[number, keys, click] = m_arrivals.front();
    if (m_sortedIn > 0) {
        --m_sortedIn;
        for (const auto key : keys)
            sortOut(key, click);
    }
    m_arrivals.pop_front();
}

std::span<const RecentClicks::Click> RecentClicks::of(qint64 key)
{
    sortIn();
    const auto found = m_chains.find(key);
    if (found == m_chains.end())
        return {};
    return std::span(found->second.clicks).subspan(found->second.begin);
}

void RecentClicks::sortIn()
{
    for (; m_sortedIn < m_arrivals.size(); ++m_sortedIn) {
        const auto &arrival = m_arrivals[m_sortedIn];
        for (const auto key : arrival.keys)
            sortIn(key, arrival.click);
    }
}

void RecentClicks::sortIn(qint64 key, const Click &click)
{
    if (key == 0)
        return;
    auto &[clicks, begin] = m_chains[key];
    clicks.push_back(click);
    // Only an imported click is older than those that are there.
    const auto first = clicks.begin() + static_cast<std::ptrdiff_t>(begin);
    for (auto at = clicks.end() - 1; at != first && isEarlier(*at, *(at - 1)); --at)
        std::iter_swap(at, at - 1);
}

void RecentClicks::sortOut(qint64 key, const Click &click)
{
    const auto found = m_chains.find(key);
    if (found == m_chains.end())
        return;
    auto &[clicks, begin] = found->second;
    const auto first = clicks.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto at =
        std::find_if(first, clicks.end(), [&click](const Click &other) { return other.token == click.token; });
    if (at == clicks.end())
        return;
    std::move_backward(first, at, at + 1);
    if (++begin == clicks.size()) {
        m_chains.erase(found);
    } else if (begin > clicks.size() / 2) {
        clicks.erase(clicks.begin(), clicks.begin() + static_cast<std::ptrdiff_t>(begin));
        begin = 0;
    }
}

} // namespace rastro::storage
