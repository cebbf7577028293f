// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/addresscheck.h"
#include "server/doctor/databasecheck.h"
#include "server/doctor/machinecheck.h"
#include "server/doctor/nodescheck.h"
#include "server/doctor/outsidecheck.h"
#include "server/doctor/queuecheck.h"
#include "server/doctor/rollupcheck.h"
#include "server/doctor/salescheck.h"
#include "server/doctor/shopcheck.h"
#include "server/doctor/spoolcheck.h"

#include <QtCore/QDateTime>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using server::Finding;

namespace {

constexpr Micros now = 1'795'003'200'000'000;
constexpr Micros minute = 60'000'000;

QString levelOf(const QList<Finding> &findings, const QString &code)
{
    for (const Finding &finding : findings) {
        if (finding.code == code)
            return server::levelName(finding.level);
    }
    return {};
}

core::Shop oneBot(const QString &updates = u"polling"_s)
{
    core::Bot bot{.id = 1, .key = u"demo"_s};
    bot.updates = updates;
    bot.routeId = u"route"_s;
    bot.username = u"demo_bot"_s;
    core::Shop shop;
    shop.bots = {bot};
    return shop;
}

server::BotAnswers answers(const QJsonObject &webhook)
{
    return {telegram::ApiResult(QJsonObject{{u"username"_s, u"demo_bot"_s}}), telegram::ApiResult(webhook)};
}

} // namespace

class DoctorChecksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clicksThatWaitForTheDatabaseAreSaid()
    {
        QCOMPARE(server::checkSpool({}).level, Finding::Well);
        const auto served = server::checkSpool({.serves = true, .files = 2, .bytes = 12'000});
        QCOMPARE(served.level, Finding::Warning);
        QVERIFY(served.text.contains(u"2 files"_s));
        QVERIFY(served.remedy.contains(u"bring it back"_s));
        const auto left = server::checkSpool({.serves = false, .files = 1, .bytes = 1});
        QVERIFY(left.remedy.contains(u"rastro serve"_s));
        const auto aside = server::checkSpool({.asideFiles = 1});
        QCOMPARE(aside.level, Finding::Warning);
        QVERIFY(aside.remedy.contains(u"spool/aside-*"_s));
    }

    void theDatabaseTellsOfItsDiskLogAndDamage()
    {
        server::DatabaseFacts facts;
        facts.isFile = true;
        facts.freeBytes = 50LL << 30;
        facts.integrity = u"ok"_s;
        QCOMPARE(levelOf(server::checkDatabase(facts), u"database.disk"_s), u"ok"_s);
        QCOMPARE(levelOf(server::checkDatabase(facts), u"database.integrity"_s), u"ok"_s);
        facts.freeBytes = 500LL << 20;
        facts.logBytes = 1LL << 30;
        facts.keyIsOpen = true;
        facts.integrity = u"row 17 missing from index clicks_fbclid"_s;
        const auto findings = server::checkDatabase(facts);
        QCOMPARE(levelOf(findings, u"database.disk"_s), u"warning"_s);
        QCOMPARE(levelOf(findings, u"database.log"_s), u"warning"_s);
        QCOMPARE(levelOf(findings, u"key.permissions"_s), u"warning"_s);
        QCOMPARE(levelOf(findings, u"database.integrity"_s), u"trouble"_s);
        facts.freeBytes = 1;
        const auto full = server::checkDatabase(facts);
        QCOMPARE(levelOf(full, u"database.disk"_s), u"trouble"_s);
        QVERIFY(std::any_of(full.begin(), full.end(),
                            [](const auto &finding) { return finding.remedy.contains(u"wait in the spool"_s); }));
        facts.freeBytes.reset();
        QCOMPARE(levelOf(server::checkDatabase(facts), u"database.disk"_s), QString());
    }

    // Also where the table of mounts does not name the folder's disk, as in a chroot.
    void aDiskIsAskedForItsRoom()
    {
        const QTemporaryDir folder;
        server::ServerOptions options;
        options.databaseUrl = u"sqlite:"_s + folder.filePath(u"rastro.db"_s);
        QVERIFY(server::readDatabaseFacts(options).freeBytes.value_or(0) > 0);
        options.databaseUrl = u"sqlite:"_s + folder.filePath(u"missing/rastro.db"_s);
        QVERIFY(!server::readDatabaseFacts(options).freeBytes);
    }

    void countsAreComparedWithWhatTheyCount()
    {
        core::RollupFacts facts;
        facts.day = 20'775;
        facts.visits = {.counted = 40, .stored = 40};
        facts.others = {.counted = 2, .stored = 2};
        facts.sales = {.counted = 3, .stored = 3};
        const auto well = server::checkRollups(facts, 0);
        QCOMPARE(well.size(), 1);
        QCOMPARE(levelOf(well, u"counts.agree"_s), u"ok"_s);
        QVERIFY2(well[0].text.contains(u"2026-11-18"_s) && well[0].text.contains(u"42 clicks"_s),
                 qPrintable(well[0].text));
        facts.visits.counted = 41;
        QCOMPARE(levelOf(server::checkRollups(facts, 0), u"counts.visits"_s), u"warning"_s);
        QCOMPARE(levelOf(server::checkRollups(facts, 180), u"counts.visits"_s), u"warning"_s);
        QCOMPARE(levelOf(server::checkRollups(facts, 1), u"counts.agree"_s), u"ok"_s); // Deleted for its age.
        facts.visits.counted = 39;
        QCOMPARE(levelOf(server::checkRollups(facts, 1), u"counts.visits"_s), u"warning"_s);
        facts.areClicksRead = false;
        const auto unread = server::checkRollups(facts, 0);
        QVERIFY2(unread[0].text.contains(u"--deep"_s), qPrintable(unread[0].text));
        facts.others.counted = facts.sales.counted = facts.minor.counted = 7;
        facts.redirects.counted = facts.pendingEvents.counted = 7;
        const auto wrong = server::checkRollups(facts, 0);
        for (const auto &code : {u"counts.sales"_s, u"counts.revenue"_s, u"counts.redirects"_s, u"counts.events"_s})
            QCOMPARE(levelOf(wrong, code), u"warning"_s);
        QVERIFY(
            std::none_of(wrong.begin(), wrong.end(), [](const Finding &finding) { return finding.remedy.isEmpty(); }));
    }

    void serversAreListedWithWhatOnlyTheyDo()
    {
        using namespace std::chrono_literals;
        core::NodeRow well{.id = u"a"_s, .place = u"web1:/data"_s, .silence = 2s, .lives = true};
        well.leases = {u"addresses"_s, u"bot:1"_s};
        core::NodeRow late{.id = u"b"_s, .place = u"web2:/data"_s, .clockAhead = -5s, .lives = true};
        core::NodeRow gone{.id = u"c"_s, .place = u"web3:/data"_s, .silence = 40s};
        const auto findings = server::checkNodes({well, late, gone}, oneBot());
        QCOMPARE(findings.size(), 4);
        QCOMPARE(levelOf(findings, u"node.lives"_s), u"ok"_s);
        QVERIFY(findings[0].subject.contains(u"web1:/data"_s));
        QVERIFY2(findings[0].text.contains(u"receives the updates of “demo”"_s), qPrintable(findings[0].text));
        QCOMPARE(levelOf(findings, u"node.silent"_s), u"warning"_s);
        QCOMPARE(levelOf(findings, u"node.clock"_s), u"warning"_s);
        QVERIFY(findings[2].text.contains(u"behind"_s) && findings[2].subject.contains(u"web2"_s));
        QVERIFY(server::checkNodes({gone}, oneBot()).isEmpty()); // A server that is stopped, not one of several.
        const core::NodeRow revived{.id = u"d"_s, .place = gone.place, .lives = true};
        QCOMPARE(levelOf(server::checkNodes({gone, revived}, oneBot()), u"node.silent"_s), QString());
    }

    void theMachineTellsOfItsClockAndItsLimits()
    {
        server::MachineFacts facts;
        facts.now = now;
        facts.openFilesLimit = 65'536;
        facts.openFilesNeeded = 5'000;
        facts.otherClock = now + 5'000'000;
        QCOMPARE(levelOf(server::checkMachine(facts), u"machine.clock"_s), u"ok"_s);
        QCOMPARE(levelOf(server::checkMachine(facts), u"machine.files"_s), u"ok"_s);
        facts.otherClock = now - minute;
        facts.openFilesLimit = 1'024;
        QCOMPARE(levelOf(server::checkMachine(facts), u"machine.clock"_s), u"warning"_s);
        QCOMPARE(levelOf(server::checkMachine(facts), u"machine.files"_s), u"warning"_s);
        facts.otherClock = now + 60 * minute;
        QCOMPARE(levelOf(server::checkMachine(facts), u"machine.clock"_s), u"trouble"_s);
        facts.otherClock = now;
        facts.newestEntry = now + minute;
        QCOMPARE(levelOf(server::checkMachine(facts), u"machine.clock"_s), u"trouble"_s);
    }

    void readsALimitOfTheKernel()
    {
        QCOMPARE(server::openFilesLimitIn(
                     "Limit                     Soft Limit           Hard Limit           Units     \n"
                     "Max open files            1024                 524288               files     \n"),
                 1024);
        QCOMPARE(
            server::openFilesLimitIn("Max open files            unlimited            unlimited            files\n"), 0);
        QCOMPARE(server::openFilesLimitIn(""), 0);
        QVERIFY(server::openFilesLimitOf(0) > 0);
    }

    void readsAnHttpDate()
    {
        QCOMPARE(server::timeOfHttpDate("Wed, 18 Nov 2026 12:00:00 GMT").value_or(0), now);
        QVERIFY(!server::timeOfHttpDate("yesterday"));
    }

    void aBotTellsOfItsTokenAndItsWebhook_data()
    {
        QTest::addColumn<QString>("updates");
        QTest::addColumn<QJsonObject>("info");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("level");
        const auto ours = u"https://shop.example/telegram/route"_s;
        const auto errorAt = now / 1'000'000 - 60;
        QTest::newRow("polled and free") << u"polling"_s << QJsonObject{{u"url"_s, u""_s}} << u"bot.token"_s << u"ok"_s;
        QTest::newRow("polled with a foreign webhook")
            << u"polling"_s << QJsonObject{{u"url"_s, u"https://other.example/x"_s}} << u"bot.webhook_foreign"_s
            << u"trouble"_s;
        QTest::newRow("no webhook") << u"webhook"_s << QJsonObject{{u"url"_s, u""_s}} << u"bot.webhook_url"_s
                                    << u"trouble"_s;
        QTest::newRow("another's webhook") << u"webhook"_s << QJsonObject{{u"url"_s, u"https://other.example/x"_s}}
                                           << u"bot.webhook_url"_s << u"trouble"_s;
        QTest::newRow("our webhook") << u"webhook"_s << QJsonObject{{u"url"_s, ours}} << u"bot.webhook_url"_s
                                     << QString();
        QTest::newRow("a webhook that fails")
            << u"webhook"_s
            << QJsonObject{{u"url"_s, ours}, {u"pending_update_count"_s, 3}, {u"last_error_date"_s, errorAt}}
            << u"bot.webhook_failing"_s << u"trouble"_s;
        QTest::newRow("a long queue") << u"webhook"_s << QJsonObject{{u"url"_s, ours}, {u"pending_update_count"_s, 500}}
                                      << u"bot.pending_updates"_s << u"warning"_s;
    }
    void aBotTellsOfItsTokenAndItsWebhook()
    {
        QFETCH(const QString, updates);
        QFETCH(const QJsonObject, info);
        QFETCH(const QString, code);
        QFETCH(const QString, level);
        const auto bot = oneBot(updates).bots.first();
        const auto findings = server::checkTelegram(bot, answers(info), QUrl(u"https://shop.example"_s), now);
        QCOMPARE(levelOf(findings, code), level);
        for (const Finding &finding : findings)
            QVERIFY(!finding.text.contains(u"/x"_s)); // Another's webhook address is a secret.
    }

    void aRefusedTokenIsNotTheSameAsASilentNetwork()
    {
        const auto bot = oneBot().bots.first();
        const auto check = [&](const telegram::ApiError &error) {
            return server::checkTelegram(bot, {telegram::ApiResult(tl::unexpected(error)), std::nullopt}, {}, now);
        };
        QCOMPARE(levelOf(check({.code = 401, .description = u"Unauthorized"_s}), u"bot.token"_s), u"trouble"_s);
        QCOMPARE(levelOf(check({.origin = telegram::ApiError::Origin::Transport}), u"bot.unreachable"_s), u"trouble"_s);
        const auto remedy = [&](int code) { return check({.code = code, .description = u"x"_s}).first().remedy; };
        QVERIFY(remedy(403).contains(u"@BotFather"_s));
        QVERIFY(remedy(429).contains(u"wait"_s) && remedy(502).contains(u"wait"_s));
        QVERIFY(!remedy(429).contains(u"network"_s));
    }

    void wherePublicAddressesAreAllOutItIsSaid()
    {
        server::ServerOptions options;
        core::Shop shop;
        const core::Circuit out{.state = core::Circuit::Open, .failures = 4, .reason = u"it could not be reached"_s};
        shop.publicUrls = {{.url = u"https://a.example"_s, .health = out}, {.url = u"https://b.example"_s}};
        QCOMPARE(levelOf(server::checkAddresses(options, shop), u"address.present"_s), u"ok"_s);
        shop.publicUrls.last().health = out;
        QCOMPARE(levelOf(server::checkAddresses(options, shop), u"address.present"_s), u"trouble"_s);
    }

    void theAddressMustLeadHere()
    {
        server::ServerOptions options;
        options.publicUrl = QUrl(u"https://shop.example"_s);
        HttpAnswer good{.status = 200};
        HttpAnswer bad{.status = 502};
        QCOMPARE(levelOf(server::checkAddress(options, oneBot(), Result<HttpAnswer>(good)), u"address.reachable"_s),
                 u"ok"_s);
        QCOMPARE(levelOf(server::checkAddress(options, oneBot(), Result<HttpAnswer>(bad)), u"address.unreachable"_s),
                 u"trouble"_s);
        options.publicUrl = QUrl(u"http://127.0.0.1:8080"_s);
        const Result<HttpAnswer> none = failure(u"http.connect"_s, u"refused"_s);
        QCOMPARE(levelOf(server::checkAddress(options, oneBot(), none), u"address.unreachable"_s), u"warning"_s);
        QCOMPARE(levelOf(server::checkAddress(options, oneBot(), std::nullopt), u"address.unreachable"_s), QString());
        QCOMPARE(levelOf(server::checkAddress(options, oneBot(u"webhook"_s), std::nullopt), u"address.form"_s),
                 u"trouble"_s);
    }

    void whatWaitsTooLongIsTroubleOnlyWhereAServerRuns()
    {
        server::QueueFacts facts;
        facts.starts = {3, now - 10 * minute};
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), true, now), u"queue.starts"_s), u"trouble"_s);
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), false, now), u"queue.starts"_s), u"warning"_s);
        facts.starts.oldest = now - minute;
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), true, now), u"queue.well"_s), u"ok"_s);
        facts.attributions = facts.checks = facts.notices = {1, now - 10 * minute};
        facts.bots.insert(1, {now, {1, now - 10 * minute}, 2, {1, now - 10 * minute}});
        const auto findings = server::checkQueues(facts, oneBot(), true, now);
        for (const auto &code :
             {u"queue.attributions"_s, u"queue.checks"_s, u"queue.notices"_s, u"queue.updates"_s, u"queue.messages"_s})
            QCOMPARE(levelOf(findings, code), u"trouble"_s);
        QCOMPARE(levelOf(findings, u"bot.dead_updates"_s), u"warning"_s);
    }

    void aPixelTellsOfItsCredentialsAndItsBacklog()
    {
        server::QueueFacts facts;
        facts.pixels = {{{core::PluginScope::Bot, 1}, u"meta"_s, u"stopped"_s, {5, now}, u"190"_s}};
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), true, now), u"pixel.unauthorised"_s), u"trouble"_s);
        facts.pixels.first().state = u"pending"_s;
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), true, now), u"pixel.backlog"_s), QString());
        facts.pixels.first().events.oldest = now - 60 * minute;
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), true, now), u"pixel.backlog"_s), u"warning"_s);
        facts.pixels.first().events.oldest = now - 48 * 60 * minute;
        QCOMPARE(levelOf(server::checkQueues(facts, oneBot(), true, now), u"pixel.backlog"_s), u"trouble"_s);
        facts.conversions = {{u"dead"_s, 2}};
        facts.messages = {{u"failed"_s, 1}, {u"unreachable"_s, 1}};
        facts.dead = {{u"meta:1"_s, EventName::Purchase, 17, u"too old"_s}};
        const auto findings = server::checkQueues(facts, oneBot(), true, now);
        for (const auto &code : {u"events.dead"_s, u"messages.failed"_s, u"messages.unreachable"_s})
            QCOMPARE(levelOf(findings, code), u"warning"_s);
    }

    void aGatewayThatRefusesEverythingIsTrouble()
    {
        const core::RecentCharge failed{1, u"sandbox"_s, u"failed"_s, u"account blocked"_s};
        const core::RecentCharge paid{1, u"sandbox"_s, u"paid"_s, {}};
        QCOMPARE(levelOf(server::checkGateways(oneBot(), {failed, failed, failed}), u"gateway.refuses"_s),
                 u"trouble"_s);
        QCOMPARE(levelOf(server::checkGateways(oneBot(), {failed, failed, failed, paid}), u"gateway.refuses"_s),
                 u"warning"_s);
        QVERIFY(server::checkGateways(oneBot(), {paid}).isEmpty());
    }

    void settingsOfAPluginThatIsNotThereAreTrouble()
    {
        auto shop = oneBot();
        shop.plugins = {{{core::PluginScope::Bot, 1}, u"meta"_s, {}, {}, {}}};
        QCOMPARE(levelOf(server::checkSettings(shop, plugins::PluginCatalog()), u"plugin.missing"_s), u"trouble"_s);
    }

    void aPoolWithoutABotThatTakesPeopleIsTrouble()
    {
        auto shop = oneBot();
        shop.pools = {core::Pool{.id = 7, .slug = u"summer"_s}};
        const plugins::PluginCatalog none;
        QCOMPARE(levelOf(server::checkPools(shop, none), u"pool.no_bot"_s), u"trouble"_s);
        shop.pools.first().bots = {core::PoolBot{.botId = 1}};
        QCOMPARE(levelOf(server::checkPools(shop, none), u"pool.ready"_s), u"ok"_s);
        QCOMPARE(levelOf(server::checkPools(shop, none), u"pool.no_pixel"_s), u"warning"_s);
        shop.pools.first().active = false;
        QCOMPARE(levelOf(server::checkPools(shop, none), u"pool.off"_s), u"warning"_s);
    }

    void salesWithoutTheirAdAreToldByReason()
    {
        core::SaleReport week;
        QCOMPARE(levelOf(server::checkSales(week), u"sales.none"_s), u"ok"_s);
        week.total.sales = 3;
        week.reasons = {
            {u"opened_directly"_s, {.sales = 1}}, {u"click_lost"_s, {.sales = 1}}, {u"never_started"_s, {.sales = 1}}};
        const auto findings = server::checkSales(week);
        QCOMPARE(levelOf(findings, u"sales.opened_directly"_s), u"warning"_s);
        QCOMPARE(levelOf(findings, u"sales.click_lost"_s), u"trouble"_s);
        QCOMPARE(levelOf(findings, u"sales.never_started"_s), QString());
    }

    void agesAreToldForPeople()
    {
        QCOMPARE(server::aboutHowLong(90'000'000), u"90 seconds"_s);
        QCOMPARE(server::aboutHowLong(10 * minute), u"10 minutes"_s);
        QCOMPARE(server::aboutHowLong(50 * 60 * minute), u"2 days"_s);
    }
};

QTEST_GUILESS_MAIN(DoctorChecksTest)
#include "tst_doctorchecks.moc"
