// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaystudy.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::testing;

namespace {

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

} // namespace

/// What the gateway believes of the bank's answers about charges.
class ChargeAnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotAcceptAnotherChargeThanItAskedFor_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::newRow("no id") << without(wireCharge(), u"id"_s);
        QTest::newRow("another reference") << with(wireCharge(), u"reference"_s, u"ref2"_s);
        QTest::newRow("another amount") << with(wireCharge(), u"amount"_s,
                                                QJsonObject{{u"minor"_s, 101}, {u"currency"_s, u"BRL"_s}});
        QTest::newRow("another currency")
            << with(wireCharge(), u"amount"_s, QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u"USD"_s}});
        QTest::newRow("reais, not centavos")
            << with(wireCharge(), u"amount"_s, QJsonObject{{u"minor"_s, 1.5}, {u"currency"_s, u"BRL"_s}});
        QTest::newRow("no amount") << without(wireCharge(), u"amount"_s);
        QTest::newRow("no code") << without(wireCharge(), u"pix_code"_s);
        QTest::newRow("a code cut off") << with(wireCharge(), u"pix_code"_s, codeOfOneReal.chopped(1));
        QTest::newRow("a code of another amount") << with(
            wireCharge(), u"pix_code"_s,
            u"00020126330014br.gov.bcb.pix01111234567890952040000530398654040.035802BR5904LOJA6006RECIFE62070503"
            "UP363045A27"_s);
    }
    void doesNotAcceptAnotherChargeThanItAskedFor()
    {
        QFETCH(QJsonObject, answer);
        GatewayStudy study;
        study.bot.http().enqueue(reply::json(201, answer));
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
        QTRY_VERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().code, u"sandbox.garbage"_s);
        QVERIFY(operation.result().error().outcomeUnknown);
    }

    void reportsAChargeAsTheBankSeesIt_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::addColumn<PaymentStatus>("status");
        QTest::addColumn<qint64>("received");
        QTest::newRow("awaiting") << wireCharge() << PaymentStatus::Awaiting << qint64(0);
        QTest::newRow("expired") << wireCharge(u"expired"_s) << PaymentStatus::Expired << qint64(0);
        QTest::newRow("canceled") << wireCharge(u"canceled"_s) << PaymentStatus::Canceled << qint64(0);
        QTest::newRow("paid, another amount") << wireCharge(u"paid"_s) << PaymentStatus::Paid << qint64(90);
    }
    void reportsAChargeAsTheBankSeesIt()
    {
        QFETCH(QJsonObject, answer);
        QFETCH(PaymentStatus, status);
        QFETCH(qint64, received);
        GatewayStudy study;
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
            QCOMPARE(seen.charge.pixCode, codeOfOneReal);
            QCOMPARE(seen.paidAt, status == PaymentStatus::Paid ? 1'767'323'000'000'000 : 0);
            QCOMPARE(seen.endToEndId, status == PaymentStatus::Paid ? u"E9999"_s : QString());
        }
        QVERIFY(study.bot.http().unexpected().isEmpty());
        QVERIFY(study.bot.http().requests().constFirst().headers.contains({"Authorization", "Bearer sandbox-api-key"}));
    }

    void tellsThatThereIsNoSuchCharge()
    {
        GatewayStudy study;
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
        QTest::newRow("unknown status") << wireCharge(u"done"_s);
        QTest::newRow("a status that no bank has") << wireCharge(u"creating"_s);
        QTest::newRow("paid, but what?") << without(wireCharge(u"paid"_s), u"received"_s);
        QTest::newRow("paid in nothing") << with(wireCharge(u"paid"_s), u"received"_s,
                                                 QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u""_s}});
        QTest::newRow("paid in reais") << with(wireCharge(u"paid"_s), u"received"_s,
                                               QJsonObject{{u"minor"_s, 0.9}, {u"currency"_s, u"BRL"_s}});
        QTest::newRow("another charge") << with(wireCharge(u"paid"_s), u"id"_s, u"abd"_s);
        QTest::newRow("no charge") << QJsonObject{};
    }
    void doesNotBelieveAnUnclearAnswer()
    {
        QFETCH(QJsonObject, answer);
        GatewayStudy study;
        study.bot.http().enqueue(reply::json(200, answer));
        Operation<ChargeSnapshot> operation;
        study.gateway.fetchCharge({u"abc"_s, {}}, &operation);
        QTRY_VERIFY(operation.isFinished());
        QVERIFY(!operation.result());
        QCOMPARE(operation.result().error().code, u"sandbox.garbage"_s);
    }

    void prefersThePaidOneOfSeveralCharges()
    {
        GatewayStudy study;
        const QJsonArray charges{with(wireCharge(), u"id"_s, u"a"_s), with(wireCharge(u"paid"_s), u"id"_s, u"b"_s),
                                 with(wireCharge(), u"id"_s, u"c"_s)};
        study.bot.http().enqueue(reply::json(200, {{u"charges"_s, charges}}));
        Operation<ChargeSnapshot> operation;
        study.gateway.fetchCharge({{}, u"ref1"_s}, &operation);
        QTRY_VERIFY(operation.isFinished());
        QCOMPARE(operation.result()->charge.gatewayId, u"b"_s);
    }
};

QTEST_GUILESS_MAIN(ChargeAnswersTest)
#include "tst_chargeanswers.moc"
