// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/doctorcommand.h"

#include "server/doctor/addresscheck.h"
#include "server/doctor/databasecheck.h"
#include "server/doctor/machinecheck.h"
#include "server/doctor/nodescheck.h"
#include "server/doctor/outsidecheck.h"
#include "server/doctor/queuecheck.h"
#include "server/doctor/redischeck.h"
#include "server/doctor/rollupcheck.h"
#include "server/doctor/salescheck.h"
#include "server/doctor/shopcheck.h"
#include "server/doctor/spoolcheck.h"
#include "server/report/readsales.h"
#include "server/runtime/limits.h"
#include "server/runtime/publicurls.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"
#include "server/terminal/style.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr std::chrono::microseconds week = 7 * 24h;
constexpr int chargesSeen = 100;
// Beside connections: the database, plugins, logs, long polls and pixels.
constexpr qint64 otherFiles = 512;

/// What one look at the tables gives.
struct Examined
{
    core::ShopPtr shop;
    QueueFacts queues;
    QList<core::NodeRow> nodes;
    QList<core::RecentCharge> charges;
    core::SaleReport sales;
    core::RollupFacts rollups;
    Micros newestEntry = 0;
    std::optional<QString> integrity;
};

Examined examineTables(core::UnitOfWork &uow, Micros now, bool readThrough, int mostClicks)
{
    Examined examined;
    examined.shop = std::make_shared<const core::Shop>(uow.shop().load());
    examined.queues = readQueues(uow, *examined.shop, now);
    examined.nodes = uow.nodes().all();
    examined.charges = uow.health().recentCharges(chargesSeen);
    const SalesWanted wanted{uow.shop().workspace(u"default"_s), now - week.count(), now + 1, 0, 0};
    examined.sales = readSales(uow, wanted, core::SaleReportBuilder(examined.shop, QTimeZone::utc()));
    examined.rollups = uow.health().rollups(wanted.workspaceId, now, mostClicks);
    examined.newestEntry = uow.health().newestEntry();
    if (readThrough)
        examined.integrity = uow.health().integrity();
    return examined;
}

MachineFacts machineFacts(const ServerOptions &options, const Examined &examined, Micros now)
{
    MachineFacts facts;
    const auto server = FolderLock::holder(options.dataFolder);
    facts.serves = server.has_value();
    facts.openFilesLimit = openFilesLimitOf(server.value_or(0));
    facts.openFilesNeeded = MostConnections + otherFiles + examined.shop->bots.size();
    facts.now = now;
    facts.newestEntry = examined.newestEntry;
    return facts;
}

// What the data folder tells by itself: while the database is away, clicks wait in there.
QList<Finding> checkWithoutDatabase(const ServerOptions &options)
{
    const bool serves = FolderLock::holder(options.dataFolder).has_value();
    const auto spool = readSpoolFacts(options.dataFolder, serves);
    if (!serves && spool.bytes == 0 && spool.asideFiles == 0)
        return {};
    return {checkServer(serves), checkSpool(spool)};
}

core::Severity severityOf(Finding::Level level)
{
    return level == Finding::Well      ? core::Severity::Ok
           : level == Finding::Warning ? core::Severity::Warning
                                       : core::Severity::Trouble;
}

} // namespace

void DoctorCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "doctor", "Check every part, and say what to do");
    command->add_flag("--json", m_json, "Print JSON (described in docs/explanations.md)");
    command->add_flag("--offline", m_offline, "Ask neither Telegram nor the public address");
    command->add_flag("--deep", m_deep, "Read a large database through, too: takes minutes");
    command->footer("Examples:\n"
                    "  rastro doctor\n"
                    "  rastro doctor --json | jq '.[] | select(.level != \"ok\")'\n"
                    "It changes nothing. Exit status 1 if something is in trouble: fit for cron and monitoring.");
}

int DoctorCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    return report(examine(*options));
}

QList<Finding> DoctorCommand::examine(const ServerOptions &options) const
{
    plugins::PluginCatalog catalog;
    catalog.scan(options.pluginFolders);
    auto findings = checkPlugins(catalog);
    const auto broken = [&](const Error &error) {
        findings.append(
            {Finding::Trouble, u"database.open"_s, u"database"_s, error.message, u"As the sentence says."_s});
        findings += checkWithoutDatabase(options);
        return findings;
    };
    const auto reader = openReader(options);
    if (!reader)
        return broken(reader.error());
    const Micros now = SystemClock().now();
    auto database = readDatabaseFacts(options);
    const bool readThrough = m_deep || database.fileBytes <= QuicklyReadBytes;
    const int mostClicks = m_deep ? std::numeric_limits<int>::max() : QuicklyReadClicks;
    const auto examined =
        (*reader)->read([&](core::UnitOfWork &uow) { return examineTables(uow, now, readThrough, mostClicks); });
    if (!examined)
        return broken(examined.error());
    const core::Shop &shop = *examined->shop;
    auto reached = options; // by the address that links are made with now
    reached.publicUrl = QUrl(presentPublicUrl(publicUrls(options, shop), shop));
    const auto outside = m_offline ? OutsideFacts{} : askOutside(reached, shop);
    database.integrity = examined->integrity;
    auto machine = machineFacts(options, *examined, SystemClock().now());
    machine.otherClock = outside.telegramClock;
    findings += checkDatabase(database);
    findings += checkMachine(machine);
    findings += checkNodes(examined->nodes, shop);
    findings += checkAddress(reached, shop, outside.publicUrl);
    findings += checkAddresses(options, shop);
    findings += checkBots(shop, catalog);
    for (const core::Bot &bot : shop.bots)
        findings += checkTelegram(bot, outside.bots.value(bot.id), reached.publicUrl, now);
    findings += checkUpdates(shop, examined->queues.bots, now);
    findings += checkSettings(shop, catalog);
    findings += checkPools(shop, catalog);
    findings += checkGateways(shop, examined->charges);
    findings += checkQueues(examined->queues, shop, machine.serves, now);
    findings.append(checkSpool(readSpoolFacts(options.dataFolder, machine.serves)));
    findings += checkSales(examined->sales);
    findings += checkRollups(examined->rollups, options.retention.clicks);
    if (options.redis)
        findings += checkRedis(*options.redis, redis::probe(*options.redis));
    return findings;
}

int DoctorCommand::report(const QList<Finding> &findings) const
{
    const auto style = Style::ofStandardOutput();
    QJsonArray array;
    bool trouble = false;
    for (const Finding &finding : findings) {
        trouble |= finding.level == Finding::Trouble;
        array.append(finding.toJson());
        if (m_json)
            continue;
        const auto level = style.paint(levelName(finding.level).leftJustified(8), severityOf(finding.level));
        print(u"%1 %2: %3"_s.arg(level, plain(finding.subject), plain(finding.text)));
        if (!finding.remedy.isEmpty())
            print(u"         → "_s + plain(finding.remedy));
    }
    if (m_json)
        std::fputs(QJsonDocument(array).toJson().constData(), stdout);
    return trouble ? Failed : Done;
}

} // namespace rastro::server
