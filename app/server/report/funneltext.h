// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/funnelreport.h"
#include "server/terminal/style.h"

namespace rastro::server {

/// A funnel as lines for a terminal. Pure.
[[nodiscard]] QStringList funnelLines(const core::FunnelReport &report, const Style &style);

} // namespace rastro::server
