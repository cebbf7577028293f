// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rastro::server {

/// Connections from outside that are open at once; more wait in the system's queue.
inline constexpr int MostConnections = 4096;

} // namespace rastro::server
