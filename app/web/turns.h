// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <mutex>

namespace rastro::web {

/// Counts the visitors of each pool, for PoolChoice. Thread-safe.
class Turns
{
public:
    /// 0, 1, 2, … for each pool.
    [[nodiscard]] quint64 next(qint64 poolId)
    {
        const std::lock_guard lock(m_mutex);
        return m_next[poolId]++;
    }

private:
    std::mutex m_mutex;
    QHash<qint64, quint64> m_next;
};

} // namespace rastro::web
