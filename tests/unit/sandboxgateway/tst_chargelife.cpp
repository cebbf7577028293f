// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin and the bank, each as it is in production, joined by their HTTP messages alone.
#include "gateways/sandbox/sandboxgateway.h"
#include "sandbox/bank/sandboxbank.h"

#include <rastro/testing/fakebot.h>

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>
#include <memory>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace std::chrono_literals;
namespace reply = rastro::testing::reply;

namespace {

class NoticeTray : public sandbox::NoticePost
{
public:
    void post(const QUrl &, const sandbox::BankHeaders &headers, const QByteArray &body) override
    {
        notices.append({body, headers, {}});
    }

    QList<Notice> notices;
};

// A shop with nothing but the rules every host follows: a notice is a hint, a query with our own key is the proof, and
// a charge is delivered once.
class Shop
{
public:
    Shop()
        : bank(sandbox::BankSettings(), bot.clock(), ledger, tray)
        , gateway(bot, *gateway::GatewaySettings::read(bot))
    {
        opened = bank.open().has_value();
        bot.http().on("", u"http://127.0.0.1:8080/sandbox/"_s,
                      [this](const HttpRequest &request) { return serve(request); });
    }

    void behave(const QByteArray &json)
    {
        QCOMPARE(bank.handle("POST", u"/sandbox/behaviour"_s, {}, {}, json).status, 200);
    }

    Result<Charge> create(const QString &reference = u"ref1"_s)
    {
        Operation<Charge> operation;
        gateway.createCharge(
            {reference, {1997, u"BRL"_s}, u"VIP"_s, bot.clock().now() + 3'600'000'000, bot.noticeUrl()}, &operation);
        return outcome(operation);
    }

    Result<ChargeSnapshot> fetch(const ChargeReference &charge)
    {
        Operation<ChargeSnapshot> operation;
        gateway.fetchCharge(charge, &operation);
        return outcome(operation);
    }

    Result<Refund> refund(const RefundRequest &request)
    {
        Operation<Refund> operation;
        gateway.refund(request, &operation);
        return outcome(operation);
    }

    int pay(const QString &code) { return bank.handle("POST", u"/sandbox/pay"_s, {}, {}, code.toUtf8() + '\n').status; }

    // Time passes, and the notices that came are worked on.
    void wait(std::chrono::milliseconds time)
    {
        bot.clock().advance(time);
        const auto arrived = std::exchange(tray.notices, {});
        for (const auto &notice : arrived)
            hear(notice);
    }

    testing::FakeBot bot;
    sandbox::MemoryLedger ledger;
    NoticeTray tray;
    sandbox::SandboxBank bank;
    gateway::SandboxGateway gateway;
    bool opened = false;
    QStringList delivered; ///< References.
    QStringList refused;   ///< Error codes of notices.
    int queries = 0;

private:
    testing::HttpReply serve(const HttpRequest &request)
    {
        sandbox::BankHeaders headers;
        for (const auto &[name, value] : request.headers)
            headers.append({name.toLower(), value});
        const auto answer = bank.handle(request.method, request.url.path(),
                                        request.url.query(QUrl::FullyEncoded).toLatin1(), headers, request.body);
        return answer.withheld ? reply::silence() : reply::status(answer.status, answer.body, answer.headers);
    }

    template <class T>
    Result<T> outcome(const Operation<T> &operation)
    {
        QCoreApplication::processEvents(); // Every answer but silence comes in the next turn of the event loop.
        if (!operation.isFinished())
            bot.clock().advance(15s); // The request's own time runs out.
        return operation.isFinished() ? operation.result() : failure(u"test.never_finished"_s, QString());
    }

    void hear(const Notice &notice)
    {
        const auto hint = gateway.parseWebhook(notice);
        if (!hint) {
            refused.append(hint.error().code);
            return;
        }
        for (const auto &charge : hint->charges) {
            ++queries;
            const auto seen = fetch(charge);
            const bool paid = seen && seen->status == PaymentStatus::Paid && seen->received == Money{1997, u"BRL"_s};
            if (paid && !delivered.contains(charge.reference))
                delivered.append(charge.reference);
        }
    }
};

} // namespace

class TestChargeLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isMadePaidHeardOfAndRefunded()
    {
        Shop shop;
        QVERIFY(shop.opened);
        const auto charge = shop.create();
        QVERIFY2(charge, qPrintable(charge ? QString() : charge.error().message));
        QCOMPARE(charge->expiresAt, shop.bot.clock().now() / 1000 * 1000 + 1'800'000'000);
        QCOMPARE(shop.fetch({charge->gatewayId, {}})->status, PaymentStatus::Awaiting);
        QVERIFY(shop.delivered.isEmpty());

        QCOMPARE(shop.pay(charge->pixCode), 200);
        shop.wait(0ms);
        QCOMPARE(shop.delivered, QStringList{u"ref1"_s});
        const auto seen = shop.fetch({{}, u"ref1"_s});
        QCOMPARE(seen->status, PaymentStatus::Paid);
        QCOMPARE(seen->received, (Money{1997, u"BRL"_s}));
        QCOMPARE(seen->charge.gatewayId, charge->gatewayId);
        QCOMPARE(seen->endToEndId.size(), 32);
        QCOMPARE(seen->paidAt / 1000, shop.bot.clock().nowMs());

        const RefundRequest whole{charge->gatewayId, u"r1"_s, {1997, u"BRL"_s}};
        QVERIFY(shop.refund(whole)->settled);
        QVERIFY(shop.refund(whole)->settled);
        QCOMPARE(shop.bank.counts().refunds, 1);
        QCOMPARE(shop.refund({charge->gatewayId, u"r2"_s, {1, u"BRL"_s}}).error().kind, ErrorClass::GiveUp);
        QCOMPARE(shop.pay(charge->pixCode), 409);
    }

