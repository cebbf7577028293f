// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/QProcess>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class ContractsCanFailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findWhatAPluginDoesWrong_data()
    {
        QTest::addColumn<QString>("probe");
        QTest::addColumn<QString>("plugin");
        QTest::addColumn<QString>("test");
        QTest::addColumn<bool>("passes");
        const auto gateway = u"gatewayprobe"_s;
        const auto once = u"finishesEveryCallExactlyOnce"_s;
        QTest::newRow("never finishes") << gateway << u"failing/never_finishes"_s << once << false;
        QTest::newRow("finishes twice") << gateway << u"failing/finishes_twice"_s << once << false;
        QTest::newRow("logs its key") << gateway << u"good/good_gateway"_s << once << false;
        QTest::newRow("has no Pix code") << gateway << u"good/good_gateway"_s << u"makesACharge"_s << false;
        QTest::newRow("is good in this") << gateway << u"good/good_gateway"_s << u"canBeDeletedDuringACall"_s << true;
        QTest::newRow("is no plugin") << gateway << u"refused/not_a_plugin"_s << u"readsItsNotices"_s << false;
        QTest::newRow("answers no start")
            << u"trackingprobe"_s << u"failing/silent_tracking"_s << u"answersEachStartExactlyOnce"_s << false;
        QTest::newRow("answers no payment")
            << u"trackingprobe"_s << u"failing/silent_tracking"_s << u"answersEachPaymentExactlyOnce"_s << false;
        QTest::newRow("has good metadata")
            << u"trackingprobe"_s << u"failing/silent_tracking"_s << u"canBeDeletedWhileALookUpIsUnderWay"_s << true;
    }
    void findWhatAPluginDoesWrong()
    {
        QFETCH(QString, probe);
        QFETCH(QString, plugin);
        QFETCH(QString, test);
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"RASTRO_PROBED"_s, u"" RASTRO_FIXTURE_PLUGINS "/%1.so"_s.arg(plugin));
        process.setProcessEnvironment(environment);
        process.start(u"" RASTRO_PROBES "/%1"_s.arg(probe), {test});
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitStatus() == QProcess::NormalExit, process.readAllStandardOutput().constData());
        QTEST(process.exitCode() == 0, "passes");
    }
};

QTEST_GUILESS_MAIN(ContractsCanFailTest)
#include "tst_contractscanfail.moc"
