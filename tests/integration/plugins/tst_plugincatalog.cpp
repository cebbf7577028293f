// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/catalog/plugincatalog.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::plugins::CatalogEntry;
using rastro::plugins::PluginCatalog;

namespace {

QString folder(const QString &group)
{
    return u"" RASTRO_FIXTURE_PLUGINS ""_s + u'/' + group;
}

CatalogEntry entryOf(const PluginCatalog &catalog, const QString &file)
{
    for (const auto &entry : catalog.entries()) {
        if (QFileInfo(entry.file).completeBaseName() == file)
            return entry;
    }
    return {};
}

bool codeRan(const QByteArray &library)
{
    return qEnvironmentVariableIsSet("RASTRO_LOADED_" + library);
}

} // namespace

class PluginCatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWithASentenceAndLoadsNoCode_data()
    {
        QTest::addColumn<QString>("library");
        QTest::addColumn<QString>("says");
        QTest::newRow("wrong IID") << u"wrong_iid"_s << u"It is a plugin for another program"_s;
        QTest::newRow("too new") << u"too_new"_s
                                 << u"It was built for SDK 1.99, newer than the " RASTRO_SDK_VERSION_STRING
                                    " of this Rastro"_s;
        QTest::newRow("bad metadata") << u"bad_metadata"_s << u"Its metadata is wrong: its “id” must be"_s;
        QTest::newRow("not a plugin") << u"not_a_plugin"_s << u"It is not a Qt plugin"_s;
    }
    void refusesWithASentenceAndLoadsNoCode()
    {
        QFETCH(QString, library);
        QFETCH(QString, says);
        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({folder(u"refused"_s)});
        const auto entry = entryOf(catalog, library);
        QCOMPARE(entry.state, CatalogEntry::Refused);
        QVERIFY2(entry.reason.startsWith(says), qPrintable(entry.reason));
        QVERIFY(!entry.plugin);
        QVERIFY2(!codeRan(library.toLatin1()), "a static initialiser of a refused library ran");
    }

    // The counterpart: the mark that the test above looks for does appear when code is loaded.
    void loadsGoodOnesAndRunsTheirCode()
    {
        QVERIFY(!codeRan("good_gateway"));
        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({folder(u"good"_s)});
        const auto *entry = catalog.loaded(u"good_gateway"_s);
        QVERIFY(entry);
        QVERIFY(entry->plugin);
        QVERIFY(codeRan("good_gateway"));
        QCOMPARE(catalog.loaded(u"good_pixel"_s)->manifest.captureQuery, QStringList{u"ttclid"_s});
    }

    void keepsTheFirstOfTwoPluginsWithOneId()
    {
        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({folder(u"good"_s), folder(u"duplicate"_s)});
        QCOMPARE(QFileInfo(catalog.loaded(u"good_gateway"_s)->file).completeBaseName(), u"good_gateway"_s);
        const auto second = entryOf(catalog, u"duplicate_id"_s);
        QCOMPARE(second.state, CatalogEntry::Refused);
        QVERIFY2(second.reason.startsWith(u"The id “good_gateway” is taken by "), qPrintable(second.reason));
        QVERIFY(!codeRan("duplicate_id"));
    }

    void takesFoldersInTheirOrder()
    {
        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({folder(u"duplicate"_s), folder(u"good"_s)});
        QCOMPARE(QFileInfo(catalog.loaded(u"good_gateway"_s)->file).completeBaseName(), u"duplicate_id"_s);
        QCOMPARE(entryOf(catalog, u"good_gateway"_s).state, CatalogEntry::Refused);
    }

    void listsFilesByName()
    {
        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({folder(u"refused"_s)});
        QStringList names;
        for (const auto &entry : catalog.entries())
            names.append(QFileInfo(entry.file).completeBaseName());
        QCOMPARE(names, (QStringList{u"bad_metadata"_s, u"not_a_plugin"_s, u"too_new"_s, u"wrong_iid"_s}));
    }

    void refusesBrokenFilesAndGoesOn_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is not a library\n");
        QTest::newRow("half a library") << [] {
            QFile file(folder(u"good"_s) + u"/good_pixel.so"_s);
            return file.open(QIODevice::ReadOnly) ? file.read(20'000) : QByteArray();
        }();
    }
    void refusesBrokenFilesAndGoesOn()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir directory;
        QFile broken(directory.filePath(u"a_broken.so"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(content);
        broken.close();
        QVERIFY(QFile::copy(folder(u"good"_s) + u"/good_pixel.so"_s, directory.filePath(u"good_pixel.so"_s)));

        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({directory.path()});
        QCOMPARE(entryOf(catalog, u"a_broken"_s).state, CatalogEntry::Refused);
        QVERIFY(!entryOf(catalog, u"a_broken"_s).reason.isEmpty());
        QVERIFY(catalog.loaded(u"good_pixel"_s));
    }

    void findsNothingInAFolderThatDoesNotExist()
    {
        PluginCatalog catalog;
        catalog.scan({u"no/such/folder"_s});
        QVERIFY(catalog.entries().isEmpty());
    }

    void saysWhyAPluginIsMissing()
    {
        PluginCatalog catalog(QStringLiteral(RASTRO_SDK_VERSION_STRING));
        catalog.scan({folder(u"good"_s), folder(u"refused"_s)});
        QVERIFY(
            catalog.whyMissing(u"too_new"_s).startsWith(u"The plugin “too_new” is refused. It was built for SDK 1.99"));
        QCOMPARE(catalog.whyMissing(u"nosuch"_s),
                 u"There is no plugin “nosuch”: install it, or use one of good_gateway, good_pixel."_s);
    }

    void loadsThePluginsOfThisBuild_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("kind");
        QTest::newRow("tracking") << u"tracking"_s << u"tracking"_s;
        QTest::newRow("sandbox") << u"sandbox"_s << u"gateway"_s;
        QTest::newRow("meta") << u"meta"_s << u"pixel"_s;
    }
    void loadsThePluginsOfThisBuild()
    {
        QFETCH(QString, id);
        PluginCatalog catalog;
        catalog.scan({u"" RASTRO_BUILD_DIR "/lib/rastro/plugins"_s});
        const auto *entry = catalog.loaded(id);
        QVERIFY2(entry, qPrintable(catalog.whyMissing(id)));
        QTEST(rastro::plugins::kindName(entry->manifest.kind), "kind");
    }
};

QTEST_GUILESS_MAIN(PluginCatalogTest)
#include "tst_plugincatalog.moc"
