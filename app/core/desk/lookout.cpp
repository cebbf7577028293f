// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/desk/lookout.h"

namespace rastro::core {

Lookout::Lookout(std::chrono::milliseconds interval, std::function<bool()> look)
    : m_interval(interval)
    , m_look(std::move(look))
    , m_thread([this] { run(); })
{
}

Lookout::~Lookout()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void Lookout::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isAwake)
            return;
        m_isAwake = true;
    }
    m_changed.notify_one();
}

void Lookout::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_isAwake || m_isEnding; });
        m_changed.wait_for(lock, m_interval, [this] { return m_isEnding; });
        if (m_isEnding)
            return;
        m_isAwake = false; // Whoever wakes it while it looks, makes it look again.
        lock.unlock();
        const bool isThereMore = m_look();
        lock.lock();
        m_isAwake = m_isAwake || isThereMore;
    }
}

} // namespace rastro::core
