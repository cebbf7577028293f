// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/runtime.h"

#include "core/nodes/nodelife.h"
#include "server/metrics/metricsroute.h"
#include "server/runtime/desiredplugins.h"
#include "server/runtime/joining.h"
#include "server/runtime/limits.h"
#include "server/runtime/publicurls.h"
#include "server/runtime/websnapshots.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

// Who has it asks the public addresses how they are.
const auto addressLease = u"addresses"_s;

// Room for a landing address with a query of 100 kB: captured within its own limits, not refused.
http::Limits publicLimits()
{
    http::Limits limits;
    limits.maxRequestLine = 160 * 1024;
    limits.maxHeaderBytes = 192 * 1024;
    limits.maxConnections = MostConnections;
    return limits;
}

} // namespace

Runtime::Runtime(ServerOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

Runtime::~Runtime()
{
    stop();
}

Result<void> Runtime::start(const MoreRoutes &more, const PortKnown &portKnown)
{
    auto database = openStore(m_options, m_node);
    if (!database)
        return tl::unexpected<Error>(database.error());
    m_database = std::move(*database);
    auto lock = lockInstallation(m_options);
    if (!lock)
        return tl::unexpected<Error>(lock.error());
    m_lock = std::move(*lock);
    if (const auto joined = joinServers(*m_database, m_options, *m_lock.data, m_node, m_clock.now()); !joined)
        return joined;
    m_nodes = std::make_unique<core::Membership>(*m_database, m_clock, placeOf(m_options));
    if (const auto pages = m_web.loadPages(); !pages)
        return pages;
    m_server = std::make_unique<http::HttpServer>(
        [this](const http::HttpRequest &request, const http::Responder &responder) {
            m_web.handle(request, responder);
        },
        publicLimits());
    const auto port = m_server->listen(m_options.listenAddress, m_options.listenPort);
    if (!port)
        return tl::unexpected<Error>(port.error());
    setPort(m_options, *port);
    if (portKnown)
        portKnown(m_options);

    m_http.addresses().allowOrigin(m_options.telegramApi);
    m_http.addresses().allowOrigin(m_options.localUrl);
    if (m_options.redis) {
        m_redis = std::make_unique<RedisServices>(m_options, m_clock);
        m_redis->start();
    }
    m_spool = std::make_unique<storage::FileClickSpool>(
        storage::SpoolOptions{.folder = m_options.dataFolder + u"/spool"_s, .limits = {.bytes = m_options.spoolBytes}});
    m_spool->start();
    openPlugins();
    openDesks();
    openWatches();
    wire();
    if (const auto web = openWeb(more); !web)
        return web;
    m_nodes->start();
    m_watch->start();
    m_loadWatch->start();
    m_retention->start();
    return {};
}

void Runtime::openPlugins()
{
    m_catalog.scan(m_options.pluginFolders);
    for (const auto &entry : m_catalog.entries()) {
        if (entry.state != plugins::CatalogEntry::Loaded)
            qWarning().noquote() << u"plugin %1: %2"_s.arg(entry.file, entry.reason);
    }
    m_clicks = std::make_unique<WorkspaceClicks>(m_options, *m_database, m_redis.get(), m_shop, m_clock);
    m_plugins = std::make_unique<plugins::PluginHost>(
        m_catalog,
        plugins::HostServices{
            .http = m_http,
            .clock = m_clock,
            .clicks = [this](const core::PluginScope &scope) -> ClickDirectory & { return m_clicks->of(scope); },
            .publicUrl = m_options.publicUrl,
            .localUrl = m_options.localUrl,
        });
    m_dispatch = std::make_unique<plugins::PluginDispatch>(*m_plugins);
}

void Runtime::openDesks()
{
    m_desks = std::make_unique<Desks>(DeskServices{.options = m_options,
                                                   .clock = m_clock,
                                                   .http = m_http,
                                                   .database = *m_database,
                                                   .spool = *m_spool,
                                                   .plugins = *m_dispatch,
                                                   .shop = m_shop,
                                                   .roster = m_roster,
                                                   .leases = *m_nodes,
                                                   .others = others(),
                                                   .redis = m_redis.get()});
}

void Runtime::openWatches()
{
    m_watch = std::make_unique<ShopWatch>(*m_database, m_clock);
    m_loadWatch = std::make_unique<core::LoadWatch>(*m_database, m_clock);
    m_reading = std::make_unique<storage::ReadingDatabase>(m_database->options());
    m_retention = std::make_unique<core::RetentionDesk>(*m_database, *m_reading, m_clock, m_options.retention);
    m_domains = std::make_unique<DomainWatch>(*m_database, m_http, m_clock, m_options.health);
}

void Runtime::wire()
{
    const auto look = [this] { m_watch->lookNow(); };
    connect(m_watch.get(), &ShopWatch::changed, this, &Runtime::apply);
    connect(&m_desks->fleet(), &telegram::BotFleet::identified, m_watch.get(), look);
    connect(&m_desks->fleet(), &telegram::BotFleet::healthTurned, m_watch.get(), look);
    connect(m_domains.get(), &DomainWatch::turned, m_watch.get(), look);
    others().listen(this, [this](core::ChangeTopic topic) { heard(topic); });
    connect(
        this, &Runtime::shopApplied, m_desks.get(), [this] { m_desks->replaySpool(); }, Qt::SingleShotConnection);
    connect(m_nodes.get(), &core::Leases::turned, this, [this](const QString &lease) {
        if (lease == addressLease && m_web.isOpen())
            settlePublicUrl(*m_shop.get());
    });
    m_nodes->want(addressLease);
    connect(m_loadWatch.get(), &core::LoadWatch::counted, this, &Runtime::takeLoads);
    connect(m_plugins.get(), &plugins::PluginHost::instanceFailed, this,
            [this](const core::PluginScope &, const QString &id, const QString &reason) {
                qWarning().noquote() << u"plugin %1: %2"_s.arg(id, reason);
                refreshRoster(*m_shop.get());
            });
}

void Runtime::heard(core::ChangeTopic topic)
{
    if (topic == core::ChangeTopic::Shop)
        m_watch->lookNow();
    else
        m_desks->heard(topic);
}

Result<void> Runtime::openWeb(const MoreRoutes &more)
{
    if (const auto added = m_web.addRoutes(m_options, m_clock, m_shop, *m_desks); !added)
        return added;
    if (const auto metrics = openMetrics(); !metrics)
        return metrics;
    if (more)
        more(m_web.router());
    return {};
}

Result<void> Runtime::openMetrics()
{
    auto access = metricsAccess(m_options);
    if (!access)
        return tl::unexpected<Error>(access.error());
    m_metrics = std::make_unique<MetricsDesk>(MetricsSources{.database = *m_database,
                                                             .server = *m_server,
                                                             .arrivals = m_desks->arrivals(),
                                                             .spool = *m_spool,
                                                             .redirect = m_web.redirect(),
                                                             .plugins = *m_plugins,
                                                             .calls = *m_dispatch,
                                                             .messages = m_desks->messages(),
                                                             .shop = m_shop,
                                                             .redis = m_redis.get(),
                                                             .clock = m_clock},
                                              m_options);
    m_web.router().add("GET", "/metrics", metricsRoute(std::move(*access), *m_metrics));
    return {};
}

void Runtime::apply(const core::Shop &shop)
{
    m_shop.set(shop);
    others().announce(core::ChangeTopic::Shop);
    settlePublicUrl(shop);
    enablePlugins(shop);
    refreshRoster(shop);
    m_desks->fleet().reconcile(shop);
    m_web.open();
    m_desks->kick();
    Q_EMIT shopApplied();
}

void Runtime::enablePlugins(const core::Shop &shop)
{
    const auto desired = desiredPlugins(shop, m_publicUrl);
    for (const plugins::Enablement &wanted : desired) {
        for (const QUrl &url : addressesIn(wanted.settings))
            m_http.addresses().allowOrigin(url);
    }
    m_plugins->reconcile(desired);
}

void Runtime::refreshRoster(const core::Shop &shop)
{
    m_roster.set(m_dispatch->roster(scopesOf(shop)));
    auto *snapshots = m_web.snapshots();
    if (!snapshots)
        return;
    web::WebSettings settings = snapshots->get()->settings();
    settings.publicUrl = m_publicUrl.toString(QUrl::StripTrailingSlash);
    settings.otherUrls = m_publicUrls;
    settings.otherUrls.removeAll(settings.publicUrl);
    snapshots->set(webSnapshot(shop, settings, *m_plugins, m_catalog, m_loads));
}

void Runtime::settlePublicUrl(const core::Shop &shop)
{
    m_publicUrls = publicUrls(m_options, shop);
    for (const QString &url : m_publicUrls)
        m_http.addresses().allowOrigin(QUrl(url));
    const QUrl present(presentPublicUrl(m_publicUrls, shop));
    if (!m_publicUrl.isEmpty() && present != m_publicUrl)
        qWarning().noquote() << u"links are made with %1 from now on, no longer with %2"_s.arg(present.toString(),
                                                                                               m_publicUrl.toString());
    m_publicUrl = present;
    m_desks->setPublicUrl(present);
    m_domains->watch(m_nodes->fence(addressLease) ? m_publicUrls : QStringList(), shop);
}

void Runtime::takeLoads(const core::BotLoads &loads)
{
    if (loads == m_loads)
        return;
    m_loads = loads;
    const auto shop = m_shop.get();
    const bool matters = std::any_of(shop->pools.begin(), shop->pools.end(),
                                     [](const core::Pool &pool) { return pool.strategy == u"least_loaded"; });
    if (matters)
        m_web.snapshots()->set(m_web.snapshots()->get()->withLoads(*shop, loads));
}

void Runtime::stop()
{
    if (m_server)
        m_server->close();
    if (m_watch)
        m_watch->stop();
    if (m_loadWatch)
        m_loadWatch->stop();
    m_metrics.reset();
    if (m_retention)
        m_retention->stop();
    m_reading.reset();
    m_domains.reset();
    if (m_desks)
        m_desks->stop();
    if (m_nodes && !m_nodes->isStopped()) {
        m_nodes->stop();
        const auto now = m_clock.now();
        m_database->submit([now](core::UnitOfWork &uow) { core::leaveNodes(uow, now); }, [](const Result<void> &) {});
    }
    if (m_database)
        m_database->stop();
    if (m_spool)
        m_spool->stop();
    if (m_redis)
        m_redis->stop();
    m_lock = {};
}

} // namespace rastro::server
