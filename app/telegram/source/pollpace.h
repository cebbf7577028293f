// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace rastro::telegram {

/// How long to wait between two long polls: decisions only, no clock. Keeps a poller from spinning on quick empty
/// answers, from storming a server in trouble, and from degrading itself (Telegram answers a repeated offset within
/// 0.5 s with one update at a time).
class PollPace
{
public:
    using Random = std::function<double()>; ///< 0 <= x < 1.

    /// `random`: none is the system's.
    explicit PollPace(Random random);

    /// After a good answer that took `elapsed`. Resets what trouble had built up.
    [[nodiscard]] std::chrono::milliseconds afterAnswer(bool empty, std::chrono::milliseconds elapsed);

    /// After a failed poll, or a batch that could not be stored: 1, 2, 4 … 60 s, give or take a quarter, and at least
    /// what the server asked for.
    [[nodiscard]] std::chrono::milliseconds afterTrouble(std::chrono::seconds atLeast = std::chrono::seconds(0));

    /// After a 409: 5, 10, 20 … 60 s, give or take a quarter.
    [[nodiscard]] std::chrono::milliseconds afterConflict();

private:
    [[nodiscard]] std::chrono::milliseconds spread(std::chrono::milliseconds delay) const;

    Random m_random;
    int m_troubles = 0;
    int m_conflicts = 0;
};

} // namespace rastro::telegram
