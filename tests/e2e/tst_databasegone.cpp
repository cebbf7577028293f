// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/openshop.h"
#include "database/ownpostgresql.h"
#include "smalldisk.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

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
