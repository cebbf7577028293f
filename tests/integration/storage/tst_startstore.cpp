// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

core::StartRow startOf(const StorageFixture &db, qint64 updateId, Micros due)
{
    core::StartRow start;
    start.botId = db.botId;
    start.telegramUserId = 7;
    start.updateId = updateId;
    start.parameter = u"anything <a> person types"_s;
    start.nextEmitAt = due;
    start.createdAt = 5;
    return start;
}

} // namespace

class StartStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storesAnUpdateOnce()
    {
        StorageFixture db;
        const auto insert = [&](core::UnitOfWork &stores) { return stores.starts().insert(startOf(db, 1, 10)); };
        const auto id = db.get(insert);
        QVERIFY(id > 0);
        QCOMPARE(db.get(insert), 0);
        auto other = startOf(db, 1, 10);
        other.botId = db.secondBotId; // Update ids are counted for each bot.
        QVERIFY(db.get([&](auto &stores) { return stores.starts().insert(other); }) > id);
        const auto read = db.get([&](auto &stores) { return stores.starts().byId(id); });
        QCOMPARE(read->telegramUserId, 7);
        QCOMPARE(read->updateId, 1);
        QCOMPARE(read->parameter, startOf(db, 1, 10).parameter);
        QCOMPARE(read->attribution, u"pending"_s);
        QCOMPARE(read->createdAt, 5);
        QVERIFY(!db.get([&](auto &stores) { return stores.starts().byId(999); }));
    }

    void claimsTheOldestThatAreDueAndPutsThemOff()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            for (const qint64 update : {1, 2, 3, 4})
                QVERIFY(stores.starts().insert(startOf(db, update, update * 10)) > 0);
            QCOMPARE(stores.starts().nextDue().value(), 10);
        });
        const auto claim = [&](Micros now, int limit) {
            return db.get([&](auto &stores) { return stores.starts().claimDue(now, 100, limit); });
        };
        QCOMPARE(claim(9, 10).size(), 0);
        const auto first = claim(30, 2);
        QCOMPARE(first.size(), 2);
        QCOMPARE(first[0].updateId, 1);
        QCOMPARE(first[1].updateId, 2);
        QCOMPARE(first[0].attempts, 1);
        QCOMPARE(claim(30, 10).size(), 1);
        QCOMPARE(claim(30, 10).size(), 0);
        const auto again = claim(100, 10);
        QCOMPARE(again.size(), 4);
        QCOMPARE(again[0].attempts, 2);
    }

    void takesOneAnswer()
    {
        StorageFixture db;
        const auto id = db.get([&](auto &stores) { return stores.starts().insert(startOf(db, 1, 10)); });
        db.must([&](core::UnitOfWork &stores) {
            stores.starts().settle(id, u"bound"_s, u"start_token"_s, u"The link carried it."_s);
            stores.starts().settle(id, u"organic"_s, u"organic"_s, u"A second answer."_s);
        });
        db.must([&](core::UnitOfWork &stores) {
            const auto start = stores.starts().byId(id);
            QCOMPARE(start->attribution, u"bound"_s);
            QCOMPARE(start->rule, u"start_token"_s);
            QCOMPARE(start->reason, u"The link carried it."_s);
            QVERIFY(stores.starts().claimDue(1000, 2000, 10).isEmpty());
            QVERIFY(!stores.starts().nextDue());
        });
    }
};

QTEST_GUILESS_MAIN(StartStoreTest)
#include "tst_startstore.moc"
