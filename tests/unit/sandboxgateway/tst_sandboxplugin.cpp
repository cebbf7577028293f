// SPDX-License-Identifier: GPL-3.0-or-later
#include <rastro/paymentgatewayplugin.h>
#include <rastro/plugin.h>
#include <rastro/testing/fakebot.h>

#include <QtCore/QPluginLoader>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

class TestSandboxPlugin : public QObject
{
    Q_OBJECT

private:
    QPluginLoader m_loader{QStringLiteral(RASTRO_BUILD_DIR "/lib/rastro/plugins/sandbox.so")};

private Q_SLOTS:
    void saysWhatItIsBeforeItIsLoaded()
    {
        const auto metadata = m_loader.metaData();
        QCOMPARE(metadata[u"IID"].toString(), QString::fromLatin1(RastroPlugin_iid));
        const auto json = metadata[u"MetaData"];
        QCOMPARE(json[u"id"].toString(), u"sandbox"_s);
        QCOMPARE(json[u"kind"].toString(), u"gateway"_s);
        QCOMPARE(json[u"sdk"].toString(), QString::fromLatin1(RASTRO_SDK_VERSION_STRING));
        QVERIFY(!json[u"version"].toString().isEmpty());
        for (const auto &language : {u"en"_s, u"pt"_s}) {
            QVERIFY(!json[u"title"][language].toString().isEmpty());
            QVERIFY(!json[u"description"][language].toString().isEmpty());
        }
        QVERIFY(!m_loader.isLoaded());
    }

    void needsNoSettings()
    {
        const auto schema = m_loader.metaData()[u"MetaData"][u"settings"];
        QVERIFY(schema[u"required"].isUndefined());
        const auto properties = schema[u"properties"].toObject();
        QVERIFY(!properties.isEmpty());
        for (const auto &property : properties)
            QVERIFY(!property[u"default"].isUndefined());
        QVERIFY(properties[u"api_key"][u"secret"].toBool());
        QVERIFY(properties[u"webhook_secret"][u"secret"].toBool());
    }

    void makesAGatewayForABot()
    {
        auto *plugin = qobject_cast<Plugin *>(m_loader.instance());
        QVERIFY2(plugin, qPrintable(m_loader.errorString()));
        testing::FakeBot bot;
        auto instance = plugin->create(bot);
        QVERIFY2(instance, qPrintable(instance ? QString() : instance.error().message));
        QVERIFY(qobject_cast<PaymentGatewayPlugin *>(instance->get()));
        QVERIFY(bot.http().requests().isEmpty());
    }

    void refusesAnAddressThatIsNone_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("no scheme") << u"bank.example"_s;
        QTest::newRow("another scheme") << u"ftp://bank.example"_s;
        QTest::newRow("no host") << u"http://"_s;
        QTest::newRow("no address") << u"http://bank example"_s;
    }
    void refusesAnAddressThatIsNone()
    {
        QFETCH(QString, address);
        auto *plugin = qobject_cast<Plugin *>(m_loader.instance());
        QVERIFY(plugin);
        testing::FakeBot bot({{u"base_url"_s, address}});
        const auto instance = plugin->create(bot);
        QVERIFY(!instance);
        QCOMPARE(instance.error().code, u"sandbox.base_url"_s);
    }
};

QTEST_GUILESS_MAIN(TestSandboxPlugin)
#include "tst_sandboxplugin.moc"
