// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/deliveries.h"
#include "http/responder.h"
#include "web/pagetemplates.h"
#include "web/router.h"
#include "web/snapshotcell.h"
#include "web/unavailablepage.h"

namespace rastro::web {

/// The delivery page, in two steps so that its token is in no address that a pixel could see: GET /delivery/<token>
/// puts the token into a cookie that scripts cannot read and goes on to GET /delivery, which has the page. Thread-safe;
/// what it is given must outlive it and every request it has under way.
class DeliveryRoute
{
public:
    DeliveryRoute(const SnapshotCell &snapshots, const PageTemplates &pages, core::Deliveries &deliveries);

    /// GET /delivery/<token>, a Router::Route; the token is the first value.
    void redeem(const http::HttpRequest &request, const PathValues &path, const http::Responder &responder) const;
    /// GET /delivery, a Router::Route.
    void show(const http::HttpRequest &request, const PathValues &path, const http::Responder &responder) const;

private:
    [[nodiscard]] http::HttpResponse unavailable(const http::HttpRequest &request, Unavailable why) const;
    [[nodiscard]] http::HttpResponse page(const http::HttpRequest &request,
                                          const Result<std::optional<core::OpenedDelivery>> &opened) const;

    const SnapshotCell &m_snapshots;
    const PageTemplates &m_pages;
    core::Deliveries &m_deliveries;
};

} // namespace rastro::web
