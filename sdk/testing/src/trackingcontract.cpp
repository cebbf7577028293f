// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/testing/trackingcontract.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::testing {

/// A bot that knows the clicks 1 and 2, the plugin on it, and its answers.
struct TrackingContract::Bench
{
    std::unique_ptr<FakeBot> bot;
    std::unique_ptr<PluginInstance> instance;
    QList<TokenBinding> bindings;
    QList<PaymentAttribution> attributions;

    explicit Bench(TrackingContract &contract)
        : bot(contract.makeBot())
    {
        contract.answerNormally(*bot);
        bot->clicks().add(sample::click(1));
        bot->clicks().add(sample::click(2));
        auto made = contract.plugin().create(*bot);
        if (!made)
            qFatal("the plugin refuses its settings: %s", qPrintable(made.error().message));
        instance = std::move(*made);
        auto *tracking = qobject_cast<TrackingPlugin *>(instance.get());
        if (!tracking)
            qFatal("the plugin's instance is no TrackingPlugin");
        connect(tracking, &TrackingPlugin::tokenBound, bot.get(),
                [this](const TokenBinding &binding) { bindings.append(binding); });
        connect(tracking, &TrackingPlugin::paymentAttached, bot.get(),
                [this](const PaymentAttribution &attribution) { attributions.append(attribution); });
    }

    void start(const QString &parameter, qint64 id = 1)
    {
        Q_EMIT
        bot->started(sample::start(id, parameter));
    }
    void settle() const { PluginContract::settle(*bot, 5s); }
};

