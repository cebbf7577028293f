// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/circuit.h"
#include "telegram/api/botapi.h"
#include "telegram/api/verdict.h"

#include <QtCore/QObject>

namespace rastro::telegram {

/// Feels one bot's pulse: gathers the evidence of whoever works with it, asks getMe itself when nothing was heard for a
/// while or the circuit is half-open, and keeps the circuit. Core thread only.
class BotPulse : public QObject
{
    Q_OBJECT

public:
    /// `remembered`: the circuit as it was stored before the last stop. If it was not closed, the bot is asked at once
    /// whether it is back. `api`'s client and `clock` must outlive this.
    BotPulse(BotApi api, Clock &clock, const core::CircuitLimits &limits, const core::Circuit &remembered,
             QObject *parent = nullptr);

    void start();

    /// It did its work.
    void worked();
    /// It answered a call that is not its work.
    void answered();
    /// A call of it failed, which was about a chat or about the bot itself. Within a second, many failures are one.
    void failed(const ApiError &error, CallTarget target = CallTarget::Bot);
    /// While this is set only work closes the circuit: getMe answers although somebody else takes the bot's updates.
    void trustWorkOnly(bool workOnly) { m_workOnly = workOnly; }

    [[nodiscard]] const core::Circuit &circuit() const { return m_circuit; }

Q_SIGNALS:
    /// The circuit opened or closed.
    void turned();
    /// Nothing turned, but what is stored has become old.
    void aged();
    /// The circuit closed because getMe answered: whatever was given up may begin again.
    void recovered();

private:
    void take(core::Evidence evidence, const QString &reason);
    void checkAfter(std::chrono::milliseconds delay);
    void check();
    void probe();
    [[nodiscard]] std::chrono::milliseconds untilNextCheck() const;

    const BotApi m_api;
    Clock &m_clock;
    const core::CircuitLimits m_limits;
    core::Circuit m_circuit;
    bool m_workOnly = false;
    Micros m_heardAt = 0;  ///< When evidence of any kind last came.
    Micros m_failedAt = 0; ///< When a failure last counted.
    Micros m_toldAt = 0;   ///< When somebody was last told.
};

} // namespace rastro::telegram
