// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace rastro::core {

/// Looks after something that must not depend on any other thread. Has one of its own, which sleeps while there is
/// nothing to look after.
class Lookout
{
public:
    /// `look` is called each `interval` while there is something, on the lookout's thread. It says whether there still
    /// is.
    Lookout(std::chrono::milliseconds interval, std::function<bool()> look);
    /// Looks no more.
    ~Lookout();
    Q_DISABLE_COPY_MOVE(Lookout)

    /// There is something. Thread-safe, and cheap while the lookout is awake.
    void wake();

private:
    void run();

    const std::chrono::milliseconds m_interval;
    const std::function<bool()> m_look;
    std::mutex m_mutex; // Guards what follows.
    std::condition_variable m_changed;
    bool m_isAwake = false;
    bool m_isEnding = false;
    std::thread m_thread; // last: it uses all the others
};

} // namespace rastro::core
