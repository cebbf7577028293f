// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/redisdialogue.h"
#include "server/doctor/finding.h"

#include <QtCore/QList>

namespace rastro::server {

/// What a look at the Redis of --redis found. Pure.
[[nodiscard]] QList<Finding> checkRedis(const redis::RedisUrl &url, const Result<redis::Probe> &probe);

} // namespace rastro::server
