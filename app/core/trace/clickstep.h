// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/trailstore.h"
#include "rastro/click.h"

namespace rastro::core {

/// The first step of a trail, "click.stored", as the click itself tells it: it has no row of its own, since there are a
/// thousand clicks to a sale. Its id is 0.
[[nodiscard]] TrailEntry clickStep(qint64 workspaceId, const Click &click);

} // namespace rastro::core
