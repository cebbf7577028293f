// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/loadshares.h"
#include "core/click/steadychoice.h"
#include "core/shop/shop.h"

namespace rastro::core {

/// The bots of a pool that can take a visitor now, and whose turn it is. Built once per change of the shop, of a bot's
/// health or of the loads; choosing is a pure function of the turn or of the visitor. Immutable, so threads may share
/// it.
///
/// A bot can take a visitor when it is active and well, has a username, and is enabled and online in the pool. The
/// strategies are "round_robin", "weighted" (exactly by weight over one round, well mixed within it; a weight of 0 gets
/// nobody while others have one), "priority" (those with the highest number share all visitors in turn) and
/// "least_loaded" (whom loadShares() favours). "sticky" takes turns as "round_robin" and brings returning visitors
/// back. Any other works as round_robin.
class PoolChoice
{
public:
    PoolChoice() = default;
    /// `loads`: of the last minutes, for "least_loaded".
    PoolChoice(const Pool &pool, const QList<Bot> &bots, const BotLoads &loads = {});

    /// The bot for the visitor number `turn` (0, 1, 2, …). Nothing when no bot can take one.
    [[nodiscard]] std::optional<qint64> bot(quint64 turn) const;

    /// Returning visitors are to be led to the bot that they were led to before.
    [[nodiscard]] bool isSticky() const { return m_isSticky; }
    /// The bot of this name, if it can take a visitor, whatever the strategy would say.
    [[nodiscard]] std::optional<qint64> botNamed(const QString &username) const;
    /// The bot for whoever has this fbclid or visitor id: the same at each visit, spread as the strategy spreads
    /// ("least_loaded": evenly). Nothing when no bot can take one.
    [[nodiscard]] std::optional<qint64> botFor(const QByteArray &identity) const;

private:
    struct Share
    {
        qint64 botId = 0;
        quint64 upTo = 0; // the sum of the weights so far: its part of a round ends here
    };
    QList<Share> m_shares;
    quint64 m_step = 1; // from one turn's place in the round to the next one's
    bool m_isSticky = false;
    QHash<QString, qint64> m_byName; // only of a sticky pool
    QList<Candidate> m_steady;       // only of a sticky pool
};

} // namespace rastro::core
