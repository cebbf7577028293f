// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/hexid.h"
#include "core/click/loadwatch.h"
#include "core/nodes/membership.h"
#include "core/notices/noticeboard.h"
#include "core/retention/retentiondesk.h"
#include "http/client/curlhttpclient.h"
#include "http/httpserver.h"
#include "server/metrics/metricsdesk.h"
#include "server/options/serveroptions.h"
#include "server/runtime/desks.h"
#include "server/runtime/domainwatch.h"
#include "server/runtime/shopwatch.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"
#include "server/runtime/webfront.h"
#include "server/runtime/workspaceclicks.h"
#include "storage/readingdatabase.h"
#include "storage/spool/fileclickspool.h"

namespace rastro::server {

/// Everything that runs, composed: the only place that knows all modules. One per process; made, started and stopped on
/// the core thread.
class Runtime : public QObject
{
    Q_OBJECT

public:
    /// Adds routes of its own before the server starts (the demo's pages and stand-ins).
    using MoreRoutes = std::function<void(web::Router &)>;
    /// Changes options that depend on the port, once it is known.
    using PortKnown = std::function<void(ServerOptions &)>;

    explicit Runtime(ServerOptions options, QObject *parent = nullptr);
    ~Runtime() override;

    /// Opens the installation and serves. `more` is called once the port is known.
    [[nodiscard]] Result<void> start(const MoreRoutes &more = {}, const PortKnown &portKnown = {});
    /// Stops accepting, lets what is under way finish within bounds, closes the database.
    void stop();

    [[nodiscard]] const ServerOptions &options() const { return m_options; }
    [[nodiscard]] core::Database &database() { return *m_database; }
    [[nodiscard]] Clock &clock() { return m_clock; }
    [[nodiscard]] http::CurlHttpClient &http() { return m_http; }
    [[nodiscard]] core::ShopHolder &shop() { return m_shop; }
    [[nodiscard]] plugins::PluginHost &plugins() { return *m_plugins; }
    [[nodiscard]] const plugins::PluginCatalog &catalog() const { return m_catalog; }
    [[nodiscard]] const core::ClickSpool &spool() const { return *m_spool; }
    /// Null without --redis.
    [[nodiscard]] const RedisServices *redis() const { return m_redis.get(); }

Q_SIGNALS:
    /// The shop was read and everything runs by it.
    void shopApplied();

private:
    [[nodiscard]] Result<void> openWeb(const MoreRoutes &more);
    [[nodiscard]] Result<void> openMetrics();
    void openPlugins();
    void openDesks();
    void openWatches();
    void wire();
    void apply(const core::Shop &shop);
    void enablePlugins(const core::Shop &shop);
    void refreshRoster(const core::Shop &shop);
    void heard(core::ChangeTopic topic);
    [[nodiscard]] core::ChangeNotices &others() { return m_redis ? m_redis->notices() : *m_alone; }
    void settlePublicUrl(const core::Shop &shop);
    void takeLoads(const core::BotLoads &loads);

    ServerOptions m_options;
    SystemClock m_clock;
    const QString m_node = core::randomHexId(); ///< This run, among all servers on the database.
    InstallationLock m_lock;
    std::unique_ptr<storage::FileClickSpool> m_spool; ///< What the database refuses when it stops comes here, too.
    std::unique_ptr<storage::SqlDatabase> m_database;
    std::unique_ptr<storage::ReadingDatabase> m_reading;
    std::unique_ptr<RedisServices> m_redis; ///< None without --redis.
    std::unique_ptr<core::ChangeNotices> m_alone = std::make_shared<core::NoticeBoard>()->join();
    std::unique_ptr<core::Membership> m_nodes;
    http::CurlHttpClient m_http;
    core::ShopHolder m_shop;
    core::RosterHolder m_roster;

    plugins::PluginCatalog m_catalog;
    std::unique_ptr<WorkspaceClicks> m_clicks;
    std::unique_ptr<plugins::PluginHost> m_plugins;
    std::unique_ptr<plugins::PluginDispatch> m_dispatch;

    std::unique_ptr<Desks> m_desks;
    std::unique_ptr<ShopWatch> m_watch;
    std::unique_ptr<core::LoadWatch> m_loadWatch;
    std::unique_ptr<DomainWatch> m_domains;
    std::unique_ptr<core::RetentionDesk> m_retention;
    QStringList m_publicUrls; ///< All, in the order of preference.
    QUrl m_publicUrl;         ///< The one that links are made with now.
    core::BotLoads m_loads;

    WebFront m_web;
    std::unique_ptr<http::HttpServer> m_server;
    std::unique_ptr<MetricsDesk> m_metrics;
};

} // namespace rastro::server
