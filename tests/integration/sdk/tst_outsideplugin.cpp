// SPDX-License-Identifier: GPL-3.0-or-later
#include "installedsdk.h"

#include "plugins/host/pluginhost.h"
#include "rastro/testing/fakebot.h"
#include "rastro/testing/samples.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::EventName;
using rastro::plugins::PluginScope;

class OutsidePluginTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isBuiltAgainstTheInstalledSdkLoadedByTheHostAndRun()
    {
        InstalledSdk sdk;
        QVERIFY2(sdk.error().isEmpty(), qPrintable(sdk.error()));
        QVERIFY2(sdk.build(u"" RASTRO_FIXTURES "/outside-plugin"_s, u"outside"_s), qPrintable(sdk.error()));

        rastro::plugins::PluginCatalog catalog;
        catalog.scan({sdk.path(u"outside"_s)});
        const auto *entry = catalog.loaded(u"outside"_s);
        QVERIFY2(entry, qPrintable(catalog.whyMissing(u"outside"_s)));
        QCOMPARE(entry->manifest.version, u"3.2.1"_s);
        QCOMPARE(entry->manifest.captureQuery, QStringList{u"outside_click"_s});
        deliverThrough(catalog);
    }

private:
    static void deliverThrough(const rastro::plugins::PluginCatalog &catalog)
    {
        rastro::testing::FakeBot fakes;
        rastro::plugins::PluginHost host(
            catalog, {.http = fakes.http(),
                      .clock = fakes.clock(),
                      .clicks = [&](const PluginScope &) -> rastro::ClickDirectory & { return fakes.clicks(); }});
        const PluginScope pool{PluginScope::Pool, 7};
        const auto enabled = host.enable({.scope = pool, .pluginId = u"outside"_s, .settings = {}});
        QVERIFY2(enabled, qPrintable(enabled ? QString() : enabled.error().message));

        auto *pixel = host.pixels(pool).first().plugin;
        fakes.http().on("POST", u"https://pixel.example"_s, rastro::testing::reply::status(204));
        QList<rastro::Result<rastro::DeliveryReport>> reports;
        host.operations().start<rastro::DeliveryReport>(
            *pixel, u"deliver"_s, std::chrono::seconds(30),
            [&](auto *operation) {
                pixel->deliver({rastro::testing::sample::event(EventName::Purchase, 1)}, operation);
            },
            &host, [&](const rastro::Result<rastro::DeliveryReport> &report) { reports.append(report); });
        QTRY_COMPARE(reports.size(), 1);
        QVERIFY(reports.first());
        QCOMPARE(*reports.first()->first().answer, u"answered 204"_s);
        QCOMPARE(fakes.http().requests().first().body, QByteArray("{\"event\":\"pv-1\"}"));
    }
};

QTEST_GUILESS_MAIN(OutsidePluginTest)
#include "tst_outsideplugin.moc"
