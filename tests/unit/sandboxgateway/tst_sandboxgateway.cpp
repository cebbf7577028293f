// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateways/sandbox/sandboxgateway.h"

#include <rastro/testing/fakebot.h>

#include <QtCore/QJsonArray>
#include <QtCore/QUrlQuery>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::gateway;
using namespace std::chrono_literals;
namespace reply = rastro::testing::reply;
using rastro::testing::FakeBot;
using rastro::testing::FakeClock;
using rastro::testing::HttpReply;

namespace {

// One of the vectors in tests/fixtures/brcode: 1.00 BRL.
const auto code =
    u"00020126330014br.gov.bcb.pix01111234567890952040000530398654041.005802BR5901A6001B62070503***63044931"_s;

ChargeRequest request()
{
    return {u"ref1"_s, {100, u"BRL"_s}, u"VIP"_s, 0, QUrl(u"https://shop.example/pay/sandbox/s3cret"_s)};
}

QJsonObject wire(const QString &status = u"awaiting"_s)
{
    QJsonObject json{{u"id"_s, u"abc"_s},   {u"reference"_s, u"ref1"_s},
                     {u"status"_s, status}, {u"amount"_s, QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u"BRL"_s}}},
                     {u"pix_code"_s, code}, {u"expires_at_ms"_s, qint64(1'767'324'845'000)}};
    if (status == u"paid"_s) {
        json[u"received"_s] = QJsonObject{{u"minor"_s, 90}, {u"currency"_s, u"BRL"_s}};
        json[u"end_to_end_id"_s] = u"E9999"_s;
        json[u"paid_at_ms"_s] = qint64(1'767'323'000'000);
    }
    return json;
}

QJsonObject without(QJsonObject json, const QString &key)
{
    json.remove(key);
    return json;
}

QJsonObject with(QJsonObject json, const QString &key, const QJsonValue &value)
{
    json[key] = value;
    return json;
}

struct Study
{
    explicit Study(const QJsonObject &settings = {})
        : bot(settings)
        , gateway(bot, *GatewaySettings::read(bot))
    {
    }

    FakeBot bot;
    SandboxGateway gateway;
};

} // namespace

Q_DECLARE_METATYPE(rastro::testing::HttpReply)

