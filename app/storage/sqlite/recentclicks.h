// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <array>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

namespace rastro::storage {

/// Which clicks have a key, in memory, by time. A link that is passed on gives thousands of clicks one key: adding the
/// newest and removing the oldest costs the same however many there are. Most clicks are removed in the order they came
/// before anybody asks for one: they only pass through a queue, and are put under their keys when somebody asks.
class RecentClicks
{
public:
    struct Click
    {
        qint64 firstSeenMs = 0;
        std::array<char, 32> token{};

        [[nodiscard]] QString text() const;
    };

    void add(qint64 key, qint64 firstSeenMs, const QString &token);
    /// Nothing happens if it is not there.
    void remove(qint64 key, const QString &token);
    /// Oldest first. Valid until the next change.
    [[nodiscard]] std::span<const Click> of(qint64 key);
    void clear();

private:
    struct Chain
    {
        std::vector<Click> clicks;
        std::size_t begin = 0; // Those before it were removed.
    };

    struct Arrival
    {
        qint64 key = 0;
        Click click;
    };

    void sortIn();
    bool removeFirstArrival(qint64 key, const std::array<char, 32> &token);
    bool removeSortedIn(qint64 key, const std::array<char, 32> &token);

    std::deque<Arrival> m_arrivals; // Not under their keys yet.
    std::unordered_map<qint64, Chain> m_chains;
};

} // namespace rastro::storage
