// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include "core/click/redirecttally.h"
#include "core/click/tokenminter.h"

/// Redirects are counted from the clicks, once each, whoever counts.
class RedirectStoreTest : public QObject
{
    Q_OBJECT

private:
    static constexpr Micros second = 1'000'000;

    std::unique_ptr<core::TokenMinter> m_minter; // its tokens only grow, so each test has its own

    void visit(StorageFixture &db, qint64 botId, const QString &traffic = u"person"_s,
               Micros at = StorageFixture::start)
    {
        db.must([&](auto &stores) {
            stores.clicks().insert(db.workspaceId, {.token = m_minter->mint(at),
                                                    .poolId = db.poolId,
                                                    .botId = botId,
                                                    .firstSeenMs = at / 1000,
                                                    .traffic = traffic});
        });
    }
    static bool tally(StorageFixture &db, Micros at)
    {
        return db.get([at](auto &stores) { return core::tallyRedirects(stores, at); });
    }
    static core::Pool pool(StorageFixture &db)
    {
        return *db.get([](auto &stores) { return stores.shop().load(); }).pool(db.poolId);
    }
    static core::BotLoads loads(StorageFixture &db, Micros at)
    {
        return db.get([at](auto &stores) { return core::recentLoads(stores, at); });
    }

private Q_SLOTS:
    void init() { m_minter = std::make_unique<core::TokenMinter>(); }

    void countsPeopleByBotAndThoseWhomNoBotTook()
    {
        StorageFixture db;
        for (int i = 0; i < 3; ++i)
            visit(db, db.botId);
        visit(db, db.botId, u"crawler"_s);
        visit(db, 0);
        visit(db, 0, u"preview"_s);
        QVERIFY(!tally(db, StorageFixture::start + 10 * second));
        QCOMPARE(pool(db).totalRedirects, 3);
        QCOMPARE(pool(db).totalUnserved, 1);
        QCOMPARE(pool(db).bots[0].totalRedirects, 3);
        QCOMPARE(db.peek(u"SELECT SUM(others) FROM redirect_minutes"_s).toInt(), 2);
        QCOMPARE(loads(db, StorageFixture::start + 10 * second), (core::BotLoads{{db.botId, 3}}));
    }

    void countsEachClickOnce()
    {
        StorageFixture db;
        visit(db, db.botId);
        for (int i = 10; i < 15; ++i)
            tally(db, StorageFixture::start + i * second);
        visit(db, db.botId, u"person"_s, StorageFixture::start + 20 * second);
        tally(db, StorageFixture::start + 30 * second);
        db.reopen();
        tally(db, StorageFixture::start + 31 * second);
        QCOMPARE(pool(db).totalRedirects, 2);
    }

    void leavesTheLastSecondsForTheNextTime()
    {
        StorageFixture db;
        visit(db, db.botId);
        tally(db, StorageFixture::start + 2 * second);
        QCOMPARE(pool(db).totalRedirects, 0);
        // One that was minted before, and stored only now.
        visit(db, db.botId);
        tally(db, StorageFixture::start + 6 * second);
        QCOMPARE(pool(db).totalRedirects, 2);
    }

    void onlyOneOfTwoNodesCounts()
    {
        StorageFixture db;
        visit(db, db.botId);
        tally(db, StorageFixture::start + 10 * second);
        visit(db, db.botId, u"person"_s, StorageFixture::start + 10 * second);
        const auto from = db.get([](auto &stores) { return stores.redirects().countedUpTo(); });
        QVERIFY(from);
        QVERIFY(db.get([&](auto &stores) { return stores.redirects().moveOn(from, newToken()); }));
        QVERIFY(!db.get([&](auto &stores) { return stores.redirects().moveOn(from, newToken()); }));
        QVERIFY(!db.get([&](auto &stores) { return stores.redirects().moveOn(std::nullopt, newToken()); }));
    }

    void takesManyInSteps()
    {
        StorageFixture db;
        for (int i = 0; i < 5; ++i)
            visit(db, db.botId);
        const auto upTo = TrackingToken::parse(u"ffffffffffff7fffffffffffffffffff"_s).value();
        const auto end = db.get([&](auto &stores) { return stores.redirects().endOfStep(std::nullopt, upTo, 2); });
        QVERIFY(end);
        const auto people = [&](const std::optional<TrackingToken> &after, const TrackingToken &to) {
            return db.get([&](auto &stores) { return stores.redirects().between(after, to); }).value(0).people;
        };
        QCOMPARE(people(std::nullopt, *end), 3);
        QCOMPARE(people(end, upTo), 2);
        QVERIFY(!db.get([&](auto &stores) { return stores.redirects().endOfStep(std::nullopt, upTo, 5); }));
    }

    void forgetsLoadsAfterSomeMinutes()
    {
        StorageFixture db;
        visit(db, db.botId);
        visit(db, db.secondBotId, u"person"_s, StorageFixture::start + 300 * second);
        const Micros later = StorageFixture::start + 310 * second;
        tally(db, later);
        QCOMPARE(loads(db, later), (core::BotLoads{{db.secondBotId, 1}}));
        visit(db, db.botId, u"person"_s, StorageFixture::start + 7200 * second);
        tally(db, StorageFixture::start + 7210 * second);
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM redirect_minutes"_s).toInt(), 1);
        QCOMPARE(pool(db).totalRedirects, 3);
    }
};

QTEST_GUILESS_MAIN(RedirectStoreTest)
#include "tst_redirectstore.moc"
