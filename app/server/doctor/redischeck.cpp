// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/redischeck.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

// Never worse than a warning: what Redis does for Rastro goes on without it, a little later.
QList<Finding> checkRedis(const redis::RedisUrl &url, const Result<redis::Probe> &probe)
{
    if (!probe)
        return {
            {Finding::Warning, u"redis.answers"_s, u"redis"_s, probe.error().message,
             u"As the sentence says. Sales and attribution go on without Redis; nodes share no limits meanwhile."_s}};
    return {{Finding::Well,
             u"redis.answers"_s,
             u"redis"_s,
             u"%1 answers (version %2, %3 µs)."_s.arg(url.toString(), probe->version).arg(probe->roundTrip.count()),
             {}}};
}

} // namespace rastro::server
