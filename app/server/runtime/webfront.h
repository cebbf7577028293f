// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/click/tokenminter.h"
#include "rastro/clock.h"
#include "server/options/serveroptions.h"
#include "server/runtime/desks.h"
#include "web/publicroutes.h"

#include <atomic>

namespace rastro::server {

/// What the server answers to the outside: the pages, the routes, and the snapshot of the shop that both are made by.
class WebFront
{
public:
    WebFront() = default;
    Q_DISABLE_COPY_MOVE(WebFront)

    /// Reads the pages. Once, before all else.
    [[nodiscard]] Result<void> loadPages();
    /// Makes the routes. What it is given outlives it.
    [[nodiscard]] Result<void> addRoutes(const ServerOptions &options, const Clock &clock, const core::ShopHolder &shop,
                                         Desks &desks);
    /// From now on requests come to their routes.
    void open() { m_isOpen.store(true, std::memory_order_release); }
    [[nodiscard]] bool isOpen() const { return m_isOpen.load(std::memory_order_acquire); }

    /// On any thread; 503 until it is open.
    void handle(const http::HttpRequest &request, const http::Responder &responder) const;

    /// Null before addRoutes().
    [[nodiscard]] web::SnapshotCell *snapshots() const { return m_snapshots.get(); }
    /// Not before addRoutes().
    [[nodiscard]] web::Router &router() { return *m_router; }
    [[nodiscard]] const web::GoRoute &redirect() const { return *m_go; }

private:
    std::shared_ptr<const web::PageTemplates> m_pages;
    std::unique_ptr<web::SnapshotCell> m_snapshots;
    core::TokenMinter m_tokens;
    std::unique_ptr<web::GoRoute> m_go;
    std::unique_ptr<web::BrowserReportRoute> m_reports;
    std::unique_ptr<web::DeliveryRoute> m_deliveries;
    std::unique_ptr<web::Router> m_router;
    std::atomic<bool> m_isOpen{false};
};

} // namespace rastro::server
