// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/saleaudit.h"
#include "crash/serverprocess.h"
#include "database/testdatabase.h"

#include <QtCore/QDir>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int patienceMs = 40'000; // Less than the leases of a dead process would last.
constexpr int loadPatienceMs = 180'000;

/// A place in the server's code (core/desk/crashpoint.h), and what it is to a reader.
struct CrashPlace
{
    const char *point;
    const char *sentence;
    bool touchesTheBank = false;
};

constexpr CrashPlace places[] = {
    {"click.storing", "while a click is being stored"},
    {"click.stored", "when a click is stored and its visitor was not yet sent on"},
    {"updates.storing", "while updates are being stored"},
    {"updates.stored", "when updates are stored and Telegram does not know it"},
    {"update.handling.message", "while a /start is handled"},
    {"update.handled.message", "when a /start is handled and the tracking plugin was not asked"},
    {"start.settling", "while the answer of the tracking plugin is being stored"},
    {"start.settled", "when the answer of the tracking plugin is stored"},
    {"message.sending.welcome", "before the greeting is sent"},
    {"message.sent.welcome", "when Telegram has the greeting and that is not stored"},
    {"update.handling.callback_query", "while the press that opens a payment is handled"},
    {"update.handled.callback_query", "when the press that opens a payment is handled"},
    {"message.sending.answer", "before a press is answered"},
    {"message.sent.answer", "when Telegram has the answer to a press and that is not stored"},
    {"payment.opened", "when a payment is open and the gateway was not asked"},
    {"attribution.settling", "while the payment's click is being stored"},
    {"attribution.settled", "when the payment's click is stored"},
    {"payment.storing.creating", "while it is being stored that the gateway will be asked", true},
    {"payment.stored.creating", "when it is stored that the gateway will be asked", true},
    {"charge.asking", "before the gateway is asked", true},
    {"charge.answered", "when the gateway has made the charge and that is not stored", true},
    {"payment.storing.awaiting", "while the charge is being stored", true},
    {"payment.stored.awaiting", "when the charge is stored and the buyer has no code", true},
    {"message.sending.pix", "before the code is sent"},
    {"message.sent.pix", "when Telegram has the code and that is not stored"},
    {"notice.storing", "while the bank's notice is being stored"},
    {"notice.stored", "when the bank's notice is stored and the bank does not know it"},
    {"notice.settling", "while the bank's notice is handled"},
    {"notice.settled", "when the bank's notice is handled and the bank was not queried"},
    {"payment.storing.paid", "while it is being stored that the payment is paid"},
    {"payment.stored.paid", "when it is stored that the payment is paid, and nobody was told"},
    {"message.sending.delivery", "before the delivery is sent"},
    {"message.sent.delivery", "when Telegram has the delivery and that is not stored"},
    {"conversion.sending.PageView", "before PageView is sent"},
    {"conversion.sent.PageView", "when Meta has PageView and that is not stored"},
    {"conversion.sending.ViewContent", "before ViewContent is sent"},
    {"conversion.sent.ViewContent", "when Meta has ViewContent and that is not stored"},
    {"conversion.sending.InitiateCheckout", "before InitiateCheckout is sent"},
    {"conversion.sent.InitiateCheckout", "when Meta has InitiateCheckout and that is not stored"},
    {"conversion.sending.Purchase", "before Purchase is sent"},
    {"conversion.sent.Purchase", "when Meta has Purchase and that is not stored"},
    {"delivery.opening", "while it is being stored that the delivery was opened"},
    {"delivery.opened", "when it is stored that the delivery was opened, and the page was not sent"},
};

// What a process has written outlives its SIGKILL in memory as well, and a busy disk makes no difference to the test.
QString inMemory()
{
    const auto memory = u"/dev/shm"_s;
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + u"/rastro-crash-XXXXXX"_s;
}

// What is wrong, and does not become right while the server works on.
QString lastingFaults(SaleAudit &audit, const Buyer &buyer)
{
    QStringList faults;
    const auto areGone = [&] { return (faults = audit.faultsOf(buyer)).isEmpty(); };
    return QTest::qWaitFor(areGone, patienceMs) ? QString() : faults.join(u"; "_s);
}

} // namespace

// Where one installation lies.
struct Place
{
    QTemporaryDir folder{inMemory()};
    TestDatabase database;

    [[nodiscard]] QString databaseUrl() const { return TestDatabase::isServer() ? database.url() : QString(); }
};

/// The real server dies by SIGKILL at every durable step of a sale, and at any moment under load; the outside world
/// lives on. Nothing is lost, nothing happens twice.
class CrashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aSaleSurvivesADeath_data();
    void aSaleSurvivesADeath();
    void everySaleSurvivesDeathsAtAnyMoment();

private:
    void copyInstallationTo(Place &place);

    QTemporaryDir m_installation{inMemory()}; ///< The shop is applied; no server has run on it.
    quint16 m_worldPort = 0;
    quint16 m_serverPort = 0;
    qint64 m_nextPerson = 6118531418;
};

void CrashTest::initTestCase()
{
    const OutsideWorld world;
    m_worldPort = world.port();
    m_serverPort = freePort();
    ServerProcess server(m_installation.path(), m_serverPort, {});
    QCOMPARE(server.apply(world.shopFile()), QString());
}

