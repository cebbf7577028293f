// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "server/terminal/style.h"

namespace rastro::server {

/// What `rastro trace` prints of one subject. Neighbouring fields that are missing for one reason are told together.
/// Control characters of what came from outside are made visible. Pure.
[[nodiscard]] QStringList traceLines(const core::Trace &trace, const Style &style);

} // namespace rastro::server
