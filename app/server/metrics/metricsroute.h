// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/access.h"
#include "server/metrics/metricsdesk.h"
#include "web/router.h"

namespace rastro::server {

/// What the options say about who may read the metrics. Errors: the addresses or the trusted proxies are malformed,
/// "options.metrics_token_file": the file cannot be read, is empty, or others may read it.
[[nodiscard]] Result<metrics::Access> metricsAccess(const ServerOptions &options);

/// GET /metrics: who is not admitted gets 403 on the HTTP thread, and no more.
[[nodiscard]] web::Router::Route metricsRoute(metrics::Access access, MetricsDesk &desk);

} // namespace rastro::server
