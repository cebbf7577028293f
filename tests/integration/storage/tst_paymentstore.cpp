// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

class PaymentStoreTest : public QObject
{
    Q_OBJECT

private:
    static core::PaymentRow read(StorageFixture &db, qint64 id)
    {
        return db.get([&](auto &stores) { return stores.payments().byId(id); }).value();
    }

private Q_SLOTS:
    void givesBackAllThatWasAgreed()
    {
        StorageFixture db;
        const auto row = db.payment(db.person(7));
        const auto back = read(db, row.payment.id);
        QCOMPARE(back.workspaceId, db.workspaceId);
        QCOMPARE(back.payment.reference, row.payment.reference);
        QCOMPARE(back.payment.botId, db.botId);
        QCOMPARE(back.payment.telegramUserId, 7);
        QCOMPARE(back.payment.productKey, u"vip"_s);
        QCOMPARE(back.payment.productTitle, u"VIP"_s);
        QVERIFY(back.payment.amount == (Money{1997, u"BRL"_s}));
        QVERIFY(back.payment.status == PaymentStatus::New);
        QCOMPARE(back.payment.gateway, u"sandbox"_s);
        QCOMPARE(back.payment.createdAt, StorageFixture::start);
        QCOMPARE(back.payment.paidAt, 0);
        QCOMPARE(back.botUserId, row.botUserId);
        QCOMPARE(back.offerId, db.offerId);
        QCOMPARE(back.deliver, row.deliver);
        QCOMPARE(back.deliveryToken, row.deliveryToken);
        QCOMPARE(back.attribution, u"pending"_s);
        QVERIFY(!back.payment.token);
        QVERIFY(!back.frozen.token);
    }

    void writesEverythingThatChanges()
    {
        StorageFixture db;
        auto row = db.payment(db.person(7));
        row.payment.status = PaymentStatus::Paid;
        row.payment.paidAt = 44;
        row.gatewayTransactionId = u"tx-1"_s;
        row.pixCode = u"00020126"_s;
        row.expiresAt = 33;
        row.attribution = u"attached"_s;
        row.attributionAttempts = 2;
        row.nextAttachAt = 5;
        row.frozen.token = db.click(u"Fb"_s);
        row.frozen.fbclid = u"Fb"_s;
        row.frozen.fbp = u"p"_s;
        row.frozen.fbc = u"c"_s;
        row.frozen.utm = {u"FB"_s, u"m"_s, u"c"_s, u"o"_s, u"t"_s};
        row.frozen.pageviewEventId = u"pv"_s;
        row.frozen.poolId = db.poolId;
        row.frozen.reason = u"The person's click."_s;
        row.externalId = u"ext"_s;
        row.purchaseEventId = u"pv"_s;
        row.nextCheckAt = 66;
        row.checks = 3;
        row.lastError = u"Slow."_s;
        row.receivedMinor = 1997;
        row.late = true;
        row.deliver = u"https://example.com/changed"_s;
        row.payment.amount.minor = 1;
        db.must([&](auto &stores) { stores.payments().update(row); });
        const auto back = read(db, row.payment.id);
        QVERIFY(back.payment.status == PaymentStatus::Paid);
        QCOMPARE(back.payment.paidAt, 44);
        QCOMPARE(back.gatewayTransactionId, row.gatewayTransactionId);
        QCOMPARE(back.pixCode, row.pixCode);
        QCOMPARE(back.expiresAt, 33);
        QCOMPARE(back.attribution, row.attribution);
        QCOMPARE(back.attributionAttempts, 2);
        QCOMPARE(back.nextAttachAt, 5);
        QVERIFY(back.frozen.token == row.frozen.token);
        QVERIFY(back.payment.token == row.frozen.token);
        QCOMPARE(back.frozen.paymentId, row.payment.id);
        QCOMPARE(back.frozen.fbclid, u"Fb"_s);
        QCOMPARE(back.frozen.fbp, u"p"_s);
        QCOMPARE(back.frozen.fbc, u"c"_s);
        QVERIFY(back.frozen.utm == row.frozen.utm);
        QCOMPARE(back.frozen.pageviewEventId, u"pv"_s);
        QCOMPARE(back.frozen.poolId, db.poolId);
        QCOMPARE(back.frozen.reason, row.frozen.reason);
        QCOMPARE(back.externalId, u"ext"_s);
        QCOMPARE(back.purchaseEventId, u"pv"_s);
        QCOMPARE(back.nextCheckAt, 66);
        QCOMPARE(back.checks, 3);
        QCOMPARE(back.lastError, u"Slow."_s);
        QCOMPARE(back.receivedMinor, 1997);
        QVERIFY(back.late);
        QCOMPARE(back.deliver, u"https://example.com/vip"_s); // What was agreed stays agreed.
        QCOMPARE(back.payment.amount.minor, 1997);
    }

