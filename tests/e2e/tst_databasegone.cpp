// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/saleaudit.h"
#include "crash/serverprocess.h"
#include "database/ownpostgresql.h"
#include "smalldisk.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int patienceMs = 60'000;

int clicksIn(const QString &file)
{
    const auto name = u"sqlite"_s;
    int count = -1;
    {
        auto shell = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        shell.setDatabaseName(file);
        QSqlQuery query(shell.open() ? u"SELECT COUNT(*) FROM clicks WHERE bot_id IS NOT NULL"_s : QString(), shell);
        if (query.next())
            count = query.value(0).toInt();
    }
    QSqlDatabase::removeDatabase(name);
    return count;
}

} // namespace

/// A shop whose server, the real one, is up and has sold something.
class OpenShop
{
public:
    OpenShop(QString dataFolder, QString database)
        : m_database(std::move(database))
        , m_server(std::move(dataFolder), freePort(), server::SandboxWorld::telegramApi(m_world.origin()), m_database)
    {
        m_world.allow(m_server.url());
    }

    [[nodiscard]] bool open(const QString &crashAt = {})
    {
        if (!m_server.apply(m_world.shopFile()).isEmpty())
            return false;
        m_server.start(crashAt);
        auto &first = come();
        return until([&] { return first.isDone(); });
    }

    /// Somebody new sees the ad.
    Buyer &come()
    {
        m_buyers.push_back(std::make_shared<Buyer>(m_world, m_server.url(), m_nextPerson++));
        return *m_buyers.back();
    }

    /// Somebody sees the ad who does nothing more. The token of the link; empty: there was none.
    QByteArray click()
    {
        std::optional<QByteArray> token;
        HttpRequest request;
        request.url = m_server.url();
        request.url.setPath(u"/go/ad"_s);
        request.headers = {{"User-Agent", "Mozilla/5.0 (Android 15; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"}};
        QObject context;
        m_world.http().send(request, &context, [&](const Result<HttpAnswer> &answer) {
            const auto link = answer ? answer->header("location") : QByteArray();
            const auto at = link.indexOf("start=");
            token = at < 0 ? QByteArray() : link.mid(at + 6);
        });
        quietlyUntil([&] { return token.has_value(); });
        return token.value_or(QByteArray());
    }

    /// Everybody goes on until `condition` holds. Whether it did.
    bool until(const std::function<bool()> &condition)
    {
        return QTest::qWaitFor(
            [&] {
                for (const auto &buyer : m_buyers)
                    buyer->tick();
                return m_server.hasFailed() || condition();
            },
            patienceMs);
    }

    /// The same, while nobody does anything.
    bool quietlyUntil(const std::function<bool()> &condition)
    {
        const auto buyers = std::exchange(m_buyers, {});
        const bool came = until(condition);
        m_buyers = buyers;
        return came;
    }

    /// Value of a metric without labels; -1: it is not served.
    double metric(const QByteArray &name)
    {
        double value = -1;
        bool isAnswered = false;
        HttpRequest request;
        request.url = m_server.url();
        request.url.setPath(u"/metrics"_s);
        QObject context;
        m_world.http().send(request, &context, [&](const Result<HttpAnswer> &answer) {
            isAnswered = true;
            for (const auto &line : (answer ? answer->body : QByteArray()).split('\n')) {
                if (line.startsWith(name + ' '))
                    value = line.mid(name.size() + 1).toDouble();
            }
        });
        quietlyUntil([&] { return isAnswered; });
        return value;
    }

    /// What is wrong with the sales, and does not become right; empty: all is well.
    QString lastingFaults()
    {
        SaleAudit audit(m_world, m_server.dataFolder(), m_database);
        QStringList faults;
        until([&] {
            faults.clear();
            for (const auto &buyer : m_buyers)
                faults += audit.faultsOf(*buyer);
            return faults.isEmpty();
        });
        return faults.join(u"; "_s);
    }

    [[nodiscard]] bool allAreServed()
    {
        return until([&] {
            return std::all_of(m_buyers.begin(), m_buyers.end(), [](const auto &buyer) { return buyer->isDone(); });
        });
    }
    [[nodiscard]] ServerProcess &server() { return m_server; }

private:
    OutsideWorld m_world;
    QString m_database;
    ServerProcess m_server;
    std::vector<std::shared_ptr<Buyer>> m_buyers;
    qint64 m_nextPerson = 7118531418;
};

