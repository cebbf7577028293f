// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QList>

namespace rastro::core {

/// How many people each bot was sent in the last minutes, by bot id. A bot that is not in it was sent nobody.
using BotLoads = QHash<qint64, qint64>;

/// Weights by which the next visitors fill up the least loaded first, as water would: those at the lowest level share
/// them until they reach the next level. The loads are known a few seconds late, so the weights are made for all who
/// come meanwhile, a thirtieth of those of the window, and at least one for each bot. Pure; as many as `loads`, never
/// all zero.
[[nodiscard]] QList<quint64> loadShares(const QList<qint64> &loads);

} // namespace rastro::core
