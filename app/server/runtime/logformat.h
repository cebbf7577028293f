// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rastro::server {

/// Logs go to standard error, one line per event, UTC, with bot tokens taken out wherever they come from.
void installLogFormat();

} // namespace rastro::server
