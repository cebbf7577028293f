// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/desk/dueloop.h"

#include <QtCore/QPointer>
#include <algorithm>

namespace rastro::core {

namespace {

// A row that another node added has no kick here; look again at least this often.
constexpr std::chrono::milliseconds longestSleep{5'000};

} // namespace

DueLoop::DueLoop(Clock &clock, Round round, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_round(std::move(round))
{
}

void DueLoop::kick()
{
    if (m_stopped)
        return;
    if (m_running) {
        m_kicked = true;
        return;
    }
    run();
}

void DueLoop::stop()
{
    m_stopped = true;
}

void DueLoop::run()
{
    m_running = true;
    m_kicked = false;
    m_round([self = QPointer<DueLoop>(this)](const Outcome &outcome) {
        if (self)
            self->finish(outcome);
    });
}

void DueLoop::finish(const Outcome &outcome)
{
    m_running = false;
    if (m_stopped)
        return;
    if (outcome.more || m_kicked) {
        run();
        return;
    }
    const Micros latest = m_clock.now() + std::chrono::microseconds(longestSleep).count();
    wakeAt(std::min(outcome.nextDue.value_or(latest), latest));
}

void DueLoop::wakeAt(Micros due)
{
    if (m_wakeAt > m_clock.now() && m_wakeAt <= due)
        return; // An earlier wake-up is on its way already.
    m_wakeAt = due;
    const auto delay = std::chrono::milliseconds(std::max<qint64>(1, (due - m_clock.now() + 999) / 1000));
    m_clock.after(delay, this, [this, due] {
        if (m_wakeAt == due) {
            m_wakeAt = 0;
            kick();
        }
    });
}

} // namespace rastro::core