class TestSandboxGateway : public QObject
{
    Q_OBJECT

private:
    static void addFailures()
    {
        QTest::addColumn<HttpReply>("answer");
        QTest::addColumn<QString>("error");
        QTest::addColumn<ErrorClass>("kind");
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("pause");
        using enum ErrorClass;
        QTest::newRow("400") << reply::status(400) << u"sandbox.refused"_s << GiveUp << false << 0;
        QTest::newRow("401") << reply::status(401) << u"sandbox.credentials"_s << Reauthenticate << false << 0;
        QTest::newRow("403") << reply::status(403) << u"sandbox.credentials"_s << Reauthenticate << false << 0;
        QTest::newRow("404 of a proxy") << reply::status(404) << u"sandbox.refused"_s << GiveUp << false << 0;
        QTest::newRow("408") << reply::status(408) << u"sandbox.unavailable"_s << Retry << true << 0;
        QTest::newRow("409") << reply::status(409) << u"sandbox.refused"_s << GiveUp << false << 0;
        QTest::newRow("422") << reply::status(422) << u"sandbox.refused"_s << GiveUp << false << 0;
        QTest::newRow("425") << reply::status(425) << u"sandbox.unavailable"_s << Retry << false << 0;
        QTest::newRow("429") << reply::rateLimited(7) << u"sandbox.unavailable"_s << Retry << false << 7'000;
        QTest::newRow("429 with a date") << reply::status(429, {}, {{"retry-after", "Fri, 02 Jan 2026 03:04:15 GMT"}})
                                         << u"sandbox.unavailable"_s << Retry << false << 10'000;
        QTest::newRow("429 with a date that is over")
            << reply::status(429, {}, {{"retry-after", "Fri, 02 Jan 2026 03:04:00 GMT"}}) << u"sandbox.unavailable"_s
            << Retry << false << 0;
        QTest::newRow("429 for years") << reply::rateLimited(1'000'000'000) << u"sandbox.unavailable"_s << Retry
                                       << false << 86'400'000;
        QTest::newRow("429 with nonsense")
            << reply::status(429, {}, {{"retry-after", "soon"}}) << u"sandbox.unavailable"_s << Retry << false << 0;
        QTest::newRow("500") << reply::status(500) << u"sandbox.unavailable"_s << Retry << true << 0;
        QTest::newRow("502") << reply::status(502, "<html>") << u"sandbox.unavailable"_s << Retry << true << 0;
        QTest::newRow("503 with a pause")
            << reply::status(503, {}, {{"retry-after", "30"}}) << u"sandbox.unavailable"_s << Retry << true << 30'000;
        QTest::newRow("a redirect") << reply::status(302, {}, {{"location", "https://evil.example/"}})
                                    << u"sandbox.redirect"_s << GiveUp << false << 0;
        QTest::newRow("200 without body") << reply::status(200) << u"sandbox.garbage"_s << Retry << true << 0;
        QTest::newRow("200 of a proxy") << reply::status(200, "<html>ok</html>") << u"sandbox.garbage"_s << Retry
                                        << true << 0;
        QTest::newRow("no connection") << reply::refused() << u"http.connect"_s << Retry << false << 0;
        QTest::newRow("broken connection") << reply::broken() << u"http.broken"_s << Retry << true << 0;
        QTest::newRow("too large") << reply::error(u"http.answer_too_large"_s, false) << u"http.answer_too_large"_s
                                   << Retry << true << 0;
    }

    template <class T>
    static void compareFailure(const Operation<T> &operation, bool mayHaveEffect)
    {
        QFETCH(QString, error);
        QFETCH(ErrorClass, kind);
        QFETCH(bool, open);
        QFETCH(int, pause);
        QVERIFY(!operation.result());
        const auto &failed = operation.result().error();
        QCOMPARE(failed.code, error);
        QCOMPARE(failed.kind, kind);
        QCOMPARE(failed.outcomeUnknown, open && mayHaveEffect);
        QCOMPARE(failed.retryAfter.count(), pause);
        QVERIFY(!failed.message.isEmpty());
        QVERIFY(!failed.message.contains(u"sandbox-api-key"_s));
    }

private Q_SLOTS:
    void asksForAChargeAsTheBanksApiWantsIt()
    {
        Study study;
        study.bot.http().enqueue(reply::json(201, wire()));
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        QTRY_VERIFY(operation.isFinished());
        QVERIFY(operation.result());
        QCOMPARE(operation.result()->gatewayId, u"abc"_s);
        QCOMPARE(operation.result()->pixCode, code);
        QCOMPARE(operation.result()->expiresAt, 1'767'324'845'000'000);

        const auto sent = study.bot.http().requests().constFirst();
        QCOMPARE(sent.method, "POST"_ba);
        QCOMPARE(sent.url, QUrl(u"http://127.0.0.1:8080/sandbox/charges"_s));
        QVERIFY(sent.headers.contains({"Authorization", "Bearer sandbox-api-key"}));
        const auto body = QJsonDocument::fromJson(sent.body).object();
        QCOMPARE(body[u"reference"], u"ref1"_s);
        QCOMPARE(body[u"amount"], (QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u"BRL"_s}}));
        QCOMPARE(body[u"notice_url"], u"https://shop.example/pay/sandbox/s3cret"_s);
        QCOMPARE(body[u"expires_in_seconds"], 1800);
    }