// The database of the real server refuses clicks for a while. People are sent on, and their sales have their ads.
class DatabaseGoneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerThatIsEndedAndStartedAgain()
    {
        OwnPostgresql postgresql;
        if (!postgresql.runs())
            QSKIP("PostgreSQL is not installed.");
        const QTemporaryDir folder;
        OpenShop shop(folder.path(), postgresql.url());
        QVERIFY2(shop.open(), shop.server().log().constData());
        QVERIFY(postgresql.halt());
        constexpr int people = 5;
        std::vector<Buyer *> buyers;
        for (int i = 0; i < people; ++i)
            buyers.push_back(&shop.come());
        // All are in the bot, by a link with a token.
        QVERIFY2(shop.until([&] {
            return std::all_of(buyers.begin(), buyers.end(),
                               [](const Buyer *buyer) { return !buyer->tokens().isEmpty(); });
        }),
                 shop.server().log().constData());
        QCOMPARE(shop.metric("rastro_spool_clicks"), people);
        QCOMPARE(shop.metric("rastro_clicks_lost_total"), 0);
        QVERIFY(shop.metric("rastro_spool_bytes") > 0);
        QVERIFY(postgresql.resume());
        QVERIFY2(shop.allAreServed(), shop.server().log().constData());
        QCOMPARE(shop.lastingFaults(), QString());
        QCOMPARE(shop.metric("rastro_spool_replayed_total"), people);
        QCOMPARE(postgresql.ask(u"SELECT COUNT(*) FROM clicks WHERE bot_id IS NOT NULL"_s), people + 1);
        QVERIFY2(shop.server().stop(), shop.server().log().constData());
    }

    void aStartThatComesBeforeItsClick()
    {
        OwnPostgresql postgresql;
        if (!postgresql.runs())
            QSKIP("PostgreSQL is not installed.");
        const QTemporaryDir folder;
        OpenShop shop(folder.path(), postgresql.url());
        QVERIFY2(shop.open(), shop.server().log().constData());
        // There is room for all but clicks.
        postgresql.ask(u"CREATE FUNCTION is_full() RETURNS TRIGGER LANGUAGE plpgsql AS "
                       "$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"_s);
        postgresql.ask(u"CREATE TRIGGER full_disk BEFORE INSERT ON clicks EXECUTE FUNCTION is_full()"_s);
        auto &ana = shop.come();
        const auto asked = u"SELECT COUNT(*) FROM starts WHERE telegram_user_id = %1 AND attribution = 'pending' "
                           "AND attempts > 0"_s.arg(ana.telegramId());
        QVERIFY2(shop.until([&] { return postgresql.ask(asked) == 1; }), shop.server().log().constData());
        QCOMPARE(shop.metric("rastro_spool_clicks"), 1);
        // She has her code and pays it, faster than anybody can.
        QVERIFY2(shop.until([&] { return !ana.reference().isEmpty(); }), shop.server().log().constData());
        postgresql.ask(u"DROP TRIGGER full_disk ON clicks"_s);
        QVERIFY2(shop.allAreServed(), shop.server().log().constData());
        QCOMPARE(shop.lastingFaults(), QString());
        QVERIFY2(shop.server().stop(), shop.server().log().constData());
    }

    void aServerThatDiesWhileItReplays()
    {
        OwnPostgresql postgresql;
        if (!postgresql.runs())
            QSKIP("PostgreSQL is not installed.");
        const QTemporaryDir folder;
        OpenShop shop(folder.path(), postgresql.url());
        QVERIFY2(shop.open(u"spool.replayed"_s), shop.server().log().constData());
        QVERIFY(postgresql.halt());
        auto &ana = shop.come();
        QVERIFY(shop.until([&] { return !ana.tokens().isEmpty(); }));
        QVERIFY(postgresql.resume());
        QVERIFY2(shop.until([&] { return shop.server().deaths() == 1 && shop.server().serves(); }),
                 shop.server().log().constData());
        QVERIFY2(shop.allAreServed(), shop.server().log().constData());
        QCOMPARE(shop.lastingFaults(), QString());
        QCOMPARE(postgresql.ask(u"SELECT COUNT(*) FROM clicks WHERE bot_id IS NOT NULL"_s), 2);
        QVERIFY(shop.until([&] { return QDir(folder.filePath(u"spool"_s)).entryList({u"clicks-*"_s}).isEmpty(); }));
        QVERIFY2(shop.server().stop(), shop.server().log().constData());
    }

    // Database and spool are on it.
    void aDiskThatIsFull()
    {
        constexpr int megabytes = 48;
        SmallDisk disk(megabytes);
        if (!disk.isMounted())
            QSKIP("Only root can mount a small disk.");
        OpenShop shop(disk.path(), {});
        QVERIFY2(shop.open(), shop.server().log().constData());
        disk.fill();
        // The log still has some room.
        constexpr int mostClicks = 2000;
        int clicks = 0;
        for (; clicks < mostClicks && shop.metric("rastro_spool_written_total") < 1; ++clicks)
            QVERIFY(!shop.click().isEmpty());
        QVERIFY2(clicks < mostClicks, shop.server().log().constData());
        auto &ana = shop.come();
        QVERIFY(shop.until([&] { return !ana.tokens().isEmpty(); }));
        QCOMPARE(shop.metric("rastro_clicks_lost_total"), 0);
        disk.makeRoom();
        QVERIFY2(shop.allAreServed(), shop.server().log().constData());
        QCOMPARE(shop.lastingFaults(), QString());
        QCOMPARE(shop.metric("rastro_spool_clicks"), 0);
        QVERIFY2(shop.server().stop(), shop.server().log().constData());
        QCOMPARE(clicksIn(disk.path() + u"/rastro.db"_s), clicks + 2);
    }
};

QTEST_GUILESS_MAIN(DatabaseGoneTest)
#include "tst_databasegone.moc"
