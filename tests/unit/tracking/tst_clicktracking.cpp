// SPDX-License-Identifier: GPL-3.0-or-later
#include "clicktracking.h"

#include <rastro/testing/fakebot.h>
#include <rastro/testing/samples.h>

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rastro::AttributionRule;
using rastro::Start;
using rastro::TokenBinding;
using rastro::testing::FakeBot;
namespace sample = rastro::testing::sample;

namespace {

/// A bot with the clicks 1, 2 and 3 and the plugin on it.
struct Bench
{
    FakeBot bot;
    std::unique_ptr<rastro::tracking::ClickTracking> tracking;
    QList<TokenBinding> bindings;
    QList<rastro::PaymentAttribution> attributions;

    Bench()
    {
        for (const int number : {1, 2, 3})
            bot.clicks().add(sample::click(number));
        tracking = std::make_unique<rastro::tracking::ClickTracking>(bot);
        QObject::connect(tracking.get(), &rastro::TrackingPlugin::tokenBound, &bot,
                         [this](const TokenBinding &binding) { bindings.append(binding); });
        QObject::connect(tracking.get(), &rastro::TrackingPlugin::paymentAttached, &bot,
                         [this](const rastro::PaymentAttribution &attribution) { attributions.append(attribution); });
    }

    /// Lets all look-ups under way answer. (A start asks at most four questions, one after the other.)
    void settle()
    {
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
    }
};

Start startOf(const QString &parameter, const QString &userFbclid = {}, int userToken = 0)
{
    auto start = sample::start(42, parameter);
    start.fbclid = userFbclid;
    if (userToken > 0)
        start.token = sample::token(userToken);
    return start;
}

} // namespace

class ClickTrackingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersWithTheRuleThatFoundTheClick_data()
    {
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("userFbclid");
        QTest::addColumn<int>("userToken");
        QTest::addColumn<AttributionRule>("rule");
        QTest::addColumn<int>("click"); // 0: none

        const QString none;
        const auto token = [](int number) { return sample::token(number).toString(); };
        const auto fbclid = [](int number) { return sample::click(number).fbclid; };
        QTest::newRow("nothing known") << none << none << 0 << AttributionRule::Organic << 0;
        QTest::newRow("0: a user with an fbclid but no token")
            << none << fbclid(1) << 0 << AttributionRule::UserFbclid << 1;
        QTest::newRow("0: an unknown token does not undo it")
            << token(9) << fbclid(1) << 0 << AttributionRule::UserFbclid << 1;
        QTest::newRow("1: a known token") << token(2) << none << 0 << AttributionRule::StartToken << 2;
        QTest::newRow("1 wins over 0") << token(2) << fbclid(1) << 0 << AttributionRule::StartToken << 2;
        QTest::newRow("1 replaces the user's token") << token(2) << none << 1 << AttributionRule::StartToken << 2;
        QTest::newRow("1: origin's suffix") << token(2) + u"__px_99"_s << none << 0 << AttributionRule::StartToken << 2;
        QTest::newRow("2: an fbclid in the start data") << fbclid(3) << none << 0 << AttributionRule::StartFbclid << 3;
        QTest::newRow("2 wins over 0") << fbclid(3) << fbclid(1) << 0 << AttributionRule::StartFbclid << 3;
        QTest::newRow("2 replaces the user's token") << fbclid(3) << none << 1 << AttributionRule::StartFbclid << 3;
        QTest::newRow("an unknown token is organic") << token(9) << none << 0 << AttributionRule::Organic << 0;
        QTest::newRow("an unknown fbclid is organic") << fbclid(9) << fbclid(8) << 0 << AttributionRule::Organic << 0;
        QTest::newRow("an invented token is organic")
            << u"tracking_"_s + token(1).left(20) << none << 0 << AttributionRule::Organic << 0;
        QTest::newRow("a user with a token keeps it") << none << fbclid(1) << 2 << AttributionRule::Organic << 0;
    }
    void answersWithTheRuleThatFoundTheClick()
    {
        QFETCH(QString, parameter);
        QFETCH(QString, userFbclid);
        QFETCH(int, userToken);
        QFETCH(AttributionRule, rule);
        QFETCH(int, click);
        Bench bench;
        Q_EMIT
        bench.bot.started(startOf(parameter, userFbclid, userToken));
        bench.settle();
        QCOMPARE(bench.bindings.size(), 1);
        const auto binding = bench.bindings.first();
        QCOMPARE(binding.startId, 42);
        QCOMPARE(rastro::ruleName(binding.rule), rastro::ruleName(rule));
        QCOMPARE(binding.click.has_value(), click != 0);
        if (binding.click)
            QCOMPARE(binding.click->token, sample::token(click));
        QVERIFY(binding.reason.endsWith(u'.'));
    }

    // Rule 3 asks what rule 0 asked; it answers when the click was stored in between.
    void findsByRule3AClickThatWasStoredSinceRule0Asked()
    {
        Bench bench;
        bench.bot.clicks().delay(10ms);
        Q_EMIT
        bench.bot.started(startOf({}, sample::click(4).fbclid));
        bench.bot.clicks().add(sample::click(4));
        bench.bot.clock().advance(10ms);
        QVERIFY(bench.bindings.isEmpty());
        bench.bot.clock().advance(10ms);
        QCOMPARE(bench.bindings.size(), 1);
        QCOMPARE(rastro::ruleName(bench.bindings.first().rule), u"stored_fbclid"_s);
        QCOMPARE(bench.bindings.first().click->token, sample::token(4));
    }

    void takesTheNewestClickOfAnFbclid()
    {
        Bench bench;
        auto newer = sample::click(7);
        newer.fbclid = sample::click(1).fbclid;
        bench.bot.clicks().add(newer);
        Q_EMIT
        bench.bot.started(startOf(newer.fbclid));
        bench.settle();
        QCOMPARE(bench.bindings.first().click->token, newer.token);
    }

    void saysWhyNoClickAnswered_data()
    {
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("userFbclid");
        QTest::addColumn<int>("userToken");
        QTest::addColumn<QString>("reason");
        const QString none;
        QTest::newRow("no parameter") << none << none << 0 << u"Organic: the bot was started without a parameter."_s;
        QTest::newRow("unknown token") << sample::token(9).toString() << none << 0
                                       << u"Organic: the start parameter is a token that no click has."_s;
        QTest::newRow("unknown fbclid") << sample::click(9).fbclid << none << 0
                                        << u"Organic: the start parameter looks like an fbclid that no click has."_s;
        QTest::newRow("something else") << u"promo"_s << none << 0
                                        << u"Organic: the start parameter is neither a token nor an fbclid."_s;
        QTest::newRow("lost fbclid")
            << none << u"IwARlost"_s << 0
            << u"Organic: the bot was started without a parameter, and no click has the fbclid known for "
               "the user."_s;
        QTest::newRow("has a token")
            << none << none << 1
            << u"No new click: the bot was started without a parameter; the user keeps the earlier one."_s;
    }
    void saysWhyNoClickAnswered()
    {
        QFETCH(QString, parameter);
        QFETCH(QString, userFbclid);
        QFETCH(int, userToken);
        Bench bench;
        Q_EMIT
        bench.bot.started(startOf(parameter, userFbclid, userToken));
        bench.settle();
        QCOMPARE(bench.bindings.size(), 1);
        QTEST(bench.bindings.first().reason, "reason");
    }

    void neverCallsAUserOrganicBecauseALookUpFailed_data()
    {
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("userFbclid");
        QTest::newRow("by the user's fbclid") << QString() << sample::click(1).fbclid;
        QTest::newRow("by the start token") << sample::token(1).toString() << QString();
        QTest::newRow("by the start fbclid") << sample::click(1).fbclid << QString();
    }
    void neverCallsAUserOrganicBecauseALookUpFailed()
    {
        QFETCH(QString, parameter);
        QFETCH(QString, userFbclid);
        Bench bench;
        bench.bot.clicks().fail();
        Q_EMIT
        bench.bot.started(startOf(parameter, userFbclid));
        bench.settle();
        QVERIFY(bench.bindings.isEmpty());
        QVERIFY(bench.bot.logText().contains(u"could not be looked up"));

        bench.bot.clicks().work();
        Q_EMIT
        bench.bot.started(startOf(parameter, userFbclid));
        bench.settle();
        QCOMPARE(bench.bindings.size(), 1);
        QCOMPARE(bench.bindings.first().click->token, sample::token(1));
    }

    void keepsAnswersOfDifferentStartsApart()
    {
        Bench bench;
        bench.bot.clicks().delay(10ms);
        auto first = startOf(sample::token(1).toString());
        auto second = startOf(sample::token(2).toString());
        second.startId = 43;
        Q_EMIT
        bench.bot.started(first);
        bench.bot.clicks().delay(1ms);
        Q_EMIT
        bench.bot.started(second);
        bench.bot.clock().advance(10ms);
        QCOMPARE(bench.bindings.size(), 2);
        QCOMPARE(bench.bindings.at(0).startId, 43);
        QCOMPARE(bench.bindings.at(0).click->token, sample::token(2));
        QCOMPARE(bench.bindings.at(1).startId, 42);
        QCOMPARE(bench.bindings.at(1).click->token, sample::token(1));
    }

    void answersOnceWhenTheHostAsksAgainWhileALookUpIsUnderWay()
    {
        Bench bench;
        bench.bot.clicks().delay(10ms);
        Q_EMIT
        bench.bot.started(startOf(sample::token(1).toString()));
        bench.bot.clock().advance(5ms);
        Q_EMIT
        bench.bot.started(startOf(sample::token(1).toString()));
        bench.bot.clock().advance(1min);
        QCOMPARE(bench.bindings.size(), 1);
    }

    void attachesAPaymentToTheCustomersClick()
    {
        Bench bench;
        auto payment = sample::payment(5);
        payment.userToken = sample::token(2);
        Q_EMIT
        bench.bot.paymentCreated(payment);
        bench.settle();
        QCOMPARE(bench.attributions.size(), 1);
        const auto attribution = bench.attributions.first();
        const auto click = sample::click(2);
        QCOMPARE(attribution.paymentId, 5);
        QCOMPARE(*attribution.token, click.token);
        QCOMPARE(attribution.fbclid, click.fbclid);
        QCOMPARE(attribution.fbp, click.fbp);
        QCOMPARE(attribution.fbc, click.fbc);
        QVERIFY(attribution.utm == click.utm);
        QCOMPARE(attribution.pageviewEventId, click.pageviewEventId);
        QCOMPARE(attribution.poolId, click.poolId);
    }

    void saysThatAPaymentIsOrganic()
    {
        Bench bench;
        Q_EMIT
        bench.bot.paymentCreated(sample::payment(5));
        bench.settle();
        QCOMPARE(bench.attributions.size(), 1);
        QVERIFY(!bench.attributions.first().token);
        QCOMPARE(bench.attributions.first().reason, u"Organic: the customer has no token."_s);
    }

    void attachesTheTokenAloneWhenItsClickIsNoLongerKnown()
    {
        Bench bench;
        auto payment = sample::payment(5);
        payment.userToken = sample::token(9);
        Q_EMIT
        bench.bot.paymentCreated(payment);
        bench.settle();
        QCOMPARE(bench.attributions.size(), 1);
        QCOMPARE(*bench.attributions.first().token, sample::token(9));
        QVERIFY(bench.attributions.first().fbclid.isEmpty());
        QVERIFY(bench.attributions.first().reason.contains(u"no longer known"));
    }

    void waitsWithAPaymentWhoseClickCannotBeLookedUp()
    {
        Bench bench;
        auto payment = sample::payment(5);
        payment.userToken = sample::token(2);
        bench.bot.clicks().fail();
        Q_EMIT
        bench.bot.paymentCreated(payment);
        bench.settle();
        QVERIFY(bench.attributions.isEmpty());
        bench.bot.clicks().work();
        Q_EMIT
        bench.bot.paymentCreated(payment);
        bench.settle();
        QCOMPARE(bench.attributions.size(), 1);
        QCOMPARE(*bench.attributions.first().token, sample::token(2));
    }
};

QTEST_GUILESS_MAIN(ClickTrackingTest)
#include "tst_clicktracking.moc"
