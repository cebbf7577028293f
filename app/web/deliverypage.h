// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/deliveries.h"
#include "http/httpresponse.h"
#include "web/pagetemplates.h"
#include "web/websnapshot.h"

namespace rastro::web {

/// The page that hands over what was bought. It holds the browser's Purchase exactly when the opened delivery does.
[[nodiscard]] http::HttpResponse deliveryPage(const PageTemplates &pages, const WebSnapshot &snapshot,
                                              const core::OpenedDelivery &delivery, Language language);

} // namespace rastro::web
