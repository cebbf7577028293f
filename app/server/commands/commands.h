// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rastro::server {

/// Parses the command line and runs the command that it names. Exit status: 0 done, 1 failed, 2 wrong usage.
[[nodiscard]] int runCommandLine(int argc, char *argv[]);

} // namespace rastro::server
