// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

core::MessageRow message(const StorageFixture &db, qint64 chatId, const QString &key)
{
    core::MessageRow row;
    row.botId = db.botId;
    row.chatId = chatId;
    row.key = key;
    row.purpose = u"answer"_s;
    row.method = u"sendMessage"_s;
    row.payload = {{u"text"_s, u"Olá, “Maria”"_s}, {u"n"_s, 1}};
    return row;
}

QStringList keysOf(const QList<core::MessageRow> &rows)
{
    QStringList keys;
    for (const auto &row : rows)
        keys.append(row.key);
    return keys;
}

} // namespace

class MessageStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingTwice()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &messages = stores.messages();
            QVERIFY(messages.add(message(db, 7, u"welcome:1"_s)));
            QVERIFY(!messages.add(message(db, 7, u"welcome:1"_s)));
            auto other = message(db, 7, u"welcome:1"_s);
            other.botId = db.secondBotId;
            QVERIFY(messages.add(other));
        });
    }

    void givesBackAllOfAMessage()
    {
        StorageFixture db;
        auto row = message(db, 7, u"pix:1"_s);
        row.paymentId = db.payment(db.person(7)).payment.id;
        row.qrText = u"00020126"_s;
        row.expiresAt = 99;
        db.must([&](core::UnitOfWork &stores) {
            QVERIFY(stores.messages().add(row));
            const auto read = stores.messages().byPayment(row.paymentId).first();
            QCOMPARE(read.botId, db.botId);
            QCOMPARE(read.chatId, 7);
            QCOMPARE(read.key, row.key);
            QCOMPARE(read.purpose, row.purpose);
            QCOMPARE(read.method, row.method);
            QCOMPARE(read.payload, row.payload);
            QCOMPARE(read.qrText, row.qrText);
            QCOMPARE(read.expiresAt, 99);
            QCOMPARE(read.state, u"pending"_s);
        });
    }

    void claimsTheOldestOfEachChat()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &messages = stores.messages();
            messages.add(message(db, 7, u"a"_s));
            messages.add(message(db, 7, u"b"_s));
            messages.add(message(db, 8, u"c"_s));
            auto elsewhere = message(db, 9, u"d"_s);
            elsewhere.botId = db.secondBotId;
            messages.add(elsewhere);
            const auto first = messages.claimDue(db.botId, 10, 100, 10);
            QCOMPARE(keysOf(first), (QStringList{u"a"_s, u"c"_s}));
            QCOMPARE(first[0].attempts, 1);
            QCOMPARE(keysOf(messages.claimDue(db.botId, 10, 100, 10)), QStringList()); // The chats are busy.
            messages.finish(first[0], u"sent"_s, {}, 0);
            QCOMPARE(keysOf(messages.claimDue(db.botId, 10, 100, 10)), QStringList{u"b"_s});
        });
    }

    void keepsTheOrderWhileOneIsRetried()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &messages = stores.messages();
            messages.add(message(db, 7, u"a"_s));
            messages.add(message(db, 7, u"b"_s));
            messages.finish(messages.claimDue(db.botId, 10, 100, 10).first(), u"pending"_s, u"429"_s, 50);
            QVERIFY(messages.claimDue(db.botId, 49, 100, 10).isEmpty());
            QCOMPARE(keysOf(messages.claimDue(db.botId, 50, 100, 10)), QStringList{u"a"_s});
        });
    }

    void isNotHeldUpByWhatIsPlannedForLater()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &messages = stores.messages();
            auto later = message(db, 7, u"reminder"_s);
            later.runAt = 1000;
            messages.add(later);
            messages.add(message(db, 7, u"now"_s));
            QCOMPARE(messages.nextDue(db.botId).value(), 0);
            const auto now = messages.claimDue(db.botId, 10, 100, 10);
            QCOMPARE(keysOf(now), QStringList{u"now"_s});
            messages.finish(now.first(), u"sent"_s, {}, 0);
            QCOMPARE(messages.nextDue(db.botId).value(), 1000);
            QVERIFY(!messages.nextDue(db.secondBotId));
        });
    }

    void letsAStaleFinishChangeNothing()
    {
        StorageFixture db;
        auto row = message(db, 7, u"pix"_s);
        row.paymentId = db.payment(db.person(7)).payment.id;
        db.must([&](core::UnitOfWork &stores) {
            auto &messages = stores.messages();
            messages.add(row);
            const auto first = messages.claimDue(db.botId, 10, 100, 1).first();
            auto second = messages.claimDue(db.botId, 100, 200, 1).first();
            QVERIFY(second.fence > first.fence);
            messages.finish(first, u"failed"_s, u"from a worker that slept"_s, 0);
            QCOMPARE(messages.byPayment(row.paymentId).first().state, u"pending"_s);
            second.telegramMessageId = 555;
            messages.finish(second, u"sent"_s, u"ok"_s, 0);
            messages.finish(second, u"pending"_s, u"finished twice"_s, 0);
            const auto read = messages.byPayment(row.paymentId).first();
            QCOMPARE(read.state, u"sent"_s);
            QCOMPARE(read.telegramMessageId, 555);
            QCOMPARE(read.answer, u"ok"_s);
        });
    }

    void keepsDeliveriesForOneWhoBlockedTheBot()
    {
        StorageFixture db;
        auto delivery = message(db, 7, u"delivery:1"_s);
        delivery.purpose = u"delivery"_s;
        db.must([&](core::UnitOfWork &stores) {
            auto &messages = stores.messages();
            messages.add(message(db, 7, u"a"_s));
            messages.add(delivery);
            messages.add(message(db, 8, u"other"_s));
            messages.dropQueued(db.botId, 7);
            const QMap<QString, qint64> dropped{{u"failed"_s, 1}, {u"pending"_s, 1}, {u"unreachable"_s, 1}};
            QCOMPARE(messages.countByState(), dropped);
            messages.resumeDeliveries(db.botId, 8, 20);
            messages.resumeDeliveries(db.botId, 7, 20);
            QCOMPARE(keysOf(messages.claimDue(db.botId, 20, 100, 10)), (QStringList{u"delivery:1"_s, u"other"_s}));
            const QMap<QString, qint64> resumed{{u"failed"_s, 1}, {u"pending"_s, 2}};
            QCOMPARE(messages.countByState(), resumed);
        });
    }

    void notesOnThePersonThatTheWelcomeWasSent()
    {
        StorageFixture db;
        db.person(7);
        const auto seen =
            u"SELECT welcome_sent || ':' || COALESCE(CAST(welcome_sent_at AS TEXT), 'never') FROM bot_users"_s;
        auto welcome = message(db, 7, u"welcome:1"_s);
        welcome.purpose = u"welcome"_s;
        const auto sendNext = [&] {
            db.must([&](core::UnitOfWork &stores) {
                auto &messages = stores.messages();
                messages.finish(messages.claimDue(db.botId, 10, 100, 1).first(), u"sent"_s, {}, 0);
            });
        };
        db.must([&](auto &stores) { stores.messages().add(message(db, 7, u"answer:1"_s)); });
        sendNext();
        QCOMPARE(db.peek(seen).toString(), u"0:never"_s);
        db.must([&](auto &stores) { stores.messages().add(welcome); });
        sendNext();
        QCOMPARE(db.peek(seen).toString(), u"1:%1"_s.arg(StorageFixture::start));
    }
};

QTEST_GUILESS_MAIN(MessageStoreTest)
#include "tst_messagestore.moc"
