// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/filelimit.h"

#include <algorithm>
#include <sys/resource.h>

namespace rastro::server {

void raiseFileLimit()
{
    constexpr rlim_t enough = 65'536;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= enough)
        return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, enough));
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace rastro::server
