// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankunderstudy.h"

#include "sandbox/bank/httpnoticepost.h"

#include <rastro/testing/fakehttp.h>

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::sandbox;
using rastro::test::BankUnderStudy;
using namespace std::chrono_literals;

namespace {

QStringList events(const BankUnderStudy &study)
{
    QStringList names;
    for (const auto &notice : study.tray.posted)
        names.append(notice.json()[u"event"].toString());
    return names;
}

} // namespace

class TestBankNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsAPaymentAtOnceButNotBeforeItsAnswer()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        study.clock.advance(0ms);
        QVERIFY(study.tray.posted.isEmpty());
        study.pay(study.codeOf(charge));
        QVERIFY(study.tray.posted.isEmpty());
        study.clock.advance(0ms);
        QCOMPARE(events(study), QStringList{u"charge.paid"_s});
        const auto notice = study.tray.posted.constFirst();
        QCOMPARE(notice.url, QUrl(u"http://127.0.0.1:8080/pay/sandbox/s3cret"_s));
        QVERIFY(notice.isGenuine());
        QVERIFY(notice.signature().startsWith("t=" + QByteArray::number(study.clock.nowSeconds()) + ",v1="));
        QCOMPARE(notice.json()[u"charge"][u"id"], charge[u"id"]);
        QCOMPARE(notice.json()[u"charge"][u"reference"], u"ref1"_s);
        QCOMPARE(notice.json()[u"charge"][u"status"], u"paid"_s);
        study.clock.advance(24h);
        QCOMPARE(study.tray.posted.size(), 1);
    }

    void signsAsItIsWritten()
    {
        // printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        QCOMPARE(signNotice("secret", 1'700'000'000, R"({"a":1})"),
                 QByteArray("t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686"));
    }

    void comesLateOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"notice_delay_ms"_s, 60'000}});
        study.pay(study.codeOf(study.create()));
        study.clock.advance(59'999ms);
        QVERIFY(study.tray.posted.isEmpty());
        study.clock.advance(1ms);
        QCOMPARE(events(study), QStringList{u"charge.paid"_s});
    }

    void comesSeveralTimesWithOneEventIdOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"notice_copies"_s, 50}});
        study.pay(study.codeOf(study.create()));
        study.clock.advance(0ms);
        QCOMPARE(study.tray.posted.size(), 50);
        for (const auto &notice : study.tray.posted) {
            QCOMPARE(notice.body, study.tray.posted.constFirst().body);
            QVERIFY(notice.isGenuine());
        }
        QCOMPARE(study.bank().counts().payments, 1);
        QCOMPARE(study.bank().counts().notices, 50);
    }

    void isLostOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"reference"_s, u"lost"_s}, {u"notice_lost"_s, true}});
        study.pay(study.codeOf(study.create(u"lost"_s)));
        study.clock.advance(24h);
        QVERIFY(study.tray.posted.isEmpty());
        QCOMPARE(study.bank().counts(u"lost"_s).payments, 1);
        study.pay(study.codeOf(study.create(u"heard"_s)));
        study.clock.advance(0ms);
        QCOMPARE(study.tray.posted.size(), 1);
    }

    void isForgedOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"notice_forged"_s, true}});
        study.pay(study.codeOf(study.create()));
        study.clock.advance(0ms);
        QCOMPARE(study.tray.posted.size(), 1);
        QVERIFY(!study.tray.posted.constFirst().isGenuine());
        QVERIFY(!study.tray.posted.constFirst().signature().isEmpty());
    }

    void claimsThatAnUnpaidChargeWerePaidOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"unpaid_claims"_s, 1}, {u"forged_claims"_s, 2}});
        const auto charge = study.create();
        study.clock.advance(0ms);
        QCOMPARE(events(study), QStringList(3, u"charge.paid"_s));
        QVERIFY(study.tray.posted[0].isGenuine());
        QVERIFY(!study.tray.posted[1].isGenuine());
        QVERIFY(!study.tray.posted[2].isGenuine());
        QCOMPARE(study.tray.posted[0].json()[u"charge"][u"status"], u"paid"_s);
        const auto now = study.call("GET", u"/sandbox/charges/"_s + charge[u"id"].toString());
        QCOMPARE(BankUnderStudy::json(now)[u"status"], u"awaiting"_s);
    }

    void comesBeforeTheCreateIsAnsweredOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"paid_before_answer"_s, true}});
        const auto charge = study.create(); // The clock has not moved: what is posted was posted inside.
        QCOMPARE(events(study), QStringList{u"charge.paid"_s});
        QCOMPARE(charge[u"status"], u"paid"_s);
        study.clock.advance(24h);
        QCOMPARE(study.tray.posted.size(), 1);
    }

    void comesOutOfOrderOnDemand()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"notice_out_of_order"_s, true}});
        study.pay(study.codeOf(study.create()));
        study.clock.advance(0ms);
        QCOMPARE(events(study), (QStringList{u"charge.paid"_s, u"charge.awaiting"_s}));
        QCOMPARE(study.tray.posted[1].json()[u"charge"][u"status"], u"awaiting"_s);
        QVERIFY(study.tray.posted[0].json()[u"id"] != study.tray.posted[1].json()[u"id"]);
    }

    void tellsOfARefund()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        const auto charge = study.create();
        study.pay(study.codeOf(charge));
        study.post(u"/sandbox/charges/"_s + charge[u"id"].toString() + u"/refunds"_s,
                   {{u"refund_id"_s, u"r1"_s}, {u"minor"_s, 1}});
        study.clock.advance(0ms);
        QCOMPARE(events(study), (QStringList{u"charge.paid"_s, u"charge.refunded"_s}));
    }

    void isNotSentWhereNobodyAskedForIt()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        auto request = BankUnderStudy::request();
        request.remove(u"notice_url"_s);
        study.pay(study.codeOf(BankUnderStudy::json(study.post(u"/sandbox/charges"_s, request))));
        study.clock.advance(24h);
        QVERIFY(study.tray.posted.isEmpty());
    }

    void travelsAsAnHttpPost()
    {
        testing::FakeClock clock;
        testing::FakeHttp http(clock);
        http.enqueue(testing::reply::status(500)); // What the receiver says is of no interest to the bank.
        HttpNoticePost post(http);
        post.post(QUrl(u"http://127.0.0.1:8080/pay/sandbox/s3cret"_s), {{"sandbox-signature", "t=1,v1=2"}}, "{}");
        QCOMPARE(http.requests().size(), 1);
        const auto sent = http.requests().constFirst();
        QCOMPARE(sent.method, "POST"_ba);
        QCOMPARE(sent.url, QUrl(u"http://127.0.0.1:8080/pay/sandbox/s3cret"_s));
        QVERIFY(sent.headers.contains({"sandbox-signature", "t=1,v1=2"}));
        QCOMPARE(sent.body, "{}"_ba);
        QCoreApplication::processEvents();
        QCOMPARE(http.requests().size(), 1);
    }

    void survivesAKillBetweenThePaymentAndItsNotice()
    {
        MemoryLedger ledger;
        BankUnderStudy study(ledger);
        study.behave({{u"notice_delay_ms"_s, 1'000}, {u"notice_copies"_s, 2}});
        study.pay(study.codeOf(study.create()));
        study.restart();
        study.clock.advance(999ms);
        QVERIFY(study.tray.posted.isEmpty());
        study.clock.advance(1ms);
        QCOMPARE(study.tray.posted.size(), 2);
        study.restart();
        study.clock.advance(24h);
        QCOMPARE(study.tray.posted.size(), 2);
        QCOMPARE(study.bank().counts().notices, 2);
    }
};

QTEST_GUILESS_MAIN(TestBankNotices)
#include "tst_banknotices.moc"