    void takesItsSettings()
    {
        Study study({{u"base_url"_s, u"https://bank.example/v2/"_s},
                     {u"api_key"_s, u"k3y"_s},
                     {u"expires_in_seconds"_s, 60},
                     {u"merchant_name"_s, u"Loja da Ana"_s},
                     {u"merchant_city"_s, u"Recife"_s}});
        study.bot.http().enqueue(reply::json(201, wire()));
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        const auto sent = study.bot.http().requests().constFirst();
        QCOMPARE(sent.url, QUrl(u"https://bank.example/v2/sandbox/charges"_s));
        QVERIFY(sent.headers.contains({"Authorization", "Bearer k3y"}));
        const auto body = QJsonDocument::fromJson(sent.body).object();
        QCOMPARE(body[u"expires_in_seconds"], 60);
        QCOMPARE(body[u"merchant_name"], u"Loja da Ana"_s);
        QCOMPARE(body[u"merchant_city"], u"Recife"_s);
    }

    void neverOutlivesTheShopsPatience_data()
    {
        QTest::addColumn<qint64>("patienceMs");
        QTest::addColumn<int>("seconds");
        QTest::newRow("longer than the setting") << qint64(3'600'000) << 1800;
        QTest::newRow("shorter") << qint64(90'000) << 90;
        QTest::newRow("a part of a second") << qint64(1'001) << 2;
        QTest::newRow("over") << qint64(0) << 0;
        QTest::newRow("long over") << qint64(-60'000) << 0;
    }
    void neverOutlivesTheShopsPatience()
    {
        QFETCH(qint64, patienceMs);
        QFETCH(int, seconds);
        Study study;
        study.bot.http().on("", QString(), reply::json(201, wire()));
        auto asked = request();
        asked.expiresAt = study.bot.clock().now() + patienceMs * 1000;
        Operation<Charge> operation;
        study.gateway.createCharge(asked, &operation);
        if (seconds == 0) {
            QVERIFY(operation.isFinished());
            QCOMPARE(operation.result().error().code, u"sandbox.expired"_s);
            QVERIFY(study.bot.http().requests().isEmpty());
            return;
        }
        const auto body = QJsonDocument::fromJson(study.bot.http().requests().constFirst().body).object();
        QCOMPARE(body[u"expires_in_seconds"], seconds);
    }

    void refusesAmountsThatPixDoesNotHave_data()
    {
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::newRow("nothing") << qint64(0) << u"BRL"_s;
        QTest::newRow("negative") << qint64(-1) << u"BRL"_s;
        QTest::newRow("too much") << qint64(1'000'000'000'000) << u"BRL"_s;
        QTest::newRow("dollars") << qint64(100) << u"USD"_s;
    }
    void refusesAmountsThatPixDoesNotHave()
    {
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        Study study;
        auto asked = request();
        asked.amount = {minor, currency};
        Operation<Charge> operation;
        study.gateway.createCharge(asked, &operation);
        QVERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().code, u"sandbox.amount"_s);
        QCOMPARE(operation.result().error().kind, ErrorClass::GiveUp);
        Operation<Refund> refund;
        study.gateway.refund({u"abc"_s, u"r1"_s, {minor, currency}}, &refund);
        QCOMPARE(refund.result().error().code, u"sandbox.amount"_s);
        QVERIFY(study.bot.http().requests().isEmpty());
    }

    void classifiesWhatFailsInACreate_data() { addFailures(); }
    void classifiesWhatFailsInACreate()
    {
        QFETCH(HttpReply, answer);
        Study study;
        study.bot.http().enqueue(answer);
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        QTRY_VERIFY(operation.isFinished());
        compareFailure(operation, true);
    }

    void classifiesWhatFailsInARefund_data() { addFailures(); }
    void classifiesWhatFailsInARefund()
    {
        QFETCH(HttpReply, answer);
        Study study;
        study.bot.http().enqueue(answer);
        Operation<Refund> operation;
        study.gateway.refund({u"abc"_s, u"r1"_s, {100, u"BRL"_s}}, &operation);
        QTRY_VERIFY(operation.isFinished());
        compareFailure(operation, true);
    }

    void neverLeavesTheOutcomeOfAQuestionOpen_data() { addFailures(); }
    void neverLeavesTheOutcomeOfAQuestionOpen()
    {
        QFETCH(HttpReply, answer);
        for (const ChargeReference &asked : {ChargeReference{u"abc"_s, {}}, ChargeReference{{}, u"ref1"_s}}) {
            Study study;
            study.bot.http().enqueue(answer);
            Operation<ChargeSnapshot> operation;
            study.gateway.fetchCharge(asked, &operation);
            QTRY_VERIFY(operation.isFinished());
            compareFailure(operation, false);
        }
    }

    void doesNotKnowTheOutcomeWhenTheBankIsSilent()
    {
        Study study;
        study.bot.http().enqueue(reply::silence());
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        study.bot.clock().advance(14s);
        QVERIFY(!operation.isFinished());
        study.bot.clock().advance(1s);
        QVERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().code, u"http.timeout"_s);
        QVERIFY(operation.result().error().outcomeUnknown);
    }

    void repeatsTheBanksOwnSentence()
    {
        Study study;
        study.bot.http().enqueue(
            reply::json(422, {{u"error"_s, QJsonObject{{u"en"_s, u"Charge\n refused."_s}, {u"code"_s, u"x"_s}}}}));
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        QTRY_VERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().message, u"The sandbox bank answered 422: Charge refused."_s);
    }

