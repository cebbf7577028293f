// SPDX-License-Identifier: GPL-3.0-or-later
// Whom SQLite's clicks may be recognised as, by memory: whatever happens, nobody is denied. PostgreSQL asks its
// indexes.
#include "storage/sqlite/knownpeople.h"

#include "storage/sqlunitofwork.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

// The connection of a server, beside that of the fixture.
struct Server
{
    explicit Server(const StorageFixture &db)
        : connection({db.options().url, db.options().secrets, db.options().now})
        , stores(connection)
        , people(connection, std::chrono::milliseconds(50))
    {
    }

    void transact(const std::function<void()> &work)
    {
        connection.begin();
        work();
        connection.commit();
    }

    void refresh()
    {
        transact([this] { people.refresh(); });
    }

    bool isComplete()
    {
        refresh();
        return people.isComplete();
    }

    storage::Connection connection;
    storage::SqlUnitOfWork stores;
    storage::KnownPeople people;
};

} // namespace

class KnownPeopleTest : public QObject
{
    Q_OBJECT

private:
    // A click of this fbclid and visitor, bound to somebody.
    static Click bind(const StorageFixture &db, core::UnitOfWork &stores, const QString &fbclid,
                      const QString &visitorId = {})
    {
        Click click{
            .token = newToken(), .fbclid = fbclid, .visitorId = visitorId, .firstSeenMs = 1, .traffic = u"person"_s};
        stores.clicks().insert(db.workspaceId, click);
        stores.clicks().markBound(click.token, db.botId, 7, 1);
        return click;
    }

private Q_SLOTS:
    void takesEverybodyForKnownUntilItHasRead()
    {
        StorageFixture db;
        Server server(db);
        server.transact([&] {
            server.people.refresh();
            QVERIFY(!server.people.isComplete());
            QVERIFY(server.people.mayHaveFbclid(u"FbA"_s));
            QVERIFY(server.people.mayHaveVisitor(u"v"_s));
            QVERIFY(!server.people.mayHaveFbclid({}));
            QVERIFY(!server.people.mayHaveVisitor({}));
        });
    }

