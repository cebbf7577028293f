// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/nodestore.h"
#include "core/shop/shop.h"
#include "server/doctor/finding.h"

namespace rastro::server {

/// The servers on the database: when each was last heard of, what only it does, and whether its clock is right. Pure.
[[nodiscard]] QList<Finding> checkNodes(const QList<core::NodeRow> &nodes, const core::Shop &shop);

} // namespace rastro::server
