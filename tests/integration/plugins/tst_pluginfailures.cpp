// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostbench.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rastro::plugins::InstanceState;
using rastro::plugins::PluginHost;

/// Each fixture of tests/fixtures/plugins that loads and then does something wrong.
class PluginFailuresTest : public QObject
{
    Q_OBJECT

private:
    /// A host on which a good gateway runs beside the one that fails, which must come to no harm.
    struct Bench : HostBench
    {
        QPointer<rastro::PaymentGatewayPlugin> neighbour;
        QList<rastro::Result<rastro::Charge>> results;

        Bench()
        {
            if (host->enable(gateway(1)))
                neighbour = host->gateway(1, u"good_gateway"_s);
        }

        /// Enables the fixture and asks it for a charge.
        void chargeAt(const QString &id)
        {
            if (host->enable(wanted(bot(1), id)))
                charge(host->gateway(1, id), results);
        }

        bool neighbourWorks()
        {
            QList<rastro::Result<rastro::Charge>> answers;
            charge(neighbour, answers);
            clock.advance(1ms);
            QCoreApplication::processEvents();
            return answers.size() == 1 && answers.first() &&
                   report(bot(1), u"good_gateway"_s).state == InstanceState::Running;
        }
    };

private Q_SLOTS:
    void marksAsFailedWhatCannotBeMade_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("reason");
        QTest::newRow("throws") << u"throws_in_create"_s << u"plugin.threw"_s
                                << u"It threw an exception when it was to start: no luck today. Check its settings or "
                                   u"report it to its maker."_s;
        QTest::newRow("says why not") << u"fails_in_create"_s << u"plugin.create"_s
                                      << u"The certificate is missing: upload one."_s;
        QTest::newRow("makes another kind")
            << u"wrong_kind"_s << u"plugin.kind"_s
            << u"Its metadata say that it is a pixel plugin, but it makes something else: "
               u"report it to its maker."_s;
    }
    void marksAsFailedWhatCannotBeMade()
    {
        QFETCH(QString, id);
        QFETCH(QString, reason);
        Bench bench;
        QSignalSpy failed(bench.host.get(), &PluginHost::instanceFailed);
        const auto enabled = bench.host->enable(HostBench::wanted(HostBench::bot(1), id));
        QTEST(enabled.error().code, "code");
        QCOMPARE(bench.report(HostBench::bot(1), id).state, InstanceState::Failed);
        QCOMPARE(bench.report(HostBench::bot(1), id).reason, reason);
        QCOMPARE(failed.size(), 1);
        QVERIFY(bench.neighbourWorks());
    }

    void goesOnWithoutAPluginThatNeverFinishes()
    {
        Bench bench;
        bench.chargeAt(u"never_finishes"_s);
        bench.clock.advance(20s);
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(bench.results.first().error().code, u"plugin.deadline"_s);
        QCOMPARE(bench.log, QStringList{u"heard abort"_s});
        const auto report = bench.report(HostBench::bot(1), u"never_finishes"_s);
        QCOMPARE(report.state, InstanceState::Failing);
        QCOMPARE(report.reason,
                 u"It did not finish createCharge within 20 s: Rastro goes on without it and tries again."_s);
        QVERIFY(bench.neighbourWorks());
    }

    void callsAPluginRunningAgainOnceItAnswersInTime()
    {
        Bench bench;
        auto slow = HostBench::gateway(1);
        slow.settings[u"delay_ms"_s] = 60'000;
        QVERIFY(bench.host->enable(slow));
        auto *gateway = bench.host->gateway(1, u"good_gateway"_s);
        bench.charge(gateway, bench.results);
        bench.clock.advance(20s);
        QCOMPARE(bench.report(HostBench::bot(1), u"good_gateway"_s).state, InstanceState::Failing);

        rastro::ChargeReference charge;
        charge.gatewayId = u"charge-1"_s;
        bool answered = false;
        bench.host->operations().start<rastro::ChargeSnapshot>(
            *gateway, u"fetchCharge"_s, 20s, [&](auto *operation) { gateway->fetchCharge(charge, operation); }, this,
            [&](const rastro::Result<rastro::ChargeSnapshot> &) { answered = true; });
        QTRY_VERIFY(answered);
        QCOMPARE(bench.report(HostBench::bot(1), u"good_gateway"_s).state, InstanceState::Running);
        QVERIFY(bench.report(HostBench::bot(1), u"good_gateway"_s).reason.isEmpty());
    }

    void takesTheFirstAnswerOfAPluginThatFinishesTwice()
    {
        Bench bench;
        bench.chargeAt(u"finishes_twice"_s);
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(bench.results.first()->gatewayId, u"first"_s);
        const auto report = bench.report(HostBench::bot(1), u"finishes_twice"_s);
        QCOMPARE(report.state, InstanceState::Failing);
        QVERIFY2(report.reason.startsWith(u"It finished createCharge twice"), qPrintable(report.reason));
        QVERIFY(bench.neighbourWorks());
    }

    void takesDownAPluginThatThrows_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("says");
        QTest::newRow("when called") << u"throws_when_called"_s << u"called and lost"_s;
        QTest::newRow("in a callback") << u"throws_later"_s << u"late and lost"_s;
    }
    void takesDownAPluginThatThrows()
    {
        QFETCH(QString, id);
        QFETCH(QString, says);
        Bench bench;
        bench.chargeAt(id);
        const QPointer<QObject> instance(bench.host->gateway(1, id));
        bench.clock.advance(10ms);
        QTRY_COMPARE(bench.results.size(), 1);
        QVERIFY(!bench.results.first());
        QVERIFY(bench.results.first().error().outcomeUnknown);
        const auto report = bench.report(HostBench::bot(1), id);
        QCOMPARE(report.state, InstanceState::Failed);
        QVERIFY2(report.reason.contains(says), qPrintable(report.reason));
        QVERIFY(!bench.host->gateway(1, id));
        QTRY_VERIFY(!instance);
        QVERIFY(bench.neighbourWorks());
    }

    void startsAFailedPluginAgainWhenItIsEnabledAgain()
    {
        Bench bench;
        bench.chargeAt(u"throws_when_called"_s);
        QVERIFY(!bench.host->gateway(1, u"throws_when_called"_s));
        QVERIFY(bench.host->enable(HostBench::wanted(HostBench::bot(1), u"throws_when_called"_s)));
        QCOMPARE(bench.report(HostBench::bot(1), u"throws_when_called"_s).state, InstanceState::Running);
    }
};

QTEST_GUILESS_MAIN(PluginFailuresTest)
#include "tst_pluginfailures.moc"
