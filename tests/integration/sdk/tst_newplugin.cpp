// SPDX-License-Identifier: GPL-3.0-or-later
#include "installedsdk.h"

#include "plugins/catalog/plugincatalog.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

const QString generator = QStringLiteral(RASTRO_SOURCE_DIR "/packaging/new-plugin.sh");

} // namespace

class NewPluginTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // One project around all three, so that they are configured and built once.
    void makesPluginsThatBuildLoadAndPassTheirContract()
    {
        InstalledSdk sdk;
        QVERIFY2(sdk.error().isEmpty(), qPrintable(sdk.error()));
        QVERIFY(QDir().mkpath(sdk.path(u"made"_s)));
        QFile project(sdk.path(u"made/CMakeLists.txt"_s));
        QVERIFY(project.open(QIODevice::WriteOnly));
        project.write("cmake_minimum_required(VERSION 3.25)\nproject(made LANGUAGES CXX)\nenable_testing()\n");
        for (const auto &kind : {u"tracking"_s, u"gateway"_s, u"pixel"_s}) {
            const auto id = u"my-"_s + kind;
            QVERIFY2(sdk.run(generator, {kind, id, sdk.path(u"made/"_s + id)}), qPrintable(sdk.error()));
            project.write("add_subdirectory(" + id.toLatin1() + ")\n");
        }
        project.close();

        QVERIFY2(sdk.build(sdk.path(u"made"_s), u"built"_s), qPrintable(sdk.error()));
        QVERIFY2(sdk.run(u"ctest"_s,
                         {u"--test-dir"_s, sdk.path(u"built"_s), u"--output-on-failure"_s, u"--no-tests=error"_s}),
                 qPrintable(sdk.error()));
        for (const auto &kind : {u"tracking"_s, u"gateway"_s, u"pixel"_s}) {
            const auto id = u"my-"_s + kind;
            rastro::plugins::PluginCatalog catalog;
            catalog.scan({sdk.path(u"built/"_s + id)});
            QVERIFY2(catalog.loaded(id), qPrintable(catalog.whyMissing(id)));
            QCOMPARE(rastro::plugins::kindName(catalog.loaded(id)->manifest.kind), kind);
        }
    }

    void refusesWrongUse_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("no id") << QStringList{u"gateway"_s};
        QTest::newRow("unknown kind") << QStringList{u"theme"_s, u"mine"_s};
        QTest::newRow("id that is none") << QStringList{u"pixel"_s, u"My Pixel"_s};
        QTest::newRow("folder that exists") << QStringList{u"pixel"_s, u"mine"_s, QDir::tempPath()};
    }
    void refusesWrongUse()
    {
        QFETCH(QStringList, arguments);
        InstalledSdk sdk;
        QVERIFY(!sdk.run(generator, arguments));
        QVERIFY(!sdk.error().isEmpty());
    }
};

QTEST_GUILESS_MAIN(NewPluginTest)
#include "tst_newplugin.moc"
