// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

core::ConversionRow conversion(const StorageFixture &db, const QString &eventId, qint64 paymentId = 0)
{
    core::ConversionRow row;
    row.workspaceId = db.workspaceId;
    row.scope = {core::PluginScope::Pool, db.poolId};
    row.pluginId = u"meta"_s;
    row.destination = u"meta:1234"_s;
    row.name = EventName::Purchase;
    row.eventId = eventId;
    row.at = 5;
    row.token = QString(32, u'a');
    row.botId = db.botId;
    row.telegramUserId = 7;
    row.paymentId = paymentId;
    return row;
}

} // namespace

class ConversionStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsWhatMeansTheSameOnce()
    {
        StorageFixture db;
        const auto payment = db.payment(db.person(7)).payment.id;
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            QVERIFY(conversions.add(conversion(db, u"e1"_s, payment)));
            QVERIFY(!conversions.add(conversion(db, u"e1"_s)));          // The same event id.
            QVERIFY(!conversions.add(conversion(db, u"e2"_s, payment))); // The same payment.
            auto other = conversion(db, u"e1"_s);
            other.destination = u"meta:99"_s;
            QVERIFY(conversions.add(other));
            other = conversion(db, u"e1"_s);
            other.name = EventName::PageView;
            QVERIFY(conversions.add(other));
            // The same pixel reached from a bot and from a pool is one destination.
            other = conversion(db, u"e1"_s);
            other.scope = {core::PluginScope::Bot, db.botId};
            QVERIFY(!conversions.add(other));
        });
    }

    void givesBackAllOfAnEvent()
    {
        StorageFixture db;
        const auto payment = db.payment(db.person(7)).payment.id;
        const auto row = conversion(db, u"e1"_s, payment);
        db.must([&](core::UnitOfWork &stores) {
            QVERIFY(stores.conversions().add(row));
            const auto read = stores.conversions().byPayment(payment).first();
            QCOMPARE(read.workspaceId, db.workspaceId);
            QVERIFY(read.scope == row.scope);
            QCOMPARE(read.pluginId, row.pluginId);
            QCOMPARE(read.destination, row.destination);
            QVERIFY(read.name == EventName::Purchase);
            QCOMPARE(read.eventId, row.eventId);
            QCOMPARE(read.at, row.at);
            QCOMPARE(read.token, row.token);
            QCOMPARE(read.botId, row.botId);
            QCOMPARE(read.telegramUserId, 7);
            QCOMPARE(read.paymentId, payment);
            QCOMPARE(read.state, u"pending"_s);
            QCOMPARE(stores.conversions().byToken(db.workspaceId, row.token).size(), 1);
            QCOMPARE(stores.conversions().byToken(db.otherWorkspaceId, row.token).size(), 0);
        });
    }

    void claimsOneGroupAtATimeTheOldestFirst()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            auto view = conversion(db, u"v"_s);
            view.name = EventName::PageView;
            view.runAt = 20;
            conversions.add(view);
            for (const auto &id : {u"1"_s, u"2"_s, u"3"_s}) {
                auto purchase = conversion(db, id);
                purchase.runAt = 10;
                conversions.add(purchase);
            }
            QCOMPARE(conversions.nextDue().value(), 10);
            QVERIFY(conversions.claimDue(9, 100, 10).isEmpty());
            const auto two = conversions.claimDue(50, 100, 2);
            QCOMPARE(two.size(), 2);
            QCOMPARE(two[0].eventId, u"1"_s);
            QCOMPARE(two[0].attempts, 1);
            QCOMPARE(two[0].firstTriedAt, 50);
            QCOMPARE(conversions.claimDue(50, 100, 10).first().eventId, u"3"_s);
            QVERIFY(conversions.claimDue(50, 100, 10).first().name == EventName::PageView);
            QVERIFY(conversions.claimDue(50, 100, 10).isEmpty());
        });
    }

    void letsAStaleFinishChangeNothing()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            conversions.add(conversion(db, u"1"_s));
            const auto first = conversions.claimDue(10, 100, 1).first();
            QVERIFY(conversions.claimDue(99, 200, 1).isEmpty());
            const auto second = conversions.claimDue(100, 200, 1).first(); // The lease has passed.
            QVERIFY(second.fence > first.fence);
            QCOMPARE(second.firstTriedAt, 10);
            conversions.finish(first, u"dead"_s, u"from a worker that slept"_s, 0);
            QCOMPARE(conversions.byToken(db.workspaceId, second.token).first().state, u"pending"_s);
            conversions.finish(second, u"sent"_s, u"events_received 1"_s, 0);
            conversions.finish(second, u"pending"_s, u"finished twice"_s, 0);
            const auto row = conversions.byToken(db.workspaceId, second.token).first();
            QCOMPARE(row.state, u"sent"_s);
            QCOMPARE(row.answer, u"events_received 1"_s);
            QVERIFY(!conversions.nextDue());
        });
    }

    void triesAgainWhenItIsTime()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            conversions.add(conversion(db, u"1"_s));
            conversions.finish(conversions.claimDue(10, 100, 1).first(), u"pending"_s, u"503"_s, 40);
            QVERIFY(conversions.claimDue(39, 100, 1).isEmpty());
            QCOMPARE(conversions.claimDue(40, 100, 1).first().attempts, 2);
        });
    }

    void sendsPurchasesBeforeABacklogOfOtherEvents()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            for (int i = 0; i < 20; ++i) {
                auto view = conversion(db, u"view%1"_s.arg(i));
                view.name = EventName::PageView;
                view.runAt = 1;
                conversions.add(view);
            }
            auto sale = conversion(db, u"sale"_s);
            sale.name = EventName::Purchase;
            sale.runAt = 5;
            conversions.add(sale);
            const auto first = conversions.claimDue(10, 100, 50);
            QCOMPARE(first.size(), 1);
            QCOMPARE(first.first().eventId, u"sale"_s);
            QCOMPARE(conversions.claimDue(10, 100, 50).size(), 20);
        });
    }

    void neverSendsAnEventWithoutItsId()
    {
        StorageFixture db;
        auto row = conversion(db, {});
        const auto done = db.run([&](auto &stores) { stores.conversions().add(row); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.constraint"_s);
    }

    void resumesWhatStoppedForCredentials()
    {
        StorageFixture db;
        const core::PluginScope scope{core::PluginScope::Pool, db.poolId};
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            conversions.add(conversion(db, u"1"_s));
            conversions.finish(conversions.claimDue(10, 100, 1).first(), u"stopped"_s, u"190"_s, 0);
            QVERIFY(conversions.claimDue(500, 600, 1).isEmpty());
            conversions.resume({core::PluginScope::Bot, db.poolId}, u"meta"_s, 20);
            conversions.resume(scope, u"tiktok"_s, 20);
            QVERIFY(!conversions.nextDue());
            conversions.resume(scope, u"meta"_s, 20);
            QCOMPARE(conversions.claimDue(20, 100, 1).size(), 1);
        });
    }

    void countsByState()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &conversions = stores.conversions();
            QVERIFY(conversions.countByState().isEmpty());
            conversions.add(conversion(db, u"1"_s));
            conversions.add(conversion(db, u"1"_s));
            conversions.add(conversion(db, u"2"_s));
            conversions.finish(conversions.claimDue(10, 100, 1).first(), u"sent"_s, {}, 0);
            const QMap<QString, qint64> expected{{u"pending"_s, 1}, {u"sent"_s, 1}};
            QCOMPARE(conversions.countByState(), expected);
        });
    }
};

QTEST_GUILESS_MAIN(ConversionStoreTest)
#include "tst_conversionstore.moc"
