// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nodes/cluster.h"

#include <chrono>

namespace rastro::test {

/// A change of the shop that an operator makes by a command, and how a visitor sees it.
struct ShopChange
{
    QByteArray name;
    QStringList command;
    QByteArray input;        ///< What the command reads.
    Asking::IsWanted isLive; ///< Judges the answer of the pool "second".
};

/// A new pool, one that is switched off and on, a plugin that is disabled and enabled: to be made in this order.
[[nodiscard]] QList<ShopChange> shopChanges(const OutsideWorld &world);

/// Makes the change beside one node and asks all of them meanwhile, again and again. How long after the commit the last
/// one answered by it; none: one never did, or the command failed.
[[nodiscard]] std::optional<std::chrono::milliseconds> timeUntilLive(Cluster &cluster, const Node &beside,
                                                                     const ShopChange &change);

/// Makes all of them, each beside another node, and prints how long it took. The median; none: as above.
[[nodiscard]] std::optional<std::chrono::milliseconds> medianTimeUntilLive(Cluster &cluster);

} // namespace rastro::test