void CrashTest::copyInstallationTo(Place &place)
{
    const auto files = QDir(m_installation.path()).entryInfoList(QDir::Files | QDir::Hidden);
    QVERIFY(!files.isEmpty());
    for (const QFileInfo &file : files)
        QVERIFY(QFile::copy(file.filePath(), place.folder.filePath(file.fileName())));
    if (!TestDatabase::isServer())
        return;
    const OutsideWorld world(m_worldPort); // The shop says where the bank and Meta are.
    ServerProcess server(place.folder.path(), m_serverPort, {}, place.databaseUrl());
    QCOMPARE(server.apply(world.shopFile()), QString());
}

void CrashTest::aSaleSurvivesADeath_data()
{
    QTest::addColumn<QString>("point");
    QTest::addColumn<QJsonObject>("bank");
    for (const CrashPlace &place : places) {
        QTest::newRow(place.sentence) << QString::fromLatin1(place.point) << QJsonObject{};
        if (place.touchesTheBank)
            QTest::addRow("%s, at a bank that makes a charge of every call", place.sentence)
                << QString::fromLatin1(place.point) << QJsonObject{{u"idempotent"_s, false}};
    }
    QTest::newRow("when the delivery is sent, after a notice that was lost")
        << u"message.sent.delivery"_s << QJsonObject{{u"notice_lost"_s, true}};
}

void CrashTest::aSaleSurvivesADeath()
{
    QFETCH(const QString, point);
    QFETCH(const QJsonObject, bank);
    Place place;
    copyInstallationTo(place);
    OutsideWorld world(m_worldPort);
    world.bankBehaves(bank);
    ServerProcess server(place.folder.path(), m_serverPort, server::SandboxWorld::telegramApi(world.origin()),
                         place.databaseUrl());
    world.allow(server.url());
    Buyer ana(world, server.url(), m_nextPerson++);

    server.start(point);
    const bool done = QTest::qWaitFor(
        [&] {
            ana.tick();
            return server.hasFailed() || (ana.isDone() && server.deaths() > 0 && server.serves());
        },
        patienceMs);
    QVERIFY2(!server.hasFailed(), server.log().constData());
    QVERIFY2(done, qPrintable(u"%1 deaths; %2\n"_s.arg(server.deaths()).arg(ana.waitsFor()) +
                              QString::fromUtf8(server.log())));
    SaleAudit audit(world, place.folder.path(), place.databaseUrl());
    QCOMPARE(lastingFaults(audit, ana), QString());
    QCOMPARE(server.deaths(), 1);
    QVERIFY(audit.repeatedMessages(ana) <= 2); // One message; the greeting counts for both of its buttons.
    QVERIFY2(server.stop(), server.log().constData());
}

void CrashTest::everySaleSurvivesDeathsAtAnyMoment()
{
    constexpr int buyersInAll = 20;
    constexpr int deaths = 6;
    const auto given = qEnvironmentVariableIntValue("RASTRO_TEST_SEED");
    const auto seed = given ? static_cast<quint32>(given) : QRandomGenerator::global()->bounded(1U, 1U << 30);
    qInfo("RASTRO_TEST_SEED=%u", seed);
    QRandomGenerator random(seed);

    Place place;
    copyInstallationTo(place);
    OutsideWorld world(m_worldPort);
    world.bankBehaves({{u"idempotent"_s, false}});
    ServerProcess server(place.folder.path(), m_serverPort, server::SandboxWorld::telegramApi(world.origin()),
                         place.databaseUrl());
    world.allow(server.url());
    connect(&server, &ServerProcess::serving, &server, [&] {
        if (server.deaths() < deaths)
            world.clock().after(std::chrono::milliseconds(random.bounded(10, 350)), &server, [&] { server.kill(); });
    });
    std::vector<std::unique_ptr<Buyer>> buyers;
    for (int i = 0; i < buyersInAll; ++i)
        buyers.push_back(std::make_unique<Buyer>(world, server.url(), m_nextPerson++));

    server.start();
    QStringList waiting;
    const bool done = QTest::qWaitFor(
        [&] {
            waiting.clear();
            // Each life of the server sees new buyers come.
            const auto come = std::min(buyers.size(), buyers.size() * (1 + size_t(server.deaths())) / deaths);
            for (size_t i = 0; i < buyers.size(); ++i) {
                if (i < come)
                    buyers[i]->tick();
                if (!buyers[i]->isDone())
                    waiting.append(buyers[i]->waitsFor());
            }
            return server.hasFailed() || (waiting.isEmpty() && server.deaths() >= deaths && server.serves());
        },
        loadPatienceMs);
    QVERIFY2(!server.hasFailed(), server.log().constData());
    QVERIFY2(done, qPrintable(u"%1 deaths; %2"_s.arg(server.deaths()).arg(waiting.join(u", "_s))));
    SaleAudit audit(world, place.folder.path(), place.databaseUrl());
    qsizetype repeated = 0;
    for (const auto &buyer : buyers) {
        QCOMPARE(lastingFaults(audit, *buyer), QString());
        repeated += audit.repeatedMessages(*buyer);
    }
    QCOMPARE(world.meta().counted(u"Purchase"_s), buyersInAll);
    QCOMPARE(world.bank().counts().charges, buyersInAll);
    qInfo("%d deaths, %lld buttons came twice", server.deaths(), static_cast<long long>(repeated));
    QVERIFY2(server.stop(), server.log().constData());
}

QTEST_GUILESS_MAIN(CrashTest)
#include "tst_crash.moc"
