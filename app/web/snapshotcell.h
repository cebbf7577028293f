// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "web/websnapshot.h"

#include <mutex>

namespace rastro::web {

/// Holds the present snapshot: one thread puts a new one in, others take it out. A reader keeps what it has taken for
/// as long as it needs it. Thread-safe; the lock is held for the copy of a pointer.
class SnapshotCell
{
public:
    explicit SnapshotCell(std::shared_ptr<const WebSnapshot> first)
        : m_snapshot(std::move(first))
    {
    }

    [[nodiscard]] std::shared_ptr<const WebSnapshot> get() const
    {
        const std::lock_guard lock(m_mutex);
        return m_snapshot;
    }
    void set(std::shared_ptr<const WebSnapshot> snapshot)
    {
        const std::lock_guard lock(m_mutex);
        m_snapshot.swap(snapshot); // the old one dies behind the lock
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const WebSnapshot> m_snapshot;
};

} // namespace rastro::web