    void isDeliveredOnceHoweverOftenItsNoticeComes()
    {
        Shop shop;
        shop.behave(R"({"notice_copies": 5, "notice_delay_ms": 60000, "notice_out_of_order": true})");
        const auto charge = shop.create();
        QCOMPARE(shop.pay(charge->pixCode), 200);
        shop.wait(59s);
        QVERIFY(shop.delivered.isEmpty());
        shop.wait(1s);
        QCOMPARE(shop.queries, 10);
        QCOMPARE(shop.delivered, QStringList{u"ref1"_s});
        QCOMPARE(shop.bank.counts().payments, 1);
    }

    void isNotBelievedToBePaidByAForgery()
    {
        Shop shop;
        shop.behave(R"({"forged_claims": 3})");
        const auto charge = shop.create();
        QVERIFY(charge);
        shop.wait(0ms);
        QCOMPARE(shop.refused, QStringList(3, u"notice.forged"_s));
        QVERIFY(shop.delivered.isEmpty());
    }

    void isNotBelievedToBePaidByASignedClaim()
    {
        Shop shop;
        shop.behave(R"({"unpaid_claims": 1})");
        const auto charge = shop.create();
        shop.wait(0ms);
        QCOMPARE(shop.queries, 1);
        QVERIFY(shop.delivered.isEmpty());
        QCOMPARE(shop.pay(charge->pixCode), 200);
        shop.wait(0ms);
        QCOMPARE(shop.delivered, QStringList{u"ref1"_s});
    }

    void isFoundByAQueryWhenItsNoticeIsLostOrUnbelievable_data()
    {
        QTest::addColumn<QByteArray>("behaviour");
        QTest::newRow("lost") << QByteArray(R"({"notice_lost": true})");
        QTest::newRow("forged") << QByteArray(R"({"notice_forged": true})");
    }
    void isFoundByAQueryWhenItsNoticeIsLostOrUnbelievable()
    {
        QFETCH(QByteArray, behaviour);
        Shop shop;
        shop.behave(behaviour);
        const auto charge = shop.create();
        QCOMPARE(shop.pay(charge->pixCode), 200);
        shop.wait(24h);
        QVERIFY(shop.delivered.isEmpty());
        QCOMPARE(shop.fetch({charge->gatewayId, {}})->status, PaymentStatus::Paid);
    }

    void isHeardOfBeforeItsCreateIsAnswered()
    {
        Shop shop;
        shop.behave(R"({"paid_before_answer": true, "create_fault": "timeout"})");
        const auto charge = shop.create();
        QVERIFY(!charge);
        QVERIFY(charge.error().outcomeUnknown);
        shop.wait(0ms);
        QCOMPARE(shop.delivered, QStringList{u"ref1"_s});
    }

