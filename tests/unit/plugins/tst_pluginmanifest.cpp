// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/catalog/pluginmanifest.h"

#include "rastro/plugin.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::plugins::PluginKind;
using rastro::plugins::PluginManifest;

namespace {

QJsonObject goodMetaData()
{
    return {{u"id"_s, u"my-pixel"_s},
            {u"kind"_s, u"pixel"_s},
            {u"version"_s, u"1.2.3"_s},
            {u"sdk"_s, u"1.2"_s},
            {u"title"_s, QJsonObject{{u"en"_s, u"Mine"_s}, {u"pt"_s, u"Meu"_s}}},
            {u"captures"_s, QJsonObject{{u"query"_s, QJsonArray{u"ttclid"_s}}, {u"cookies"_s, QJsonArray{u"_ttp"_s}}}}};
}

rastro::Result<PluginManifest> judge(const QJsonObject &metaData,
                                     const QString &iid = QString::fromLatin1(RastroPlugin_iid),
                                     const QString &hostSdk = u"1.2"_s)
{
    return PluginManifest::judge({{u"IID"_s, iid}, {u"MetaData"_s, metaData}}, hostSdk);
}

} // namespace

class PluginManifestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAGoodPluginSays()
    {
        const auto manifest = judge(goodMetaData());
        QVERIFY2(manifest.has_value(), qPrintable(manifest ? QString() : manifest.error().message));
        QCOMPARE(manifest->id, u"my-pixel"_s);
        QCOMPARE(manifest->kind, PluginKind::Pixel);
        QCOMPARE(manifest->version, u"1.2.3"_s);
        QCOMPARE(manifest->title.value(u"pt"_s), u"Meu"_s);
        QCOMPARE(manifest->captureQuery, QStringList{u"ttclid"_s});
        QCOMPARE(manifest->captureCookies, QStringList{u"_ttp"_s});
    }

    void comparesSdkVersions_data()
    {
        QTest::addColumn<QString>("plugin");
        QTest::addColumn<bool>("good");
        QTest::newRow("same") << u"1.2"_s << true;
        QTest::newRow("older minor") << u"1.0"_s << true;
        QTest::newRow("newer minor") << u"1.3"_s << false;
        QTest::newRow("newer by number, not by letter") << u"1.10"_s << false;
        QTest::newRow("newer major") << u"2.0"_s << false;
        QTest::newRow("older major") << u"0.9"_s << false;
        QTest::newRow("nonsense") << u"one"_s << false;
        QTest::newRow("none") << QString() << false;
    }
    void comparesSdkVersions()
    {
        QFETCH(QString, plugin);
        auto metaData = goodMetaData();
        metaData[u"sdk"_s] = plugin;
        const auto manifest = judge(metaData);
        QTEST(manifest.has_value(), "good");
        if (!manifest)
            QCOMPARE(manifest.error().code, u"plugin.sdk"_s);
    }

    void refusesAnotherInterface_data()
    {
        QTest::addColumn<QString>("iid");
        QTest::addColumn<QString>("says");
        QTest::newRow("another program") << u"org.kde.Other/1"_s << u"another program"_s;
        QTest::newRow("another major") << u"org.rastro.Plugin/2"_s << u"SDK 2"_s;
        QTest::newRow("none") << QString() << u"another program"_s;
    }
    void refusesAnotherInterface()
    {
        QFETCH(QString, iid);
        QFETCH(QString, says);
        const auto manifest = judge(goodMetaData(), iid);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, u"plugin.iid"_s);
        QVERIFY2(manifest.error().message.contains(says), qPrintable(manifest.error().message));
    }

    void refusesALibraryWithoutMetadata()
    {
        QCOMPARE(PluginManifest::judge({}, u"1.0"_s).error().code, u"plugin.not_a_plugin"_s);
    }

    void refusesWrongMetadata_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("id with capitals") << u"id"_s << QJsonValue(u"Mine"_s);
        QTest::newRow("id with a path") << u"id"_s << QJsonValue(u"../x"_s);
        QTest::newRow("id begins with a digit") << u"id"_s << QJsonValue(u"1x"_s);
        QTest::newRow("id of two lines") << u"id"_s << QJsonValue(u"x\n"_s);
        QTest::newRow("no id") << u"id"_s << QJsonValue();
        QTest::newRow("unknown kind") << u"kind"_s << QJsonValue(u"theme"_s);
        QTest::newRow("version of two parts") << u"version"_s << QJsonValue(u"1.2"_s);
        QTest::newRow("version left unfilled") << u"version"_s << QJsonValue(u"@RASTRO_PLUGIN_VERSION@"_s);
        QTest::newRow("plain title") << u"title"_s << QJsonValue(u"Mine"_s);
        QTest::newRow("title without English") << u"title"_s << QJsonValue(QJsonObject{{u"pt"_s, u"Meu"_s}});
        QTest::newRow("captures of a list") << u"captures"_s << QJsonValue(QJsonArray{u"ttclid"_s});
        QTest::newRow("capture with a space")
            << u"captures"_s << QJsonValue(QJsonObject{{u"query"_s, QJsonArray{u"a b"_s}}});
    }
    void refusesWrongMetadata()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        auto metaData = goodMetaData();
        metaData[key] = value;
        const auto manifest = judge(metaData);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, u"plugin.metadata"_s);
        QVERIFY2(manifest.error().message.contains(key), qPrintable(manifest.error().message));
    }

    void refusesCapturesOfWhatIsNoPixel()
    {
        auto metaData = goodMetaData();
        metaData[u"kind"_s] = u"gateway"_s;
        QCOMPARE(judge(metaData).error().code, u"plugin.metadata"_s);
    }

    void refusesAWrongSettingsSchema_data()
    {
        QTest::addColumn<QJsonValue>("settings");
        QTest::newRow("typo") << QJsonValue(QJsonObject{{u"type"_s, u"objekt"_s}});
        QTest::newRow("a list") << QJsonValue(QJsonArray());
        QTest::newRow("null") << QJsonValue();
    }
    void refusesAWrongSettingsSchema()
    {
        QFETCH(QJsonValue, settings);
        auto metaData = goodMetaData();
        metaData[u"settings"_s] = settings;
        QCOMPARE(judge(metaData).error().code, u"plugin.schema"_s);
    }
};

QTEST_GUILESS_MAIN(PluginManifestTest)
#include "tst_pluginmanifest.moc"
