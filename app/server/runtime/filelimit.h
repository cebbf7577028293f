// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rastro::server {

/// Raises this process's limit of open files as far as it may without help, to at most 65 536: most systems start
/// programs with 1024, which is less than the connections that the server admits. Once, at start.
void raiseFileLimit();

} // namespace rastro::server
