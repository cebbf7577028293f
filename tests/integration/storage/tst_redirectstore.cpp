// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include "core/click/recentloads.h"
#include "core/click/tokenminter.h"

/// Redirects are counted with the clicks, once each.
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
    static void fold(StorageFixture &db, Micros at)
    {
        db.must([at](auto &stores) { core::foldOldRedirects(stores, at); });
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
        visit(db, db.botId, u"repeat"_s);
        visit(db, 0);
        visit(db, 0, u"preview"_s);
        QCOMPARE(pool(db).totalRedirects, 3);
        QCOMPARE(pool(db).totalUnserved, 1);
        QCOMPARE(pool(db).bots[0].totalRedirects, 3);
        QCOMPARE(db.peek(u"SELECT SUM(others) FROM redirect_minutes"_s).toInt(), 3);
        QCOMPARE(loads(db, StorageFixture::start + 10 * second), (core::BotLoads{{db.botId, 3}}));
    }

    void aBatchIsAFewRowsHoweverManyClicksItHolds()
    {
        StorageFixture db;
        QList<Click> clicks;
        for (int i = 0; i < 50; ++i)
            clicks.append({.token = m_minter->mint(StorageFixture::start),
                           .poolId = db.poolId,
                           .botId = i % 2 ? db.botId : db.secondBotId,
                           .firstSeenMs = StorageFixture::start / 1000,
                           .traffic = u"person"_s});
        QList<core::NewClick> batch;
        for (const Click &click : clicks)
            batch.append({db.workspaceId, &click});
        db.must([&](auto &stores) { stores.clicks().insert(batch); });
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM redirect_minutes"_s).toInt(), 2);
        QCOMPARE(loads(db, StorageFixture::start), (core::BotLoads{{db.botId, 25}, {db.secondBotId, 25}}));
        QCOMPARE(pool(db).totalRedirects, 50);
    }

    void aClickThatIsUndoneIsNotCounted()
    {
        StorageFixture db;
        const auto done = db.run([&](auto &stores) {
            stores.clicks().insert(db.workspaceId, {.token = m_minter->mint(StorageFixture::start),
                                                    .poolId = db.poolId,
                                                    .botId = db.botId,
                                                    .firstSeenMs = StorageFixture::start / 1000,
                                                    .traffic = u"person"_s});
            throw core::StorageFailure({u"test.undone"_s});
        });
        QVERIFY(!done);
        QCOMPARE(pool(db).totalRedirects, 0);
    }

    void anotherPlatformsRedirectIsNoneOfOurs()
    {
        StorageFixture db;
        db.must([&](auto &stores) {
            QVERIFY(stores.clicks().insertIfNew(db.workspaceId, {.token = newToken(),
                                                                 .poolId = db.poolId,
                                                                 .botId = db.botId,
                                                                 .firstSeenMs = StorageFixture::start / 1000,
                                                                 .traffic = u"person"_s}));
        });
        QCOMPARE(pool(db).totalRedirects, 0);
    }

    void foldsOldMinutesIntoLifetimeCounters()
    {
        StorageFixture db;
        visit(db, db.botId);
        visit(db, 0);
        visit(db, db.secondBotId, u"person"_s, StorageFixture::start + 300 * second);
        const Micros later = StorageFixture::start + 310 * second;
        QCOMPARE(loads(db, later), (core::BotLoads{{db.secondBotId, 1}}));
        visit(db, db.botId, u"person"_s, StorageFixture::start + 7200 * second);
        for (int twice = 0; twice < 2; ++twice) {
            fold(db, StorageFixture::start + 7210 * second);
            QCOMPARE(db.peek(u"SELECT COUNT(*) FROM redirect_minutes"_s).toInt(), 1);
            QCOMPARE(db.peek(u"SELECT total_redirects FROM redirect_pools"_s).toInt(), 2);
            QCOMPARE(pool(db).totalRedirects, 3);
            QCOMPARE(pool(db).totalUnserved, 1);
        }
        visit(db, db.botId); // Comes late: its minute was folded.
        fold(db, StorageFixture::start + 7220 * second);
        db.reopen();
        QCOMPARE(pool(db).totalRedirects, 4);
    }
};

QTEST_GUILESS_MAIN(RedirectStoreTest)
#include "tst_redirectstore.moc"
