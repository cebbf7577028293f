// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

core::UpdateRow update(qint64 id, qint64 userId, Micros receivedAt = 1)
{
    core::UpdateRow row;
    row.updateId = id;
    row.userId = userId;
    row.kind = u"message"_s;
    row.raw = "{\"update_id\":" + QByteArray::number(id) + "}";
    row.receivedAt = receivedAt;
    return row;
}

QList<qint64> idsOf(const QList<core::UpdateRow> &rows)
{
    QList<qint64> ids;
    for (const auto &row : rows)
        ids.append(row.updateId);
    return ids;
}

} // namespace

class UpdateStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storesWhatIsNewAndTheOffset()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &updates = stores.updates();
            QCOMPARE(updates.nextOffset(db.botId), 0);
            QCOMPARE(updates.insert(db.botId, {update(1, 7), update(2, 7), update(1, 7)}, 3), 2);
            QCOMPARE(updates.insert(db.botId, {update(2, 7), update(3, 7)}, 0), 1);
            QCOMPARE(updates.nextOffset(db.botId), 3);
            QCOMPARE(updates.insert(db.botId, {}, 4), 0);
            QCOMPARE(updates.nextOffset(db.botId), 4);
            QCOMPARE(updates.insert(db.secondBotId, {update(1, 7)}, 0), 1);
            QCOMPARE(updates.nextOffset(db.secondBotId), 0);
        });
    }

    void givesOneHeadForEachPersonOnEachBot()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &updates = stores.updates();
            updates.insert(db.botId, {update(10, 1, 5), update(11, 2, 4), update(12, 1, 3), update(13, 0, 9)}, 0);
            updates.insert(db.secondBotId, {update(20, 1, 1)}, 0);
            QCOMPARE(idsOf(updates.heads(10)), (QList<qint64>{20, 11, 10, 13}));
            QCOMPARE(idsOf(updates.heads(2)), (QList<qint64>{20, 11}));
            updates.settle(db.botId, 10, u"done"_s, {});
            QCOMPARE(idsOf(updates.heads(10)), (QList<qint64>{20, 12, 11, 13}));
            updates.settle(db.botId, 12, u"dead"_s, u"Failed five times."_s);
            QCOMPARE(idsOf(updates.heads(10)), (QList<qint64>{20, 11, 13}));
        });
    }

    void keepsAnUpdateAsItCame()
    {
        StorageFixture db;
        auto row = update(10, 7);
        row.kind = u"unknown"_s;
        row.raw = QByteArray("{\"\xff\0", 4);
        db.must([&](core::UnitOfWork &stores) {
            stores.updates().insert(db.botId, {row}, 0);
            stores.updates().countAttempt(db.botId, 10, u"It failed."_s);
            stores.updates().countAttempt(db.botId, 10, u"It failed again."_s);
        });
        const auto heads = db.get([](auto &stores) { return stores.updates().heads(10); });
        QCOMPARE(heads.size(), 1);
        QCOMPARE(heads[0].botId, db.botId);
        QCOMPARE(heads[0].userId, 7);
        QCOMPARE(heads[0].kind, u"unknown"_s);
        QCOMPARE(heads[0].raw, row.raw);
        QCOMPARE(heads[0].attempts, 2);
        QCOMPARE(heads[0].outcome, u"It failed again."_s);
        QCOMPARE(heads[0].receivedAt, 1);
    }

    void storesUpdatesAndOffsetTogetherOrNotAtAll()
    {
        StorageFixture db;
        const auto done = db.run([&](core::UnitOfWork &stores) {
            stores.updates().insert(db.botId, {update(1, 7)}, 2);
            throw core::StorageFailure({u"test.failed"_s, u"Broken off."_s});
        });
        QVERIFY(!done);
        QCOMPARE(db.get([&](auto &stores) { return stores.updates().nextOffset(db.botId); }), 0);
        QVERIFY(db.get([](auto &stores) { return stores.updates().heads(10); }).isEmpty());
    }
};

QTEST_GUILESS_MAIN(UpdateStoreTest)
#include "tst_updatestore.moc"
