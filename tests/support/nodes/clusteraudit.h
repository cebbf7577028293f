// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nodes/cluster.h"

namespace rastro::test {

/// Ends the load and compares what the nodes have stored with what the outside world has counted of them all together:
/// one charge, one delivery and one Purchase for each buyer, one PageView for each click. A sentence for everything
/// that stays wrong; none: all is well.
[[nodiscard]] QStringList faultsOf(Cluster &cluster);

} // namespace rastro::test
