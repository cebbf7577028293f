// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/healthstore.h"
#include "core/retention/retentionplan.h"
#include "server/doctor/finding.h"

namespace rastro::server {

/// Clicks that are read to compare them with what was counted: a fraction of a second.
inline constexpr int QuicklyReadClicks = 500'000;

/// Do the counts agree with what they count? `keepClicksDays`: clicks that may be deleted by now are not missed; 0:
/// none is. Pure.
[[nodiscard]] QList<Finding> checkRollups(const core::RollupFacts &facts, int keepClicksDays);

} // namespace rastro::server