    void readsWhoIsStored()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            bind(db, stores, u"FbClick"_s, u"visitor"_s);
            core::BotUser user{.botId = db.otherBotId, .telegramUserId = 8, .fbclid = u"FbUser"_s};
            user.firstInteraction = user.lastInteraction = 1;
            static_cast<void>(stores.users().upsert(user));
        });
        db.click(u"FbNobody"_s);
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        QVERIFY(server.people.mayHaveFbclid(u"FbClick"_s));
        QVERIFY(server.people.mayHaveVisitor(u"visitor"_s));
        QVERIFY(server.people.mayHaveFbclid(u"FbUser"_s));
        QVERIFY(!server.people.mayHaveFbclid(u"FbNobody"_s));
        QVERIFY(!server.people.mayHaveFbclid(u"visitor"_s));
        QVERIFY(!server.people.mayHaveVisitor(u"FbClick"_s));
    }

    // More than is read in one piece, and many with one value.
    void readsAllOfThem()
    {
        StorageFixture db;
        constexpr int people = 4500;
        db.must([&](core::UnitOfWork &stores) {
            for (int number = 0; number < people; ++number) {
                bind(db, stores, u"Fb%1"_s.arg(number), u"v%1"_s.arg(number));
                bind(db, stores, u"FbShared"_s);
                core::BotUser user{.botId = number % 2 == 0 ? db.botId : db.otherBotId,
                                   .telegramUserId = 1000 + number,
                                   .fbclid = u"Fu%1"_s.arg(number)};
                user.firstInteraction = user.lastInteraction = 1;
                static_cast<void>(stores.users().upsert(user));
            }
        });
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        for (int number = 0; number < people; ++number) {
            QVERIFY(server.people.mayHaveFbclid(u"Fb%1"_s.arg(number)));
            QVERIFY(server.people.mayHaveFbclid(u"Fu%1"_s.arg(number)));
            QVERIFY(server.people.mayHaveVisitor(u"v%1"_s.arg(number)));
        }
        QVERIFY(server.people.mayHaveFbclid(u"FbShared"_s));
    }

    void knowsWhomItBindsInTheSameTransaction()
    {
        StorageFixture db;
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        server.transact([&] {
            bind(db, server.stores, u"FbA"_s, u"vA"_s);
            QVERIFY(!server.people.mayHaveFbclid(u"FbB"_s));
            server.people.refresh();
            QVERIFY(server.people.mayHaveFbclid(u"FbA"_s));
            QVERIFY(server.people.mayHaveVisitor(u"vA"_s));
            QVERIFY(!server.people.mayHaveFbclid(u"FbB"_s));
        });
        QVERIFY(server.isComplete());
    }

    void knowsWhoGetsAnFbclidLater()
    {
        StorageFixture db;
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        core::BotUser user{.botId = db.botId, .telegramUserId = 8};
        user.firstInteraction = user.lastInteraction = 1;
        server.transact([&] { user = server.stores.users().upsert(user); });
        server.refresh();
        QVERIFY(!server.people.mayHaveFbclid(u"FbLater"_s));
        user.fbclid = u"FbLater"_s;
        server.transact([&] { server.stores.users().saveAttribution(user); });
        server.refresh();
        QVERIFY(server.people.mayHaveFbclid(u"FbLater"_s));
    }

    // It first asks in a transaction that has written before, and is read while that one is not committed.
    void knowsWhatWasWrittenBeforeTheFirstQuestion()
    {
        StorageFixture db;
        Server server(db);
        server.connection.begin();
        bind(db, server.stores, u"FbBefore"_s);
        server.people.refresh();
        QTest::qWait(50);
        server.people.refresh();
        QVERIFY(server.people.mayHaveFbclid(u"FbBefore"_s));
        server.connection.commit();
        QTRY_VERIFY(server.isComplete());
        QVERIFY(server.people.mayHaveFbclid(u"FbBefore"_s));
    }

    void knowsWhatIsDoneAgainAfterARollback()
    {
        StorageFixture db;
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        server.connection.begin();
        bind(db, server.stores, u"FbA"_s);
        server.connection.rollback();
        server.refresh();
        server.transact([&] { bind(db, server.stores, u"FbA"_s); });
        server.refresh();
        QVERIFY(server.people.mayHaveFbclid(u"FbA"_s));
    }

    // A command beside the running server, and somebody with a shell.
    void believesNothingOnceSomebodyElseHasCommitted()
    {
        StorageFixture db;
        const auto token = db.click(u"FbImported"_s);
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        QVERIFY(!server.people.mayHaveFbclid(u"FbImported"_s));
        db.write(u"UPDATE clicks SET bound_bot_id = %1, bound_telegram_user_id = 7, bound_at = 1 WHERE token = '%2'"_s
                     .arg(db.botId)
                     .arg(token.toString()));
        server.refresh();
        QVERIFY(server.people.mayHaveFbclid(u"FbImported"_s));
        // All is read again.
        QTRY_VERIFY(server.isComplete());
        QVERIFY(server.people.mayHaveFbclid(u"FbImported"_s));
        QVERIFY(!server.people.mayHaveFbclid(u"FbNobody"_s));
    }

    // Its own commits, and the checkpoints that follow from them, are nobody else's.
    void staysCompleteUnderItsOwnLoad()
    {
        StorageFixture db;
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        for (int commit = 0; commit < 60; ++commit) { // Some twenty pages each: more than one checkpoint.
            server.transact([&] {
                for (int number = 0; number < 100; ++number)
                    bind(db, server.stores, u"Fb%1-%2"_s.arg(commit).arg(number), newHexId());
                server.people.refresh();
            });
            QVERIFY(server.people.isComplete());
        }
        server.refresh();
        for (int commit = 0; commit < 60; ++commit) {
            for (int number = 0; number < 100; ++number)
                QVERIFY(server.people.mayHaveFbclid(u"Fb%1-%2"_s.arg(commit).arg(number)));
        }
    }

    void readsAgainWhatItCouldNotRemember()
    {
        StorageFixture db;
        Server server(db);
        QTRY_VERIFY(server.isComplete());
        const auto first = bind(db, server.stores, u"FbFirst"_s);
        // Every other row, so that none is the same as the last.
        const auto second = bind(db, server.stores, u"FbSecond"_s);
        server.transact([&] {
            for (std::size_t number = 0; number < storage::KnownPeople::MostUnseen; ++number)
                server.stores.clicks().markBound((number % 2 == 0 ? first : second).token, db.botId, 7, 1);
        });
        server.refresh();
        QVERIFY(!server.people.isComplete());
        QVERIFY(server.people.mayHaveFbclid(u"FbFirst"_s));
        QTRY_VERIFY(server.isComplete());
        QVERIFY(server.people.mayHaveFbclid(u"FbFirst"_s));
        QVERIFY(!server.people.mayHaveFbclid(u"FbNobody"_s));
    }

    void readsNothingForWhoNeverAsks()
    {
        StorageFixture db;
        Server server(db);
        server.transact([&] { bind(db, server.stores, u"FbA"_s); });
        QTest::qWait(50);
        QVERIFY(!server.people.isComplete());
    }

    void endsWhileItReads()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            for (int number = 0; number < 20'000; ++number)
                bind(db, stores, u"Fb%1"_s.arg(number));
        });
        for (int turn = 0; turn < 5; ++turn) {
            Server server(db);
            server.refresh();
            server.refresh();
        }
        Server server(db);
        QTRY_VERIFY(server.isComplete());
    }
};

QTEST_GUILESS_MAIN(KnownPeopleTest)
#include "tst_knownpeople.moc"
