// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "web/browserreportroute.h"
#include "web/deliveryroute.h"
#include "web/goroute.h"

namespace rastro::web {

/// The refusals of a Router as pages: 404 and 405 in the reader's language.
[[nodiscard]] Router::Refusal refusalPages(const SnapshotCell &snapshots, const PageTemplates &pages);

/// Adds /go and /delivery to `router`. The routes must outlive it.
void addPublicRoutes(Router &router, GoRoute &go, BrowserReportRoute &browserReports, const DeliveryRoute &delivery);

} // namespace rastro::web
