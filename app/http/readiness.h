// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>
#include <span>
#include <sys/epoll.h>

namespace rastro::http {

/// Watches many descriptors behind one (epoll): Qt's own loop polls a single descriptor, however many clients there
/// are. Level-triggered. One thread.
class Readiness
{
public:
    Readiness();
    ~Readiness();
    Q_DISABLE_COPY_MOVE(Readiness)

    /// `events` as of epoll_ctl(2); errors and hang-ups are always reported. `key` comes back with each event.
    bool add(int descriptor, quint32 events, void *key);
    void change(int descriptor, quint32 events, void *key);
    void remove(int descriptor);
    /// What is ready now; never waits.
    [[nodiscard]] std::span<epoll_event> poll(std::span<epoll_event> room);
    /// Becomes readable when anything watched is ready.
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    const int m_descriptor;
};

} // namespace rastro::http
