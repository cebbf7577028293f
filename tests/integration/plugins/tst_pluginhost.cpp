// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostbench.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rastro::plugins::InstanceState;
using rastro::plugins::PluginHost;

class PluginHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enablesAPluginAtRunTime()
    {
        HostBench bench;
        QSignalSpy ready(bench.host.get(), &PluginHost::instanceReady);
        QVERIFY(!bench.host->gateway(1, u"good_gateway"_s));
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        QVERIFY(bench.host->gateway(1, u"good_gateway"_s));
        QCOMPARE(bench.host->gateways(1).size(), 1);
        QCOMPARE(ready.size(), 1);
        QCOMPARE(bench.report(HostBench::bot(1), u"good_gateway"_s).state, InstanceState::Running);
    }

    void givesTheInstanceItsSettingsWithDefaults()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        const auto settings = bench.host->gateway(1, u"good_gateway"_s)->bot().settings();
        QCOMPARE(settings, (QJsonObject{{u"api_key"_s, u"hunter22"_s}, {u"delay_ms"_s, 0}}));
        QCOMPARE(bench.host->settings(HostBench::bot(1), u"good_gateway"_s), settings);
    }

    void leavesOtherBotsAloneWhateverHappensToOne()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        QVERIFY(bench.host->enable(HostBench::gateway(2)));
        auto *other = bench.host->gateway(2, u"good_gateway"_s);
        const QPointer<QObject> guard(other);

        QVERIFY(bench.host->enable(HostBench::gateway(1, u"new key"_s)));
        bench.host->disable(HostBench::bot(1), u"good_gateway"_s);
        QVERIFY(!bench.host->enable(HostBench::wanted(HostBench::bot(1), u"throws_in_create"_s)));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

        QVERIFY(guard);
        QCOMPARE(bench.host->gateway(2, u"good_gateway"_s), other);
        QList<rastro::Result<rastro::Charge>> results;
        bench.charge(other, results);
        bench.clock.advance(1s);
        QTRY_COMPARE(results.size(), 1);
        QVERIFY(results.first());
    }

    void keepsTheInstanceWhoseEnablementIsUnchanged()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        auto *first = bench.host->gateway(1, u"good_gateway"_s);
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        QCOMPARE(bench.host->gateway(1, u"good_gateway"_s), first);
    }

    void keepsTheInstanceWhoseSettingsOnlyMovedWithinTheShopFile()
    {
        HostBench bench;
        auto wanted = HostBench::gateway(1);
        wanted.path = u"bots[0].plugins.good_gateway"_s;
        bench.host->reconcile({wanted});
        auto *first = bench.host->gateway(1, u"good_gateway"_s);
        wanted.path = u"bots[1].plugins.good_gateway"_s;
        bench.host->reconcile({wanted});
        QCOMPARE(bench.host->gateway(1, u"good_gateway"_s), first);
    }

    void letsWhoeverHearsOfAnInstanceChangeThePlugins()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        connect(bench.host.get(), &PluginHost::instanceGone, bench.host.get(), [&] { bench.host->reconcile({}); });
        QVERIFY(bench.host->enable(HostBench::gateway(1, u"another key"_s)));
        QVERIFY(!bench.host->gateway(1, u"good_gateway"_s));
        QVERIFY(bench.host->states().isEmpty());
    }

    void makesANewInstanceWhenSettingsChange()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        const QPointer<QObject> first(bench.host->gateway(1, u"good_gateway"_s));
        QVERIFY(bench.host->enable(HostBench::gateway(1, u"another key"_s)));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!first);
        QCOMPARE(bench.host->settings(HostBench::bot(1), u"good_gateway"_s)[u"api_key"_s].toString(), u"another key"_s);
    }

    void refusesSettingsThatDoNotFitTheSchema()
    {
        HostBench bench;
        const auto enabled = bench.host->enable(HostBench::wanted(HostBench::bot(1), u"good_gateway"_s));
        QCOMPARE(enabled.error().code, u"settings.invalid"_s);
        QCOMPARE(enabled.error().message,
                 u"“good_gateway.api_key” (API key) is missing: add it as a text of at least 4 characters."_s);
        QVERIFY(!bench.host->gateway(1, u"good_gateway"_s));
        const auto report = bench.report(HostBench::bot(1), u"good_gateway"_s);
        QCOMPARE(report.state, InstanceState::Failed);
        QCOMPARE(report.reason, enabled.error().message);
    }

    void runsOnWithTheOldSettingsWhenNewOnesAreRefused()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        auto *first = bench.host->gateway(1, u"good_gateway"_s);
        QVERIFY(!bench.host->enable(HostBench::gateway(1, u"abc"_s)));
        QCOMPARE(bench.host->gateway(1, u"good_gateway"_s), first);
        const auto report = bench.report(HostBench::bot(1), u"good_gateway"_s);
        QCOMPARE(report.state, InstanceState::Failing);
        QVERIFY2(report.reason.contains(u"runs on with the old ones"), qPrintable(report.reason));

        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        QCOMPARE(bench.report(HostBench::bot(1), u"good_gateway"_s).state, InstanceState::Running);
    }

    void checksWithoutChangingAnything()
    {
        HostBench bench;
        QVERIFY(bench.host->check(HostBench::gateway(1)));
        auto wrong = HostBench::gateway(1, u"abc"_s);
        wrong.path = u"bots[0].plugins.good_gateway"_s;
        QVERIFY(bench.host->check(wrong).error().message.startsWith(u"“bots[0].plugins.good_gateway.api_key”"));
        QVERIFY(bench.host->states().isEmpty());
    }

    void refusesWhatTheCatalogDoesNotHold()
    {
        HostBench bench;
        const auto enabled = bench.host->enable(HostBench::wanted(HostBench::bot(1), u"nosuch"_s));
        QCOMPARE(enabled.error().code, u"plugin.unknown"_s);
    }

    void takesOnlyPixelsOnAPool()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::pool(1), u"good_pixel"_s)));
        QCOMPARE(bench.host->pixels(HostBench::pool(1)).size(), 1);
        QCOMPARE(bench.host->pixels(HostBench::pool(1)).first().plugin->bot().botId(), 0);
        QVERIFY(bench.host->pixels(HostBench::bot(1)).isEmpty());
        auto gateway = HostBench::gateway(1);
        gateway.scope = HostBench::pool(1);
        QCOMPARE(bench.host->enable(gateway).error().code, u"plugin.scope"_s);
    }

    void disablesAtRunTimeAndEndsWhatIsOpen()
    {
        HostBench bench;
        auto slow = HostBench::gateway(1);
        slow.settings[u"delay_ms"_s] = 5000;
        QVERIFY(bench.host->enable(slow));
        const QPointer<rastro::PaymentGatewayPlugin> gateway(bench.host->gateway(1, u"good_gateway"_s));
        QList<rastro::Result<rastro::Charge>> results;
        bench.charge(gateway, results);
        QSignalSpy gone(bench.host.get(), &PluginHost::instanceGone);

        bench.host->disable(HostBench::bot(1), u"good_gateway"_s);
        QCOMPARE(gone.size(), 1);
        QVERIFY(!bench.host->gateway(1, u"good_gateway"_s));
        QTRY_COMPARE(results.size(), 1);
        QCOMPARE(results.first().error().code, u"plugin.gone"_s);
        QVERIFY(results.first().error().outcomeUnknown);
        QTRY_VERIFY(!gateway);
        bench.clock.advance(1h);
        QCOMPARE(results.size(), 1);
    }

    void deletesAnInstanceFromWithinItsOwnSignal()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(1), u"tracking"_s)));
        const QPointer<rastro::TrackingPlugin> tracking(bench.host->tracking(1));
        connect(tracking, &rastro::TrackingPlugin::tokenBound, this,
                [&] { bench.host->disable(HostBench::bot(1), u"tracking"_s); });
        bench.host->tellStarted(rastro::testing::sample::start(1));
        QTRY_VERIFY(!tracking);
        QVERIFY(!bench.host->tracking(1));
    }

    void reconcilesByTheDifference()
    {
        HostBench bench;
        bench.host->reconcile(
            {HostBench::gateway(1), HostBench::gateway(2), HostBench::wanted(HostBench::pool(1), u"good_pixel"_s)});
        auto *kept = bench.host->gateway(2, u"good_gateway"_s);
        QVERIFY(kept);
        QSignalSpy ready(bench.host.get(), &PluginHost::instanceReady);
        QSignalSpy gone(bench.host.get(), &PluginHost::instanceGone);

        bench.host->reconcile({HostBench::gateway(2), HostBench::gateway(3)});
        QCOMPARE(bench.host->gateway(2, u"good_gateway"_s), kept);
        QVERIFY(bench.host->gateway(3, u"good_gateway"_s));
        QVERIFY(!bench.host->gateway(1, u"good_gateway"_s));
        QVERIFY(bench.host->pixels(HostBench::pool(1)).isEmpty());
        QCOMPARE(ready.size(), 1);
        QCOMPARE(gone.size(), 2);
    }

    void doesNotTryAFailedOneAgainUntilItsSettingsChange()
    {
        HostBench bench;
        QSignalSpy failed(bench.host.get(), &PluginHost::instanceFailed);
        const auto broken = HostBench::wanted(HostBench::bot(1), u"fails_in_create"_s);
        bench.host->reconcile({broken});
        bench.host->reconcile({broken});
        QCOMPARE(failed.size(), 1);
        auto changed = HostBench::gateway(1, u"abc"_s);
        bench.host->reconcile({broken, changed});
        QVERIFY(!bench.host->gateway(1, u"good_gateway"_s));
        changed.settings[u"api_key"_s] = u"abcd"_s;
        bench.host->reconcile({broken, changed});
        QVERIFY(bench.host->gateway(1, u"good_gateway"_s));
    }

    void refusesASecondTrackingPluginOnOneBot()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(1), u"tracking"_s)));
        auto *first = bench.host->tracking(1);
        const auto second = bench.host->enable(HostBench::wanted(HostBench::bot(1), u"silent_tracking"_s));
        QCOMPARE(second.error().code, u"plugin.second_tracking"_s);
        QCOMPARE(bench.host->tracking(1), first);
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(2), u"silent_tracking"_s)));
    }

    void tellsOnlyTheTrackingPluginOfThatBot()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(1), u"tracking"_s)));
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(2), u"tracking"_s)));
        QSignalSpy first(bench.host->tracking(1), &rastro::TrackingPlugin::tokenBound);
        QSignalSpy second(bench.host->tracking(2), &rastro::TrackingPlugin::tokenBound);
        bench.clicks.add(rastro::testing::sample::click(5));
        bench.host->tellStarted(rastro::testing::sample::start(9, rastro::testing::sample::token(5).toString()));
        QTRY_COMPARE(first.size(), 1);
        QCOMPARE(first.first().first().value<rastro::TokenBinding>().click->token, rastro::testing::sample::token(5));
        QVERIFY(second.isEmpty());
    }

    void tellsAPaymentsChangeToEveryPluginOfTheBot()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1)));
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(1), u"good_pixel"_s)));
        QVERIFY(bench.host->enable(HostBench::gateway(2)));
        QSignalSpy gateway(&bench.host->gateway(1, u"good_gateway"_s)->bot(), &rastro::BotContext::paymentChanged);
        QSignalSpy pixel(&bench.host->pixels(HostBench::bot(1)).first().plugin->bot(),
                         &rastro::BotContext::paymentChanged);
        QSignalSpy other(&bench.host->gateway(2, u"good_gateway"_s)->bot(), &rastro::BotContext::paymentChanged);
        bench.host->tellPaymentChanged(rastro::testing::sample::payment(1), rastro::PaymentStatus::New);
        QCOMPARE(gateway.size(), 1);
        QCOMPARE(pixel.size(), 1);
        QVERIFY(other.isEmpty());
    }

    void takesSecretsOutOfLogs()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::gateway(1, u"very-secret"_s)));
        QList<rastro::Result<rastro::Charge>> results;
        bench.charge(bench.host->gateway(1, u"good_gateway"_s), results);
        QCOMPARE(bench.log, QStringList{u"charging with key ***"_s});
    }

    void goesDownWithOperationsOpen()
    {
        HostBench bench;
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(1), u"never_finishes"_s)));
        QList<rastro::Result<rastro::Charge>> results;
        bench.charge(bench.host->gateway(1, u"never_finishes"_s), results);
        const QPointer<QObject> gateway(bench.host->gateway(1, u"never_finishes"_s));
        bench.host.reset();
        QCOMPARE(bench.log, QStringList{u"heard abort"_s});
        QVERIFY(!gateway);
        bench.clock.advance(1h);
        QVERIFY(results.isEmpty());
    }
};

QTEST_GUILESS_MAIN(PluginHostTest)
#include "tst_pluginhost.moc"
