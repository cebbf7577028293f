// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <array>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

namespace rastro::storage {

/// Which clicks have a key, in memory: the newest of all clicks, and by time. A link that is passed on gives thousands
/// of clicks one key: adding the newest and dropping the oldest costs the same however many there are. Most clicks come
/// and go before anybody asks for one: they are put under their keys when somebody does.
class RecentClicks
{
public:
    struct Click
    {
        qint64 firstSeenMs = 0;
        std::array<char, 32> token{};

        [[nodiscard]] QString text() const;
    };

    struct Arrival
    {
        qint64 number = 0;            ///< Its place in the table.
        std::array<qint64, 2> keys{}; ///< 0: none.
        Click click;
    };

    [[nodiscard]] static Click click(qint64 firstSeenMs, QStringView token);

    void add(const Arrival &arrival) { m_arrivals.push_back(arrival); }
    [[nodiscard]] std::size_t size() const { return m_arrivals.size(); }
    /// Of those that were added those with a greater number; numbers were added in their order.
    [[nodiscard]] qint64 countBehind(qint64 number) const;
    /// The first that was added. There is one.
    [[nodiscard]] const Arrival &first() const { return m_arrivals.front(); }
    void dropFirst();
    /// Oldest first. Valid until the next change.
    [[nodiscard]] std::span<const Click> of(qint64 key);

private:
    struct Chain
    {
        std::vector<Click> clicks;
        std::size_t begin = 0; // Those before it were dropped.
    };

    void sortIn();
    void sortIn(qint64 key, const Click &click);
    void sortOut(qint64 key, const Click &click);

    std::deque<Arrival> m_arrivals;
    std::size_t m_sortedIn = 0; // The first so many of them are under their keys.
    std::unordered_map<qint64, Chain> m_chains;
};

} // namespace rastro::storage