    void doesNotAcceptAnotherChargeThanItAskedFor_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::newRow("no id") << without(wire(), u"id"_s);
        QTest::newRow("another reference") << with(wire(), u"reference"_s, u"ref2"_s);
        QTest::newRow("another amount") << with(wire(), u"amount"_s,
                                                QJsonObject{{u"minor"_s, 101}, {u"currency"_s, u"BRL"_s}});
        QTest::newRow("another currency")
            << with(wire(), u"amount"_s, QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u"USD"_s}});
        QTest::newRow("reais, not centavos")
            << with(wire(), u"amount"_s, QJsonObject{{u"minor"_s, 1.5}, {u"currency"_s, u"BRL"_s}});
        QTest::newRow("no amount") << without(wire(), u"amount"_s);
        QTest::newRow("no code") << without(wire(), u"pix_code"_s);
        QTest::newRow("a code cut off") << with(wire(), u"pix_code"_s, code.chopped(1));
        QTest::newRow("a code of another amount") << with(
            wire(), u"pix_code"_s,
            u"00020126330014br.gov.bcb.pix01111234567890952040000530398654040.035802BR5904LOJA6006RECIFE62070503"
            "UP363045A27"_s);
    }
    void doesNotAcceptAnotherChargeThanItAskedFor()
    {
        QFETCH(QJsonObject, answer);
        Study study;
        study.bot.http().enqueue(reply::json(201, answer));
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        QTRY_VERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().code, u"sandbox.garbage"_s);
        QVERIFY(operation.result().error().outcomeUnknown);
    }

    void reportsAChargeAsTheBankSeesIt_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::addColumn<PaymentStatus>("status");
        QTest::addColumn<qint64>("received");
        QTest::newRow("awaiting") << wire() << PaymentStatus::Awaiting << qint64(0);
        QTest::newRow("expired") << wire(u"expired"_s) << PaymentStatus::Expired << qint64(0);
        QTest::newRow("canceled") << wire(u"canceled"_s) << PaymentStatus::Canceled << qint64(0);
        QTest::newRow("paid, another amount") << wire(u"paid"_s) << PaymentStatus::Paid << qint64(90);
    }
    void reportsAChargeAsTheBankSeesIt()
    {
        QFETCH(QJsonObject, answer);
        QFETCH(PaymentStatus, status);
        QFETCH(qint64, received);
        Study study;
        study.bot.http().on("GET", u"/sandbox/charges/abc"_s, reply::json(200, answer));
        study.bot.http().on("GET", u"?reference=ref1"_s, reply::json(200, {{u"charges"_s, QJsonArray{answer}}}));
        for (const ChargeReference &asked : {ChargeReference{u"abc"_s, u"ref1"_s}, ChargeReference{{}, u"ref1"_s}}) {
            Operation<ChargeSnapshot> operation;
            study.gateway.fetchCharge(asked, &operation);
            QTRY_VERIFY(operation.isFinished());
            QVERIFY(operation.result());
            const auto &seen = *operation.result();
            QVERIFY(seen.exists);
            QCOMPARE(seen.status, status);
            QCOMPARE(seen.received.minor, received);
            QCOMPARE(seen.charge.gatewayId, u"abc"_s);
            QCOMPARE(seen.charge.pixCode, code);
            QCOMPARE(seen.paidAt, status == PaymentStatus::Paid ? 1'767'323'000'000'000 : 0);
            QCOMPARE(seen.endToEndId, status == PaymentStatus::Paid ? u"E9999"_s : QString());
        }
        QVERIFY(study.bot.http().unexpected().isEmpty());
        QVERIFY(study.bot.http().requests().constFirst().headers.contains({"Authorization", "Bearer sandbox-api-key"}));
    }

    void tellsThatThereIsNoSuchCharge()
    {
        Study study;
        study.bot.http().on("GET", u"/charges/abc"_s,
                            reply::json(404, {{u"error"_s, QJsonObject{{u"code"_s, u"charge.unknown"_s}}}}));
        study.bot.http().on("GET", u"?reference="_s, reply::json(200, {{u"charges"_s, QJsonArray()}}));
        for (const ChargeReference &asked : {ChargeReference{u"abc"_s, {}}, ChargeReference{{}, u"ref1"_s}}) {
            Operation<ChargeSnapshot> operation;
            study.gateway.fetchCharge(asked, &operation);
            QTRY_VERIFY(operation.isFinished());
            QVERIFY(operation.result());
            QVERIFY(!operation.result()->exists);
        }
    }

    void doesNotBelieveAnUnclearAnswer_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::newRow("unknown status") << wire(u"done"_s);
        QTest::newRow("a status that no bank has") << wire(u"creating"_s);
        QTest::newRow("paid, but what?") << without(wire(u"paid"_s), u"received"_s);
        QTest::newRow("paid in nothing") << with(wire(u"paid"_s), u"received"_s,
                                                 QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u""_s}});
        QTest::newRow("paid in reais") << with(wire(u"paid"_s), u"received"_s,
                                               QJsonObject{{u"minor"_s, 0.9}, {u"currency"_s, u"BRL"_s}});
        QTest::newRow("another charge") << with(wire(u"paid"_s), u"id"_s, u"abd"_s);
        QTest::newRow("no charge") << QJsonObject{};
    }
    void doesNotBelieveAnUnclearAnswer()
    {
        QFETCH(QJsonObject, answer);
        Study study;
        study.bot.http().enqueue(reply::json(200, answer));
        Operation<ChargeSnapshot> operation;
        study.gateway.fetchCharge({u"abc"_s, {}}, &operation);
        QTRY_VERIFY(operation.isFinished());
        QVERIFY(!operation.result());
        QCOMPARE(operation.result().error().code, u"sandbox.garbage"_s);
    }

    void prefersThePaidOneOfSeveralCharges()
    {
        Study study;
        const QJsonArray charges{with(wire(), u"id"_s, u"a"_s), with(wire(u"paid"_s), u"id"_s, u"b"_s),
                                 with(wire(), u"id"_s, u"c"_s)};
        study.bot.http().enqueue(reply::json(200, {{u"charges"_s, charges}}));
        Operation<ChargeSnapshot> operation;
        study.gateway.fetchCharge({{}, u"ref1"_s}, &operation);
        QTRY_VERIFY(operation.isFinished());
        QCOMPARE(operation.result()->charge.gatewayId, u"b"_s);
    }

    void asksForWhatItWasToldAndNothingElse()
    {
        Study study;
        Operation<ChargeSnapshot> none;
        study.gateway.fetchCharge({}, &none);
        QVERIFY(none.isFinished());
        QCOMPARE(none.result().error().code, u"sandbox.no_charge"_s);
        QVERIFY(study.bot.http().requests().isEmpty());

        Operation<ChargeSnapshot> odd;
        study.gateway.fetchCharge({u"../pay?x=1#y"_s, {}}, &odd);
        Operation<ChargeSnapshot> list;
        study.gateway.fetchCharge({{}, u"a&b=c d+e%"_s}, &list);
        const auto &sent = study.bot.http().requests();
        QCOMPARE(sent[0].url.toEncoded(), "http://127.0.0.1:8080/sandbox/charges/..%2Fpay%3Fx%3D1%23y"_ba);
        QCOMPARE(QUrlQuery(sent[1].url).queryItemValue(u"reference"_s, QUrl::FullyDecoded), u"a&b=c d+e%"_s);
        QCOMPARE(sent[1].url.query(QUrl::FullyEncoded), u"reference=a%26b%3Dc%20d%2Be%25"_s);
    }

    void refundsByItsOwnId()
    {
        Study study;
        study.bot.http().enqueue(
            reply::json(201, {{u"refund_id"_s, u"r1"_s}, {u"minor"_s, 100}, {u"status"_s, u"settled"_s}}));
        Operation<Refund> operation;
        study.gateway.refund({u"abc"_s, u"r1"_s, {100, u"BRL"_s}}, &operation);
        QTRY_VERIFY(operation.isFinished());
        QVERIFY(operation.result());
        QVERIFY(operation.result()->settled);
        QCOMPARE(operation.result()->refundId, u"r1"_s);
        const auto sent = study.bot.http().requests().constFirst();
        QCOMPARE(sent.url.path(), u"/sandbox/charges/abc/refunds"_s);
        QCOMPARE(QJsonDocument::fromJson(sent.body).object(),
                 (QJsonObject{{u"refund_id"_s, u"r1"_s}, {u"minor"_s, 100}}));
    }

    void staysSilentWhenTheHostHasGivenUp()
    {
        Study study;
        study.bot.http().enqueue(reply::after(5s, reply::json(201, wire())));
        auto operation = std::make_unique<Operation<Charge>>();
        study.gateway.createCharge(request(), operation.get());
        operation.reset();
        study.bot.clock().advance(10s); // Would touch freed memory if the callback were not cut.
        QCOMPARE(study.bot.clock().pending(), 0);
    }

    void finishesAtOnceWhenTheHostStopsIt()
    {
        Study study;
        study.bot.http().on("", QString(), reply::after(5s, reply::json(201, wire())));
        Operation<Charge> create;
        Operation<ChargeSnapshot> fetch;
        QSignalSpy again(&create, &OperationBase::finishedAgain);
        study.gateway.createCharge(request(), &create);
        study.gateway.fetchCharge({u"abc"_s, {}}, &fetch);
        create.abort();
        fetch.abort();
        QCOMPARE(create.result().error().code, u"sandbox.aborted"_s);
        QVERIFY(create.result().error().outcomeUnknown);
        QVERIFY(!fetch.result().error().outcomeUnknown);
        study.bot.clock().advance(10s); // The answer comes all the same.
        QCOMPARE(again.count(), 0);
    }

    void logsNoSecret()
    {
        Study study({{u"api_key"_s, u"k3y-k3y"_s}, {u"webhook_secret"_s, u"s3cr3t"_s}});
        study.bot.http().on("", QString(), reply::status(401, "k3y-k3y is wrong"));
        Operation<Charge> operation;
        study.gateway.createCharge(request(), &operation);
        QTRY_VERIFY(operation.isFinished());
        const auto said = operation.result().error().message + study.bot.logText();
        QVERIFY(!said.contains(u"k3y-k3y"_s));
        QVERIFY(!said.contains(u"s3cr3t"_s));
    }
};

QTEST_GUILESS_MAIN(TestSandboxGateway)
#include "tst_sandboxgateway.moc"
