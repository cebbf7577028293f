// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telegram/api/verdict.h"
#include "telegram/send/sendlanes.h"

#include <functional>
#include <map>

namespace rastro::telegram {

/// Which message of which bot leaves next: the lanes of all bots, served in turn, so that one bot's crowd cannot hold
/// up another's sale. Decisions over the Clock only: no database, no network, no timer of its own. Core thread only.
class SendScheduler
{
public:
    using Random = std::function<double()>; ///< 0 <= x < 1.

    /// `clock` must outlive it. `random` spreads the ends of pauses; none: the system's.
    explicit SendScheduler(const Clock &clock, Random random = {});

    void add(const SendItem &item);

    /// Takes the next message that may go now; call finished() once it was answered.
    [[nodiscard]] std::optional<SendItem> next();

    void finished(const SendItem &item);

    /// The message was refused: pauses what the verdict says, and frees its place. It is not queued again; add() it
    /// if it shall be repeated.
    void failed(const SendItem &item, const Verdict &verdict);

    /// The message was not sent: a limit that nodes share has no room before `until`. It comes again by itself.
    void postponed(const SendItem &item, Micros until);

    /// Takes back all that waits for a chat, as after a 403.
    [[nodiscard]] QList<SendItem> drop(qint64 botId, qint64 chatId);

    /// When next() may have something again; none if nothing waits, or if only finished() can free it.
    [[nodiscard]] std::optional<Micros> nextAt() const;

    /// Messages of a bot that wait here.
    [[nodiscard]] qsizetype waiting(qint64 botId) const;
    /// Bots it remembers something about.
    [[nodiscard]] qsizetype bots() const { return static_cast<qsizetype>(m_bots.size()); }

private:
    [[nodiscard]] Micros endOf(std::chrono::seconds wait) const;
    SendLanes &lanes(qint64 botId);
    void forgetIfIdle(qint64 botId);

    const Clock &m_clock;
    const Random m_random;
    std::map<qint64, SendLanes> m_bots;
    qint64 m_lastServed = 0;
};

} // namespace rastro::telegram
