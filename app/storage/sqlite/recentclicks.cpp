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

std::array<char, 32> bytesOf(const QString &token)
{
    std::array<char, 32> bytes{};
    const auto size = std::min<qsizetype>(token.size(), 32);
    std::transform(token.begin(), token.begin() + size, bytes.begin(), [](QChar c) { return c.toLatin1(); });
    return bytes;
}

} // namespace

QString RecentClicks::Click::text() const
{
    return QString::fromLatin1(token.data(), static_cast<qsizetype>(token.size()));
}

void RecentClicks::add(qint64 key, qint64 firstSeenMs, const QString &token)
{
    m_arrivals.push_back({key, {firstSeenMs, bytesOf(token)}});
}

void RecentClicks::clear()
{
    m_arrivals.clear();
    m_chains.clear();
}

void RecentClicks::sortIn()
{
    for (const auto &[key, click] : m_arrivals) {
        auto &clicks = m_chains[key].clicks;
        clicks.push_back(click);
        // Only an imported click is older than those that are there.
        for (auto at = clicks.end() - 1; at != clicks.begin() && isEarlier(*at, *(at - 1)); --at)
            std::iter_swap(at, at - 1);
    }
    m_arrivals.clear();
}

bool RecentClicks::removeFirstArrival(qint64 key, const std::array<char, 32> &token)
{
    if (m_arrivals.empty() || m_arrivals.front().key != key || m_arrivals.front().click.token != token)
        return false;
    m_arrivals.pop_front();
    return true;
}

void RecentClicks::remove(qint64 key, const QString &token)
{
    const auto bytes = bytesOf(token);
    // What was sorted in is older than what was not.
    if (removeSortedIn(key, bytes) || removeFirstArrival(key, bytes))
        return;
    sortIn();
    removeSortedIn(key, bytes);
}

bool RecentClicks::removeSortedIn(qint64 key, const std::array<char, 32> &token)
{
    const auto found = m_chains.find(key);
    if (found == m_chains.end())
        return false;
    auto &[clicks, begin] = found->second;
    const auto first = clicks.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto click = std::find_if(first, clicks.end(), [&token](const Click &other) { return other.token == token; });
    if (click == clicks.end())
        return false;
    std::move_backward(first, click, click + 1);
    if (++begin == clicks.size()) {
        m_chains.erase(found);
    } else if (begin > clicks.size() / 2) {
        clicks.erase(clicks.begin(), clicks.begin() + static_cast<std::ptrdiff_t>(begin));
        begin = 0;
    }
    return true;
}

std::span<const RecentClicks::Click> RecentClicks::of(qint64 key)
{
    sortIn();
    const auto found = m_chains.find(key);
    if (found == m_chains.end())
        return {};
    return std::span(found->second.clicks).subspan(found->second.begin);
}

} // namespace rastro::storage