void TrackingContract::answersEachStartExactlyOnce_data()
{
    QTest::addColumn<QString>("parameter");
    QTest::newRow("none") << QString();
    QTest::newRow("known token") << sample::token(1).toString();
    QTest::newRow("unknown token") << sample::token(9).toString();
    QTest::newRow("invented token") << u"tracking_0123456789abcdef"_s;
    QTest::newRow("word") << u"promo"_s;
    QTest::newRow("packed garbage") << u"teyJhIjo"_s;
    QTest::newRow("huge") << QString(100'000, u'x');
    QTest::newRow("not ASCII") << u"início ✨"_s;
}

void TrackingContract::answersEachStartExactlyOnce()
{
    QFETCH(QString, parameter);
    Bench bench(*this);
    bench.start(parameter, 77);
    bench.settle();
    QCOMPARE(bench.bindings.size(), 1);
    QCOMPARE(bench.bindings.first().startId, 77);
    QVERIFY2(!bench.bindings.first().reason.isEmpty(), "a binding says why, for the trail");
    QVERIFY(bench.attributions.isEmpty());
}

void TrackingContract::bindsToTheClickWhoseTokenIsTheStartParameter()
{
    Bench bench(*this);
    bench.start(sample::token(2).toString());
    bench.settle();
    QCOMPARE(bench.bindings.size(), 1);
    QVERIFY(bench.bindings.first().click);
    QCOMPARE(bench.bindings.first().click->token, sample::token(2));
    QCOMPARE(ruleName(bench.bindings.first().rule), ruleName(AttributionRule::StartToken));
}

void TrackingContract::saysOrganicWhenThereIsNoClick()
{
    Bench bench(*this);
    bench.start({});
    bench.settle();
    QCOMPARE(bench.bindings.size(), 1);
    QVERIFY(!bench.bindings.first().click);
    QCOMPARE(ruleName(bench.bindings.first().rule), ruleName(AttributionRule::Organic));
}

void TrackingContract::answersEachPaymentExactlyOnce_data()
{
    QTest::addColumn<int>("token"); // 0: none
    QTest::newRow("organic") << 0;
    QTest::newRow("known click") << 1;
    QTest::newRow("click no longer known") << 9;
}

void TrackingContract::answersEachPaymentExactlyOnce()
{
    QFETCH(int, token);
    Bench bench(*this);
    auto payment = sample::payment(5);
    if (token > 0)
        payment.userToken = sample::token(token);
    Q_EMIT
    bench.bot->paymentCreated(payment);
    bench.settle();
    QCOMPARE(bench.attributions.size(), 1);
    QCOMPARE(bench.attributions.first().paymentId, 5);
    QVERIFY2(bench.attributions.first().token == payment.userToken, "the customer's token is attached, and no other");
    QVERIFY2(!bench.attributions.first().reason.isEmpty(), "an attribution says why, for the trail");
    QVERIFY(bench.bindings.isEmpty());
}

void TrackingContract::freezesTheClickOfTheCustomersTokenOnThePayment()
{
    Bench bench(*this);
    auto payment = sample::payment(5);
    payment.userToken = sample::token(1);
    Q_EMIT
    bench.bot->paymentCreated(payment);
    bench.settle();
    QCOMPARE(bench.attributions.size(), 1);
    const auto &attribution = bench.attributions.first();
    const auto click = sample::click(1);
    QCOMPARE(attribution.fbclid, click.fbclid);
    QCOMPARE(attribution.fbp, click.fbp);
    QCOMPARE(attribution.fbc, click.fbc);
    QVERIFY(attribution.utm == click.utm);
    QCOMPARE(attribution.pageviewEventId, click.pageviewEventId);
    QCOMPARE(attribution.poolId, click.poolId);
}

void TrackingContract::neverAnswersWronglyBecauseALookUpFailed()
{
    Bench bench(*this);
    auto payment = sample::payment(5);
    payment.userToken = sample::token(1);
    bench.bot->clicks().fail();
    bench.start(sample::token(1).toString());
    Q_EMIT
    bench.bot->paymentCreated(payment);
    bench.settle();
    QVERIFY2(bench.bindings.isEmpty(), "a start was answered although its click could not be looked up");
    QVERIFY2(bench.attributions.isEmpty(), "a payment was answered although its click could not be looked up");

    bench.bot->clicks().work(); // the host emits again after a while
    bench.start(sample::token(1).toString());
    Q_EMIT
    bench.bot->paymentCreated(payment);
    bench.settle();
    QCOMPARE(bench.bindings.size(), 1);
    QVERIFY(bench.bindings.first().click);
    QCOMPARE(bench.attributions.size(), 1);
    QCOMPARE(bench.attributions.first().fbclid, sample::click(1).fbclid);
}

void TrackingContract::answersOnceWhenAskedAgainDuringASlowLookUp()
{
    Bench bench(*this);
    auto payment = sample::payment(5);
    payment.userToken = sample::token(1);
    bench.bot->clicks().delay(5s);
    for (int round = 0; round < 3; ++round) {
        bench.start(sample::token(1).toString());
        Q_EMIT
        bench.bot->paymentCreated(payment);
        PluginContract::settle(*bench.bot, 500ms);
    }
    PluginContract::settle(*bench.bot, 30s);
    QCOMPARE(bench.bindings.size(), 1);
    QCOMPARE(bench.attributions.size(), 1);
}

void TrackingContract::keepsAnswersOfInterleavedStartsApart()
{
    Bench bench(*this);
    bench.bot->clicks().delay(3s);
    bench.start(sample::token(1).toString(), 1);
    bench.bot->clicks().delay(1s);
    bench.start(sample::token(2).toString(), 2);
    PluginContract::settle(*bench.bot, 30s);
    QCOMPARE(bench.bindings.size(), 2);
    for (const auto &binding : bench.bindings) {
        QVERIFY(binding.click);
        QCOMPARE(binding.click->token, sample::token(int(binding.startId)));
    }
}

void TrackingContract::canBeDeletedWhileALookUpIsUnderWay()
{
    Bench bench(*this);
    bench.bot->clicks().delay(2s);
    auto payment = sample::payment(5);
    payment.userToken = sample::token(1);
    bench.start(sample::token(1).toString());
    Q_EMIT
    bench.bot->paymentCreated(payment);
    bench.instance.reset();
    bench.settle();
    QVERIFY(bench.bindings.isEmpty());
    QVERIFY(bench.attributions.isEmpty());
}

} // namespace rastro::testing
