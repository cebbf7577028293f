// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/openshop.h"
#include "database/heldsqlite.h"
#include "database/ownpostgresql.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int people = 8;

/// A database of either kind that can hang: PostgreSQL whose processes sleep, SQLite that somebody else holds.
class SleepyDatabase
{
public:
    SleepyDatabase(bool isServer, const QString &dataFolder)
    {
        if (isServer)
            m_postgresql = std::make_unique<OwnPostgresql>();
        else
            m_sqlite = std::make_unique<HeldSqlite>(dataFolder + u"/rastro.db"_s);
    }

    [[nodiscard]] bool runs() const { return !m_postgresql || m_postgresql->runs(); }
    [[nodiscard]] QString url() const { return m_postgresql ? m_postgresql->url() : QString(); }
    [[nodiscard]] bool sleep() { return m_postgresql ? m_postgresql->pause() : m_sqlite->hold(); }
    [[nodiscard]] bool wakeUp() { return m_postgresql ? m_postgresql->goOn() : m_sqlite->letGo(); }
    [[nodiscard]] qint64 ask(const QString &statement) const
    {
        return (m_postgresql ? m_postgresql->ask(statement) : m_sqlite->ask(statement)).toLongLong();
    }

private:
    std::unique_ptr<OwnPostgresql> m_postgresql;
    std::unique_ptr<HeldSqlite> m_sqlite;
};

} // namespace

// The database of the real server hangs for a while: it refuses nothing, and says nothing. People are sent on, and no
// click of theirs is lost, also if the server dies meanwhile.
class DatabaseHangsTest : public QObject
{
    Q_OBJECT

private:
    // Everything that is counted of clicks; also those whose answers did not come, so that people tried again.
    static void compareCounts(const SleepyDatabase &database)
    {
        const auto clicks = database.ask(u"SELECT COUNT(*) FROM clicks"_s);
        QCOMPARE(database.ask(u"SELECT SUM(n) FROM row_counts WHERE subject = 'clicks'"_s), clicks);
        QCOMPARE(database.ask(u"SELECT SUM(visits) FROM funnel_days"_s), clicks);
        QCOMPARE(database.ask(u"SELECT SUM(people) FROM redirect_minutes"_s), clicks);
        // The bot may not have been there yet when the shop opened.
        QCOMPARE(database.ask(u"SELECT COUNT(*) FROM conversions WHERE event_name = 'PageView'"_s),
                 database.ask(u"SELECT COUNT(*) FROM clicks WHERE bot_id IS NOT NULL"_s));
    }

private Q_SLOTS:
    void everyAnsweredClickIsThereOnce_data()
    {
        QTest::addColumn<bool>("isServer");
        QTest::addColumn<bool>("isKilled");
        QTest::newRow("PostgreSQL goes on") << true << false;
        QTest::newRow("PostgreSQL, and the server dies") << true << true;
        QTest::newRow("SQLite goes on") << false << false;
        QTest::newRow("SQLite, and the server dies") << false << true;
    }

    void everyAnsweredClickIsThereOnce()
    {
        QFETCH(bool, isServer);
        QFETCH(bool, isKilled);
        const QTemporaryDir folder;
        SleepyDatabase database(isServer, folder.path());
        if (!database.runs())
            QSKIP("PostgreSQL is not installed.");
        OpenShop shop(folder.path(), database.url());
        QVERIFY2(shop.open(), shop.server().log().constData());
        QVERIFY(database.sleep());
        const auto tokens = shop.click(people);
        QCOMPARE(tokens.size(), people);
        QVERIFY(!tokens.contains(QByteArray()));
        QCOMPARE(shop.metric("rastro_spool_clicks"), people);
        QCOMPARE(shop.metric("rastro_clicks_lost_total"), 0);
        auto &ana = shop.come(); // Goes to the bot, too, which does not answer her.
        QVERIFY2(shop.until([&] { return !ana.tokens().isEmpty(); }), shop.server().log().constData());
        if (!isServer) // Longer than it waits for a lock.
            QVERIFY(shop.until([&] { return shop.metric("rastro_storage_failed_jobs_total") > 0; }));
        if (isKilled) {
            shop.server().setRevived(false);
            shop.server().kill();
            QVERIFY(shop.quietlyUntil([&] { return shop.server().deaths() == 1; }));
        }
        QVERIFY(database.wakeUp());
        if (isKilled)
            shop.server().start();
        QVERIFY2(shop.allAreServed(), shop.server().log().constData());
        QVERIFY(shop.quietlyUntil([&] { return shop.metric("rastro_spool_bytes") == 0; }));
        QCOMPARE(shop.lastingFaults(), QString());
        for (const auto &token : tokens)
            QCOMPARE(database.ask(u"SELECT COUNT(*) FROM clicks WHERE token = '%1'"_s.arg(QLatin1StringView(token))),
                     1);
        compareCounts(database);
        QCOMPARE(shop.metric("rastro_spool_aside_files"), 0);
        QVERIFY2(shop.server().stop(), shop.server().log().constData());
    }
};

QTEST_GUILESS_MAIN(DatabaseHangsTest)
#include "tst_databasehangs.moc"