    void staysPaid()
    {
        StorageFixture db;
        auto row = db.payment(db.person(7));
        row.payment.status = PaymentStatus::Paid;
        db.must([&](auto &stores) { stores.payments().update(row); });
        row.payment.status = PaymentStatus::Expired;
        const auto done = db.run([&](auto &stores) { stores.payments().update(row); });
        QVERIFY(!done);
        QVERIFY(done.error().message.contains(u"a paid payment stays paid"_s));
        QVERIFY(read(db, row.payment.id).payment.status == PaymentStatus::Paid);
    }

    void refusesToChangeWhatIsNotThere()
    {
        StorageFixture db;
        auto row = db.payment(db.person(7));
        row.payment.id = 999;
        const auto done = db.run([&](auto &stores) { stores.payments().update(row); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.no_row"_s);
    }

    void isFoundByEachOfItsNames()
    {
        StorageFixture db;
        const auto person = db.person(7);
        auto row = db.payment(person);
        db.payment(person);
        const auto token = db.click();
        row.gatewayTransactionId = u"tx"_s;
        row.attribution = u"attached"_s;
        row.frozen.token = token;
        db.must([&](core::UnitOfWork &stores) {
            auto &payments = stores.payments();
            payments.update(row);
            const auto id = row.payment.id;
            QCOMPARE(payments.byReference(row.payment.reference)->payment.id, id);
            QVERIFY(!payments.byReference(newHexId()));
            QCOMPARE(payments.byGatewayId(u"sandbox"_s, u"tx"_s)->payment.id, id);
            QVERIFY(!payments.byGatewayId(u"efi"_s, u"tx"_s));
            QVERIFY(!payments.byGatewayId(u"sandbox"_s, QString()));
            QCOMPARE(payments.byDeliveryToken(row.deliveryToken)->payment.id, id);
            QVERIFY(!payments.byDeliveryToken(QString()));
            QCOMPARE(payments.byUser(db.botId, 7).size(), 2);
            QCOMPARE(payments.byUser(db.secondBotId, 7).size(), 0);
            QCOMPARE(payments.byToken(db.workspaceId, token).size(), 1);
            QCOMPARE(payments.byToken(db.otherWorkspaceId, token).size(), 0);
        });
    }

    void refusesASecondPaymentWithTheSameName_data()
    {
        QTest::addColumn<QString>("which");
        for (const auto *which : {"reference", "delivery", "gateway", "purchase"})
            QTest::newRow(which) << QString::fromLatin1(which);
    }
    void refusesASecondPaymentWithTheSameName()
    {
        QFETCH(QString, which);
        StorageFixture db;
        const auto person = db.person(7);
        auto first = db.payment(person);
        first.gatewayTransactionId = u"tx"_s;
        first.purchaseEventId = u"pv"_s;
        db.must([&](auto &stores) { stores.payments().update(first); });
        auto second = first;
        if (which != u"reference"_s)
            second.payment.reference = newHexId();
        if (which != u"delivery"_s)
            second.deliveryToken = newHexId();
        if (which != u"gateway"_s)
            second.gatewayTransactionId.clear();
        if (which != u"purchase"_s)
            second.purchaseEventId.clear();
        const auto done =
            db.run([&](auto &stores) { [[maybe_unused]] const auto id = stores.payments().insert(second); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.duplicate"_s);
    }

    void knowsWhichPurchaseEventIdsAreTaken()
    {
        StorageFixture db;
        auto row = db.payment(db.person(7));
        row.purchaseEventId = u"pv"_s;
        db.must([&](core::UnitOfWork &stores) {
            QVERIFY(!stores.payments().isPurchaseEventIdTaken(u"pv"_s));
            stores.payments().update(row);
            QVERIFY(stores.payments().isPurchaseEventIdTaken(u"pv"_s));
            QVERIFY(!stores.payments().isPurchaseEventIdTaken(QString()));
        });
    }

    void findsTheNewestThatMayStillBePaid()
    {
        StorageFixture db;
        const auto person = db.person(7);
        const auto first = db.payment(person);
        auto second = db.payment(person);
        const auto open = [&](qint64 user, qint64 offer, Micros since) -> qint64 {
            const auto row = db.get([&](auto &stores) { return stores.payments().open(db.botId, user, offer, since); });
            return row ? row->payment.id : 0;
        };
        QCOMPARE(open(7, db.offerId, 0), second.payment.id);
        QCOMPARE(open(7, db.offerId, StorageFixture::start + 1), 0);
        QCOMPARE(open(8, db.offerId, 0), 0);
        QCOMPARE(open(7, 999, 0), 0);
        for (const auto status : {PaymentStatus::Creating, PaymentStatus::Unknown, PaymentStatus::Awaiting}) {
            second.payment.status = status;
            db.must([&](auto &stores) { stores.payments().update(second); });
            QCOMPARE(open(7, db.offerId, 0), second.payment.id);
        }
        second.payment.status = PaymentStatus::Expired;
        db.must([&](auto &stores) { stores.payments().update(second); });
        QCOMPARE(open(7, db.offerId, 0), first.payment.id);
    }

    void claimsChecksThatAreDueForOneTaker()
    {
        StorageFixture db;
        const auto person = db.person(7);
        auto first = db.payment(person);
        auto second = db.payment(person);
        db.payment(person); // Has no check.
        first.nextCheckAt = 10;
        second.nextCheckAt = 20;
        db.must([&](core::UnitOfWork &stores) {
            auto &payments = stores.payments();
            QVERIFY(!payments.nextCheckDue());
            payments.update(first);
            payments.update(second);
            QCOMPARE(payments.nextCheckDue().value(), 10);
            QCOMPARE(payments.claimChecks(15, 100, 10).size(), 1);
            QCOMPARE(payments.nextCheckDue().value(), 20);
            QCOMPARE(payments.claimChecks(50, 100, 10).first().payment.id, second.payment.id);
            QVERIFY(payments.claimChecks(50, 100, 10).isEmpty());
            QCOMPARE(payments.claimChecks(100, 200, 1).size(), 1);
            QCOMPARE(payments.claimChecks(100, 200, 10).size(), 1);
        });
    }

    void claimsAttachmentsWhileTheyArePending()
    {
        StorageFixture db;
        const auto person = db.person(7);
        auto row = db.payment(person);
        db.must([&](core::UnitOfWork &stores) {
            auto &payments = stores.payments();
            QCOMPARE(payments.nextAttachDue().value(), 0);
            const auto due = payments.claimAttachments(5, 100, 10);
            QCOMPARE(due.size(), 1);
            QCOMPARE(due[0].attributionAttempts, 1);
            QVERIFY(payments.claimAttachments(5, 100, 10).isEmpty());
            QCOMPARE(payments.nextAttachDue().value(), 100);
            QCOMPARE(payments.claimAttachments(100, 200, 10).first().attributionAttempts, 2);
            row.attribution = u"organic"_s;
            payments.update(row);
            QVERIFY(payments.claimAttachments(1000, 2000, 10).isEmpty());
            QVERIFY(!payments.nextAttachDue());
        });
    }

    void rendersTheBrowsersPurchaseOnce()
    {
        StorageFixture db;
        auto row = db.payment(db.person(7));
        const auto mark = [&](Micros at) {
            return db.get([&](auto &stores) { return stores.payments().markBrowserPurchase(row.payment.id, at); });
        };
        QVERIFY(mark(10));
        QVERIFY(!mark(20));
        db.must([&](auto &stores) { stores.payments().update(row); }); // Read before it was marked.
        QCOMPARE(read(db, row.payment.id).browserPurchaseAt, 10);
    }

    void answersTheOperatorsOwnCheck()
    {
        StorageFixture db;
        const auto token = db.click(u"Fb1"_s);
        auto user = db.person(6'118'531'418);
        db.payment(user); // Organic so far.
        user.trackingSessionId = token;
        user.fbclid = u"Fb1"_s;
        db.must([&](auto &stores) { stores.users().saveAttribution(user); });
        auto paid = db.payment(user);
        paid.attribution = u"attached"_s;
        paid.frozen.token = token;
        paid.frozen.fbclid = u"Fb1"_s;
        paid.frozen.pageviewEventId = u"pv1"_s;
        db.must([&](auto &stores) { stores.payments().update(paid); });
        db.payment(db.person(6'118'531'418, db.secondBotId)); // The same person elsewhere: a row of its own.

        const auto rows = db.where().rows(u"SELECT bu.id, bu.telegram_user_id, bu.tracking_session_id, bu.fbclid, "
                                          "p.tracking_token, p.fbclid AS payment_fbclid, p.pageview_event_id "
                                          "FROM bot_users bu LEFT JOIN payments p "
                                          "ON p.customer_user_id = bu.telegram_user_id AND p.bot_id = bu.bot_id "
                                          "WHERE bu.telegram_user_id = '6118531418' ORDER BY p.id DESC LIMIT 5;"_s);
        const QStringList facts{u"tracking_session_id"_s, u"fbclid"_s, u"tracking_token"_s, u"payment_fbclid"_s,
                                u"pageview_event_id"_s};
        QCOMPARE(rows.size(), 3);
        for (const auto &fact : facts) // On the second bot: no click, and it shows.
            QVERIFY(rows[0][fact].isNull());
        QCOMPARE(rows[1][u"id"_s].toLongLong(), user.id);
        QCOMPARE(rows[1][u"telegram_user_id"_s].toLongLong(), 6'118'531'418);
        QCOMPARE(rows[1][u"tracking_session_id"_s].toString(), token.toString());
        QCOMPARE(rows[1][u"fbclid"_s].toString(), u"Fb1"_s);
        QCOMPARE(rows[1][u"tracking_token"_s].toString(), token.toString());
        QCOMPARE(rows[1][u"payment_fbclid"_s].toString(), u"Fb1"_s);
        QCOMPARE(rows[1][u"pageview_event_id"_s].toString(), u"pv1"_s);
        QCOMPARE(rows[2][u"tracking_session_id"_s].toString(), token.toString());
        for (const auto &fact : facts.mid(2))
            QVERIFY(rows[2][fact].isNull());
    }
};

QTEST_GUILESS_MAIN(PaymentStoreTest)
#include "tst_paymentstore.moc"
