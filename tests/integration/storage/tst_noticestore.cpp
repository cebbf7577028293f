// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

core::NoticeRow noticeOf(const StorageFixture &db, const QString &key, Micros due = 0)
{
    core::NoticeRow row;
    row.botId = db.botId;
    row.gateway = u"sandbox"_s;
    row.dedupKey = key;
    row.notice.body = QByteArray("{\"id\":1}\0\xff", 10);
    row.notice.headers = {{"x-signature", "\xe7\xff"}, {"content-type", "application/json"}};
    row.notice.query = "a=b&c";
    row.nextAttemptAt = due;
    row.receivedAt = 77;
    return row;
}

} // namespace

class NoticeStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryByteForAReplay()
    {
        StorageFixture db;
        const auto row = noticeOf(db, u"k"_s);
        const auto id = db.get([&](auto &stores) { return stores.notices().insert(row); });
        QVERIFY(id > 0);
        const auto read = db.get([&](auto &stores) { return stores.notices().inState(u"pending"_s, 10); });
        QCOMPARE(read.size(), 1);
        QCOMPARE(read[0].id, id);
        QCOMPARE(read[0].gateway, row.gateway);
        QCOMPARE(read[0].dedupKey, row.dedupKey);
        QCOMPARE(read[0].notice.body, row.notice.body);
        QVERIFY(read[0].notice.headers == row.notice.headers);
        QCOMPARE(read[0].notice.query, row.notice.query);
        QCOMPARE(read[0].receivedAt, 77);
    }

    void storesANoticeOnce()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            QVERIFY(stores.notices().insert(noticeOf(db, u"k"_s)) > 0);
            QCOMPARE(stores.notices().insert(noticeOf(db, u"k"_s)), 0);
            QVERIFY(stores.notices().insert(noticeOf(db, u"other"_s)) > 0);
            auto otherGateway = noticeOf(db, u"k"_s);
            otherGateway.gateway = u"efi"_s;
            QVERIFY(stores.notices().insert(otherGateway) > 0);
            auto otherBot = noticeOf(db, u"k"_s);
            otherBot.botId = db.otherBotId;
            QVERIFY(stores.notices().insert(otherBot) > 0);
        });
    }

    void claimsWhatIsDueAndCountsTheAttempt()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &notices = stores.notices();
            const auto first = notices.insert(noticeOf(db, u"1"_s));
            QVERIFY(notices.insert(noticeOf(db, u"2"_s, 50)) > first);
            QCOMPARE(notices.nextDue().value(), 0);
            auto due = notices.claimDue(10, 100, 10);
            QCOMPARE(due.size(), 1);
            QCOMPARE(due[0].id, first);
            QCOMPARE(due[0].attempts, 1);
            QCOMPARE(notices.nextDue().value(), 50);
            QVERIFY(notices.claimDue(10, 100, 10).isEmpty());
            QCOMPARE(notices.claimDue(100, 200, 10).size(), 2);
            QVERIFY(notices.claimDue(100, 200, 10).isEmpty());
        });
    }

    void triesAnOrphanAgainOnlyIfATimeIsGiven()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &notices = stores.notices();
            const auto id = notices.insert(noticeOf(db, u"1"_s));
            notices.settle(id, u"orphan"_s, u"No such charge yet."_s, 500);
            QCOMPARE(notices.nextDue().value(), 500);
            QCOMPARE(notices.claimDue(500, 600, 10).size(), 1);
            notices.settle(id, u"orphan"_s, u"No such charge."_s, 0);
            QVERIFY(!notices.nextDue());
            QVERIFY(notices.claimDue(10'000, 20'000, 10).isEmpty());
            QCOMPARE(notices.inState(u"orphan"_s, 10).first().outcome, u"No such charge."_s);
        });
    }

    void isDoneWithWhatIsSettled_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("done") << u"done"_s;
        QTest::newRow("refused") << u"refused"_s;
    }
    void isDoneWithWhatIsSettled()
    {
        QFETCH(QString, state);
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &notices = stores.notices();
            notices.settle(notices.insert(noticeOf(db, u"1"_s)), state, u"So it is."_s, 999);
            QVERIFY(!notices.nextDue());
            QVERIFY(notices.claimDue(10'000, 20'000, 10).isEmpty());
            QVERIFY(notices.inState(u"pending"_s, 10).isEmpty());
            QCOMPARE(notices.inState(state, 10).size(), 1);
            QCOMPARE(notices.inState(state, 0).size(), 0);
        });
    }
};

QTEST_GUILESS_MAIN(NoticeStoreTest)
#include "tst_noticestore.moc"
