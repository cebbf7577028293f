// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"

namespace rastro::core {

/// The bots of a pool that can take a visitor now, and whose turn it is. Built once per change of the shop; choosing is
/// a pure function of the turn. Immutable, so threads may share it.
///
/// A bot can take a visitor when it is active, has a username, and is enabled and online in the pool. The strategies
/// are "round_robin", "weighted" (exactly by weight over one round, well mixed within it; a weight of 0 gets nobody
/// while others have one) and "priority" (those with the highest number share all visitors in turn). Any other works as
/// round_robin.
class PoolChoice
{
public:
    PoolChoice() = default;
    PoolChoice(const Pool &pool, const QList<Bot> &bots);

    /// The bot for the visitor number `turn` (0, 1, 2, …). Nothing when no bot can take one.
    [[nodiscard]] std::optional<qint64> bot(quint64 turn) const;

private:
    struct Share
    {
        qint64 botId = 0;
        quint64 upTo = 0; // the sum of the weights so far: its part of a round ends here
    };
    QList<Share> m_shares;
    quint64 m_step = 1; // from one turn's place in the round to the next one's
};

} // namespace rastro::core
