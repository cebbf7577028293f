// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaystudy.h"

#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::testing;

/// What the gateway asks of the bank, and what it never asks.
class BankRequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForAChargeAsTheBanksApiWantsIt()
    {
        GatewayStudy study;
        study.bot.http().enqueue(reply::json(201, wireCharge()));
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
        QTRY_VERIFY(operation.isFinished());
        QVERIFY(operation.result());
        QCOMPARE(operation.result()->gatewayId, u"abc"_s);
        QCOMPARE(operation.result()->pixCode, codeOfOneReal);
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
        GatewayStudy study({{u"base_url"_s, u"https://bank.example/v2/"_s},
                            {u"api_key"_s, u"k3y"_s},
                            {u"expires_in_seconds"_s, 60},
                            {u"merchant_name"_s, u"Loja da Ana"_s},
                            {u"merchant_city"_s, u"Recife"_s}});
        study.bot.http().enqueue(reply::json(201, wireCharge()));
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
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
        GatewayStudy study;
        study.bot.http().on("", QString(), reply::json(201, wireCharge()));
        auto asked = chargeRequest();
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
        GatewayStudy study;
        auto asked = chargeRequest();
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

    void asksForWhatItWasToldAndNothingElse()
    {
        GatewayStudy study;
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
        GatewayStudy study;
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
};

QTEST_GUILESS_MAIN(BankRequestsTest)
#include "tst_bankrequests.moc"
