// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaystudy.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::testing;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(rastro::testing::HttpReply)

/// What fails, in the words of the SDK: may it be tried again, when, and is the outcome known?
class BankErrorsTest : public QObject
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
    void classifiesWhatFailsInACreate_data() { addFailures(); }
    void classifiesWhatFailsInACreate()
    {
        QFETCH(HttpReply, answer);
        GatewayStudy study;
        study.bot.http().enqueue(answer);
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
        QTRY_VERIFY(operation.isFinished());
        compareFailure(operation, true);
    }

    void classifiesWhatFailsInARefund_data() { addFailures(); }
    void classifiesWhatFailsInARefund()
    {
        QFETCH(HttpReply, answer);
        GatewayStudy study;
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
            GatewayStudy study;
            study.bot.http().enqueue(answer);
            Operation<ChargeSnapshot> operation;
            study.gateway.fetchCharge(asked, &operation);
            QTRY_VERIFY(operation.isFinished());
            compareFailure(operation, false);
        }
    }

    void doesNotKnowTheOutcomeWhenTheBankIsSilent()
    {
        GatewayStudy study;
        study.bot.http().enqueue(reply::silence());
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
        study.bot.clock().advance(14s);
        QVERIFY(!operation.isFinished());
        study.bot.clock().advance(1s);
        QVERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().code, u"http.timeout"_s);
        QVERIFY(operation.result().error().outcomeUnknown);
    }

    void repeatsTheBanksOwnSentence()
    {
        GatewayStudy study;
        study.bot.http().enqueue(
            reply::json(422, {{u"error"_s, QJsonObject{{u"en"_s, u"Charge\n refused."_s}, {u"code"_s, u"x"_s}}}}));
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
        QTRY_VERIFY(operation.isFinished());
        QCOMPARE(operation.result().error().message, u"The sandbox bank answered 422: Charge refused."_s);
    }

    void logsNoSecret()
    {
        GatewayStudy study({{u"api_key"_s, u"k3y-k3y"_s}, {u"webhook_secret"_s, u"s3cr3t"_s}});
        study.bot.http().on("", QString(), reply::status(401, "k3y-k3y is wrong"));
        Operation<Charge> operation;
        study.gateway.createCharge(chargeRequest(), &operation);
        QTRY_VERIFY(operation.isFinished());
        const auto said = operation.result().error().message + study.bot.logText();
        QVERIFY(!said.contains(u"k3y-k3y"_s));
        QVERIFY(!said.contains(u"s3cr3t"_s));
    }
};

QTEST_GUILESS_MAIN(BankErrorsTest)
#include "tst_bankerrors.moc"
