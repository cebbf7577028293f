// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/clock.h>

#include <QtCore/QList>
#include <QtCore/QPointer>
#include <algorithm>

namespace rastro::testing {

/// A Clock that stands still until a test moves it. Callbacks run inside advance(), in the order of their due times
/// (equal times: in the order they were asked for), each seeing now() as its own due time.
class FakeClock : public Clock
{
public:
    /// 2026-01-02T03:04:05 UTC, so that no test depends on the day it runs.
    static constexpr Micros defaultStart = 1'767'323'045'000'000;

    explicit FakeClock(Micros start = defaultStart)
        : m_now(start)
    {
    }

    [[nodiscard]] Micros now() const override { return m_now; }

    void after(std::chrono::milliseconds delay, QObject *context, std::function<void()> then) override
    {
        m_timers.append(
            {m_now + std::max<qint64>(delay.count(), 0) * 1000, context, context != nullptr, std::move(then)});
    }

    /// Moves time and runs all that becomes due, also what those callbacks ask for meanwhile.
    void advance(std::chrono::milliseconds by)
    {
        const Micros end = m_now + by.count() * 1000;
        for (auto next = earliest(); next != m_timers.end() && next->due <= end; next = earliest()) {
            const Timer timer = *next;
            m_timers.erase(next);
            m_now = std::max(m_now, timer.due);
            if (!timer.guarded || timer.context)
                timer.then();
        }
        m_now = end;
    }

    /// Callbacks that wait; those of deleted contexts do not count.
    [[nodiscard]] int pending() const
    {
        return int(
            std::count_if(m_timers.begin(), m_timers.end(), [](const Timer &t) { return !t.guarded || t.context; }));
    }

private:
    struct Timer
    {
        Micros due;
        QPointer<QObject> context;
        bool guarded;
        std::function<void()> then;
    };

    QList<Timer>::iterator earliest()
    {
        return std::min_element(m_timers.begin(), m_timers.end(),
                                [](const Timer &a, const Timer &b) { return a.due < b.due; });
    }

    Micros m_now;
    QList<Timer> m_timers;
};

} // namespace rastro::testing
