// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/testdatabase.h"
#include "server/doctor/addresscheck.h"
#include "server/doctor/shopcheck.h"
#include "server/pools/poolswitch.h"
#include "server/runtime/publicurls.h"
#include "server/runtime/runtime.h"
#include "server/sandboxworld/sandboxworld.h"
#include "server/shopfile/applyshop.h"
#include "site/visitor.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::server;
using rastro::testing::Answer;
using rastro::testing::ask;
using rastro::testing::PhoneAgent;
using sandbox::TelegramFault;

namespace {

constexpr char ana[] = "111111:token-of-the-bot-ana-000000000000000";
constexpr char bia[] = "222222:token-of-the-bot-bia-000000000000000";

QByteArray readShop()
{
    QFile file(QStringLiteral(RASTRO_FIXTURES "/shop/pools.json"));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

const QByteArray shopFile = readShop();

bool waitUntil(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(condition, 20'000);
}

/// A server and its outside world. Health is looked after every second.
struct Site
{
    explicit Site(const test::TestDatabase &where)
    {
        OptionTexts texts;
        texts.data = where.folder();
        texts.database = where.url();
        texts.listen = u"127.0.0.1:0"_s;
        texts.healthInterval = u"1"_s;
        texts.healthFailures = u"2"_s;
        texts.healthPause = u"1"_s;
        runtime = std::make_unique<Runtime>(judgeOptions(texts).value());
        world = std::make_unique<SandboxWorld>(runtime->clock(), runtime->http());
        telegram().addBot(QLatin1StringView(ana), u"ana_bot"_s, u"Ana"_s);
        telegram().addBot(QLatin1StringView(bia), u"bia_bot"_s, u"Bia"_s);
    }
    ~Site()
    {
        telegram().endPolls();
        runtime->stop();
    }
    Q_DISABLE_COPY_MOVE(Site)

    [[nodiscard]] Result<void> start()
    {
        return runtime->start(
            [this](web::Router &router) { world->addTo(router); },
            [](ServerOptions &known) { known.telegramApi = SandboxWorld::telegramApi(known.localUrl); });
    }
    void apply(const QByteArray &file)
    {
        const auto document = ShopDocument::parse(file, runtime->catalog(), {});
        if (!document)
            qFatal("%s", qPrintable(document.error().message));
        read<QStringList>(
            [&](core::UnitOfWork &uow) { return applyShop(uow, *document, uow.shop().workspace(u"default"_s)); });
    }
    template <class R>
    R read(std::function<R(core::UnitOfWork &)> work)
    {
        return wait<R>(runtime->database(), std::move(work)).value();
    }
    [[nodiscard]] sandbox::SandboxTelegram &telegram() const { return world->telegram(); }
    [[nodiscard]] core::ShopPtr shop() const { return runtime->shop().get(); }
    [[nodiscard]] quint16 port() const { return runtime->options().listenPort; }

    [[nodiscard]] Answer go(const QByteArray &slug, const QByteArray &query = {}, const QByteArray &host = "127.0.0.1")
    {
        return ask(port(), "GET", "/go/" + slug + query, {PhoneAgent}, {}, host);
    }
    /// Bots that the next six visitors are led to.
    [[nodiscard]] QSet<QByteArray> ledTo(const QByteArray &slug)
    {
        QSet<QByteArray> bots;
        for (int visitor = 0; visitor < 6; ++visitor) {
            const Answer answer = go(slug);
            const QByteArray name = answer.headers.value("Location").split('/').value(3).split('?').value(0);
            bots.insert(answer.status == 302 ? name : QByteArray::number(answer.status));
        }
        return bots;
    }
    [[nodiscard]] bool leadsTo(const QByteArray &slug, const QSet<QByteArray> &bots)
    {
        return waitUntil([&] { return ledTo(slug) == bots; });
    }

    std::unique_ptr<Runtime> runtime;
    std::unique_ptr<SandboxWorld> world;
};

const QSet<QByteArray> both{"ana_bot", "bia_bot"};

} // namespace

/// Pools in a whole server, by real HTTP, while their bots fall ill and recover.
class TestPools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aRevokedBotGetsNoVisitorsUntilItIsBack();
    void aRevokedBotStaysOutAfterARestart();
    void aNewTokenPutsTheBotBack();
    void troubleOfTelegramTakesBotsOutAndItsEndPutsThemBack();
    void aClickThatNoBotCouldTakeIsStoredAndCounted();
    void poolsAndBotsAreSwitchedInARunningServer();
    void theLeastLoadedGetsTheVisitors();
    void aReturningVisitorIsLedToTheSameBot();
    void linksFallOverToAnAddressThatAnswers();

private:
    std::unique_ptr<test::TestDatabase> m_where;
    std::unique_ptr<Site> m_site;
};

void TestPools::init()
{
    m_where = std::make_unique<test::TestDatabase>();
    m_site = std::make_unique<Site>(*m_where);
    const auto started = m_site->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    m_site->apply(shopFile);
    QVERIFY(m_site->leadsTo("both", both));
}

void TestPools::cleanup()
{
    m_site.reset();
    m_where.reset();
}

void TestPools::aRevokedBotGetsNoVisitorsUntilItIsBack()
{
    auto &bot = *m_site->telegram().bot(u"ana_bot"_s);
    bot.token = u"111111:revoked"_s;
    QVERIFY(m_site->leadsTo("both", {"bia_bot"}));
    QVERIFY(m_site->leadsTo("lone", {"503"}));
    const core::Bot *ill = m_site->shop()->botByKey(m_site->shop()->bots.first().workspaceId, u"ana"_s);
    QVERIFY(ill->health.reason.contains(u"401"_s));
    const auto trail = m_site->read<QList<core::TrailEntry>>(
        [&](core::UnitOfWork &uow) { return uow.trail().after(ill->workspaceId, 0, 10'000); });
    const auto entry = std::find_if(trail.begin(), trail.end(), [](const auto &e) { return e.step == u"bot.offline"; });
    QVERIFY(entry != trail.end());
    QVERIFY2(entry->text.contains(u"“ana”"_s) && entry->text.contains(u"401"_s), qPrintable(entry->text));
    bool told = false;
    for (const Finding &finding : checkPools(*m_site->shop(), m_site->runtime->catalog()))
        told |=
            finding.subject.contains(u"lone"_s) && finding.level == Finding::Trouble && finding.text.contains(u"401"_s);
    QVERIFY(told);

    bot.token = QLatin1StringView(ana);
    QVERIFY(m_site->leadsTo("both", both));
    QVERIFY(m_site->leadsTo("lone", {"ana_bot"}));
    // It hears again, too.
    m_site->telegram().people().openLink(bot, {}, {77, u"Rui"_s, {}, u"pt"_s});
    m_site->telegram().people().pressStart(bot, 77);
    QVERIFY(waitUntil([&] { return !m_site->telegram().messages(bot.id, 77).isEmpty(); }));
}

void TestPools::aRevokedBotStaysOutAfterARestart()
{
    m_site->telegram().bot(u"ana_bot"_s)->token = u"111111:revoked"_s;
    QVERIFY(m_site->leadsTo("both", {"bia_bot"}));
    m_site.reset();
    m_site = std::make_unique<Site>(*m_where);
    m_site->telegram().bot(u"ana_bot"_s)->token = u"111111:revoked"_s;
    QVERIFY(m_site->start());
    QVERIFY(waitUntil([&] { return !m_site->shop()->bots.isEmpty(); }));
    QCOMPARE(m_site->ledTo("both"), (QSet<QByteArray>{"bia_bot"})); // From the first visitor on.
    m_site->telegram().bot(u"ana_bot"_s)->token = QLatin1StringView(ana);
    QVERIFY(m_site->leadsTo("both", both));
}

void TestPools::aNewTokenPutsTheBotBack()
{
    m_site->telegram().bot(u"ana_bot"_s)->token = u"111111:the-new-token-of-the-bot-ana-00000000"_s;
    QVERIFY(m_site->leadsTo("lone", {"503"}));
    m_site->apply(QByteArray(shopFile).replace(ana, "111111:the-new-token-of-the-bot-ana-00000000"));
    QVERIFY(m_site->leadsTo("lone", {"ana_bot"}));
}

void TestPools::troubleOfTelegramTakesBotsOutAndItsEndPutsThemBack()
{
    m_site->telegram().faults().add(TelegramFault::serverError({}, 1'000'000));
    QVERIFY(m_site->leadsTo("both", {"503"}));
    m_site->telegram().faults().clear();
    QVERIFY(m_site->leadsTo("both", both));
}

void TestPools::aClickThatNoBotCouldTakeIsStoredAndCounted()
{
    m_site->telegram().bot(u"ana_bot"_s)->token = u"111111:revoked"_s;
    QVERIFY(waitUntil([&] { return m_site->go("lone", "?fbclid=Lost&utm_campaign=c").status == 503; }));
    const Answer answer = m_site->go("lone", "?fbclid=Lost");
    QVERIFY(answer.body.contains("https://shop.example/elsewhere"));
    const qint64 workspace = m_site->shop()->pools.first().workspaceId;
    const auto click = m_site->read<std::optional<Click>>(
        [&](core::UnitOfWork &uow) { return uow.clicks().byFbclid(workspace, u"Lost"_s); });
    QVERIFY(click);
    QCOMPARE(click->botId, 0);
    QCOMPARE(click->traffic, u"person"_s);
    QVERIFY(waitUntil([&] {
        const auto shop = m_site->read<core::Shop>([](core::UnitOfWork &uow) { return uow.shop().load(); });
        return shop.poolBySlug(u"lone"_s)->totalUnserved >= 2;
    }));
}

void TestPools::poolsAndBotsAreSwitchedInARunningServer()
{
    const auto change = [&](const QString &slug, const QString &bot, bool enabled) {
        return m_site->read<Result<QString>>(
            [&](core::UnitOfWork &uow) { return switchPool(uow, slug, bot, enabled); });
    };
    QVERIFY(change(u"both"_s, u"ana"_s, false));
    QVERIFY(m_site->leadsTo("both", {"bia_bot"}));
    QVERIFY(change(u"both"_s, {}, false));
    QVERIFY(m_site->leadsTo("both", {"503"}));
    QVERIFY(change(u"both"_s, {}, true));
    QVERIFY(change(u"both"_s, u"ana"_s, true));
    QVERIFY(m_site->leadsTo("both", both));
    QVERIFY(change(u"both"_s, {}, true)->contains(u"already"_s));
    QVERIFY(change(u"neither"_s, {}, true).error().message.contains(u"both, lone"_s));
    QVERIFY(change(u"both"_s, u"eva"_s, true).error().message.contains(u"ana, bia"_s));
}

void TestPools::theLeastLoadedGetsTheVisitors()
{
    for (int visitor = 0; visitor < 40; ++visitor)
        QCOMPARE(m_site->go("lone").status, 302); // All of them to ana.
    QVERIFY(m_site->leadsTo("calm", {"bia_bot"}));
}

void TestPools::aReturningVisitorIsLedToTheSameBot()
{
    const Answer first = m_site->go("true", "?fbclid=Again");
    const QByteArray bot = first.headers.value("Location").split('?').first();
    for (int visit = 0; visit < 4; ++visit)
        QCOMPARE(m_site->go("true", "?fbclid=Again").headers.value("Location").split('?').first(), bot);
    const QByteArray other = bot.endsWith("ana_bot") ? "bia_bot" : "ana_bot";
    const QByteArrayList headers{PhoneAgent, "Cookie: rb=" + other};
    QVERIFY(ask(m_site->port(), "GET", "/go/true?fbclid=Again", headers).headers.value("Location").contains(other));
}

void TestPools::linksFallOverToAnAddressThatAnswers()
{
    const QByteArray good = "http://localhost:" + QByteArray::number(m_site->port());
    const QByteArray dead = "http://127.0.0.1:9";
    QByteArray file = shopFile;
    file.replace("\"rastro\": 1,", "\"rastro\": 1, \"public_urls\": [\"" + dead + "\", \"" + good + "\"],");
    file.replace("\"key\": \"bia\",", "\"key\": \"bia\", \"updates\": \"webhook\",");
    m_site->apply(file);
    const auto present = [&] {
        return presentPublicUrl(publicUrls(m_site->runtime->options(), *m_site->shop()), *m_site->shop());
    };
    QVERIFY(waitUntil([&] { return present() == QString::fromLatin1(good); }));
    bool told = false;
    for (const Finding &finding : checkAddresses(m_site->runtime->options(), *m_site->shop()))
        told |= finding.level == Finding::Trouble && finding.text.contains(QString::fromLatin1(dead));
    QVERIFY(told);
    // The webhook moves along, and what comes in by it is heard.
    auto &bia = *m_site->telegram().bot(u"bia_bot"_s);
    QVERIFY(waitUntil([&] { return bia.webhook.url.toString().startsWith(QString::fromLatin1(good)); }));
    m_site->telegram().people().openLink(bia, {}, {77, u"Rui"_s, {}, u"pt"_s});
    m_site->telegram().people().pressStart(bia, 77);
    QVERIFY(waitUntil([&] { return !m_site->telegram().messages(bia.id, 77).isEmpty(); }));
    // A click by an unknown name is told by the address that links are made with; by a known one, by its own.
    const auto landing = [&](const QByteArray &host) {
        static int visit = 0;
        const auto fbclid = u"Visit%1"_s.arg(++visit);
        static_cast<void>(m_site->go("both", "?fbclid=" + fbclid.toLatin1(), host));
        const qint64 workspace = m_site->shop()->pools.first().workspaceId;
        return m_site
            ->read<std::optional<Click>>(
                [&](core::UnitOfWork &uow) { return uow.clicks().byFbclid(workspace, fbclid); })
            ->landingUrl;
    };
    QVERIFY(landing("evil.example").startsWith(QString::fromLatin1(good) + u"/go/"_s));
    QVERIFY(landing("127.0.0.1:9").startsWith(QString::fromLatin1(dead) + u"/go/"_s));
}

QTEST_GUILESS_MAIN(TestPools)
#include "tst_pools.moc"
