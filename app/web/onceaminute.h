// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QHash>
#include <mutex>

namespace rastro::web {

/// Keeps what every visitor of a pool would repeat from filling the log. Thread-safe.
class OnceAMinute
{
public:
    /// True the first time for a key, and then once a minute at most. `now`: microseconds.
    [[nodiscard]] bool isDue(qint64 key, Micros now)
    {
        constexpr Micros minute = 60'000'000;
        const std::lock_guard lock(m_mutex);
        const auto last = m_last.constFind(key);
        if (last != m_last.constEnd() && now - *last < minute)
            return false;
        m_last.insert(key, now);
        return true;
    }

private:
    std::mutex m_mutex;
    QHash<qint64, Micros> m_last;
};

} // namespace rastro::web
