// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QObject>
#include <functional>
#include <optional>

namespace rastro::core {

/// Runs rounds of due work, one at a time: when kicked, again while there is more, and when the next row is due. The
/// rows are the timers; this only wakes up for them. Core thread only.
class DueLoop : public QObject
{
public:
    /// What a round found: `more` asks for another at once, `nextDue` for one then.
    struct Outcome
    {
        bool more = false;
        std::optional<Micros> nextDue;
    };
    using Done = std::function<void(const Outcome &)>;
    using Round = std::function<void(Done)>;

    DueLoop(Clock &clock, Round round, QObject *parent = nullptr);

    /// There may be work now. Cheap; many kicks are one round.
    void kick();
    /// No more rounds after the present one.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

private:
    void run();
    void finish(const Outcome &outcome);
    void wakeAt(Micros due);

    Clock &m_clock;
    Round m_round;
    bool m_running = false;
    bool m_kicked = false;
    bool m_stopped = false;
    Micros m_wakeAt = 0;
};

} // namespace rastro::core
