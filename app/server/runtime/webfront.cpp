// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/webfront.h"

#include "server/runtime/webhookroutes.h"
#include "server/runtime/websnapshots.h"

namespace rastro::server {

Result<void> WebFront::loadPages()
{
    auto pages = web::PageTemplates::load();
    if (!pages)
        return tl::unexpected<Error>(pages.error());
    m_pages = std::move(*pages);
    return {};
}

Result<void> WebFront::addRoutes(const ServerOptions &options, const Clock &clock, const core::ShopHolder &shop,
                                 Desks &desks)
{
    auto settings = webSettings(options);
    if (!settings)
        return tl::unexpected<Error>(settings.error());
    m_snapshots =
        std::make_unique<web::SnapshotCell>(std::make_shared<const web::WebSnapshot>(core::Shop{}, *settings));
    m_go = std::make_unique<web::GoRoute>(*m_snapshots, *m_pages, desks.clicks(), m_tokens,
                                          [&clock] { return clock.now(); });
    m_reports = std::make_unique<web::BrowserReportRoute>(desks.browserReports());
    m_deliveries = std::make_unique<web::DeliveryRoute>(*m_snapshots, *m_pages, desks.deliveries());
    m_router = std::make_unique<web::Router>(web::refusalPages(*m_snapshots, *m_pages));
    web::addPublicRoutes(*m_router, *m_go, *m_reports, *m_deliveries);
    m_router->add("POST", "/telegram/{route}", telegramRoute(shop, desks.fleet()));
    m_router->add("POST", "/pay/{gateway}/{secret}", noticeRoute(shop, desks.notices()));
    const auto alive = [](const http::HttpRequest &, const web::PathValues &, const http::Responder &responder) {
        responder.answer(http::HttpResponse::text("ok"));
    };
    m_router->add("GET", "/healthz", alive);
    m_router->add("GET", "/readyz", alive); // Requests come here only once all is ready.
    return {};
}

void WebFront::handle(const http::HttpRequest &request, const http::Responder &responder) const
{
    if (isOpen()) {
        m_router->handle(request, responder);
        return;
    }
    auto starting = http::HttpResponse::text("starting", 503);
    starting.headers.add("Retry-After", "1");
    responder.answer(std::move(starting));
}

} // namespace rastro::server
