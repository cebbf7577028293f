// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpserver.h"
#include "site/recordingports.h"
#include "site/sampleshop.h"
#include "web/publicroutes.h"

namespace rastro::testing {

/// The public pages on a real HTTP server on loopback, with fakes behind them.
class PublicSite
{
public:
    explicit PublicSite(const core::Shop &shop = sampleShop(), const QList<web::ScopedSnippet> &snippets = {},
                        std::chrono::milliseconds patience = std::chrono::minutes(10))
        : m_shop(shop)
        , m_snippets(snippets)
        , m_pages(web::PageTemplates::load().value())
        , m_snapshots(snapshot(settings))
        , m_go(
              m_snapshots, *m_pages, clicks, m_tokens, [this] { return now.load(); }, patience)
        , m_browserReports(reports)
        , m_delivery(m_snapshots, *m_pages, deliveries)
        , m_router(web::refusalPages(m_snapshots, *m_pages))
        , m_server([this](const http::HttpRequest &request,
                          const http::Responder &responder) { m_router.handle(request, responder); },
                   limits())
    {
        web::addPublicRoutes(m_router, m_go, m_browserReports, m_delivery);
        m_port = m_server.listen(QHostAddress::LocalHost, 0).value();
        settings.publicUrl = url();
        apply();
    }
    ~PublicSite() { m_server.close(); }
    Q_DISABLE_COPY_MOVE(PublicSite)

    /// Answers as `name` from now on. Cookies know no ports: a browser test needs a host that is not the pixel's.
    void callItself(const QString &name)
    {
        m_host = name;
        settings.publicUrl = url();
        apply();
    }
    /// Makes changed settings take effect.
    void apply() { m_snapshots.set(snapshot(settings)); }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString url(const QString &path = {}) const
    {
        return QStringLiteral("http://%1:%2").arg(m_host).arg(m_port) + path;
    }
    [[nodiscard]] qint64 unserved() const { return m_go.unserved(); }
    [[nodiscard]] qint64 late() const { return m_go.late(); }

    RecordingClicks clicks;
    RecordingReports reports;
    FakeDeliveries deliveries;
    web::WebSettings settings;
    std::atomic<Micros> now{1'700'000'000'123'456};

private:
    /// Some ads bring a lot.
    [[nodiscard]] static http::Limits limits()
    {
        http::Limits limits;
        limits.maxRequestLine = 160 * 1024;
        limits.maxHeaderBytes = 256 * 1024;
        return limits;
    }
    [[nodiscard]] std::shared_ptr<const web::WebSnapshot> snapshot(const web::WebSettings &with) const
    {
        return std::make_shared<const web::WebSnapshot>(m_shop, with, m_snippets);
    }

    const core::Shop m_shop;
    const QList<web::ScopedSnippet> m_snippets;
    const std::shared_ptr<const web::PageTemplates> m_pages;
    core::TokenMinter m_tokens;
    web::SnapshotCell m_snapshots;
    web::GoRoute m_go;
    web::BrowserReportRoute m_browserReports;
    web::DeliveryRoute m_delivery;
    web::Router m_router;
    http::HttpServer m_server;
    quint16 m_port = 0;
    QString m_host = QStringLiteral("127.0.0.1");
};

} // namespace rastro::testing