    void isRecoveredAfterALostAnswer_data()
    {
        QTest::addColumn<QByteArray>("behaviour");
        QTest::newRow("timeout") << QByteArray(R"({"create_fault": "timeout"})");
        QTest::newRow("garbage") << QByteArray(R"({"create_fault": "garbage"})");
        QTest::newRow("timeout at a bank that doubles charges")
            << QByteArray(R"({"create_fault": "timeout", "idempotent": false})");
    }
    void isRecoveredAfterALostAnswer()
    {
        QFETCH(QByteArray, behaviour);
        Shop shop;
        shop.behave(behaviour);
        const auto lost = shop.create();
        QVERIFY(!lost);
        QVERIFY(lost.error().outcomeUnknown);
        const auto found = shop.fetch({{}, u"ref1"_s});
        QVERIFY(found && found->exists);
        QCOMPARE(found->status, PaymentStatus::Awaiting);
        QCOMPARE(shop.pay(found->charge.pixCode), 200);
        QCOMPARE(shop.bank.counts(u"ref1"_s).charges, 1);
    }

    void isSurelyNotMadeWhereTheBankSaysSo_data()
    {
        QTest::addColumn<QByteArray>("behaviour");
        QTest::addColumn<ErrorClass>("kind");
        QTest::addColumn<int>("pauseMs");
        QTest::newRow("refused") << QByteArray(R"({"create_fault": "refused"})") << ErrorClass::GiveUp << 0;
        QTest::newRow("rate limited") << QByteArray(R"({"create_fault": "rate_limited", "retry_after_seconds": 9})")
                                      << ErrorClass::Retry << 9000;
    }
    void isSurelyNotMadeWhereTheBankSaysSo()
    {
        QFETCH(QByteArray, behaviour);
        QFETCH(ErrorClass, kind);
        QFETCH(int, pauseMs);
        Shop shop;
        shop.behave(behaviour);
        const auto charge = shop.create();
        QVERIFY(!charge);
        QCOMPARE(charge.error().kind, kind);
        QVERIFY(!charge.error().outcomeUnknown);
        QCOMPARE(charge.error().retryAfter.count(), pauseMs);
        QVERIFY(!shop.fetch({{}, u"ref1"_s})->exists);
        QVERIFY(shop.create());
    }

    void isQueriedAfterAServerErrorBeforeItIsAskedForAgain()
    {
        Shop shop;
        shop.behave(R"({"create_fault": "server_error"})");
        QVERIFY(shop.create().error().outcomeUnknown);
        QVERIFY(!shop.fetch({{}, u"ref1"_s})->exists);
        QVERIFY(shop.create());
    }

    void isTheSameChargeWhenItIsAskedForTwice()
    {
        Shop shop;
        const auto first = shop.create();
        const auto again = shop.create();
        QCOMPARE(first->gatewayId, again->gatewayId);
        QCOMPARE(first->pixCode, again->pixCode);
        QVERIFY(shop.create(u"ref2"_s)->gatewayId != first->gatewayId);
    }

    void reportsMoneyThatIsNotWhatWasAskedFor()
    {
        Shop shop;
        shop.behave(R"({"reference": "ref1", "pays_minor": 1})");
        shop.behave(R"({"reference": "ref2", "pays_currency": "USD"})");
        const auto less = shop.create();
        const auto dollars = shop.create(u"ref2"_s);
        shop.pay(less->pixCode);
        shop.pay(dollars->pixCode);
        shop.wait(0ms);
        QVERIFY(shop.delivered.isEmpty());
        QCOMPARE(shop.fetch({less->gatewayId, {}})->received, (Money{1, u"BRL"_s}));
        QCOMPARE(shop.fetch({dollars->gatewayId, {}})->received, (Money{1997, u"USD"_s}));
    }

    void expiresAndCanStillBePaidIfTheBankAllowsIt()
    {
        Shop shop;
        const auto charge = shop.create();
        shop.wait(30min);
        QCOMPARE(shop.fetch({charge->gatewayId, {}})->status, PaymentStatus::Expired);
        QCOMPARE(shop.pay(charge->pixCode), 410);
        shop.behave(R"({"accepts_expired": true})");
        QCOMPARE(shop.pay(charge->pixCode), 200);
        shop.wait(0ms);
        QCOMPARE(shop.delivered, QStringList{u"ref1"_s});
    }
};

QTEST_GUILESS_MAIN(TestChargeLife)
#include "tst_chargelife.moc"
