// SPDX-License-Identifier: GPL-3.0-or-later
// plugin.json as the host judges it, and the settings that come of it.
#include "meta/settings.h"

#include "plugins/settings/settingsschema.h"

#include <QtCore/QJsonArray>
#include <QtCore/QPluginLoader>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

QJsonObject metadata()
{
    return QPluginLoader(QStringLiteral(RASTRO_BUILD_DIR "/lib/rastro/plugins/meta.so"))
        .metaData()
        .value(u"MetaData"_s)
        .toObject();
}

Result<plugins::SettingsSchema> schema()
{
    return plugins::SettingsSchema::parse(metadata().value(u"settings"_s).toObject());
}

QJsonObject minimal(QJsonObject more = {})
{
    if (!more.contains(u"pixel_id"_s))
        more.insert(u"pixel_id"_s, u"1234567890"_s);
    if (!more.contains(u"access_token"_s))
        more.insert(u"access_token"_s, u"EAAtoken"_s);
    return more;
}

} // namespace

class MetaSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasASchemaThatTheHostTakes();
    void tellsWhatTheRedirectMustCapture();
    void needsNothingButPixelAndToken();
    void switchesOffOnlyWhatIsNamed();
    void refusesWrongSettings_data();
    void refusesWrongSettings();
    void hasTextsInBothLanguages();
};

void MetaSettingsTest::hasASchemaThatTheHostTakes()
{
    const auto parsed = schema();
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().message));
    auto secrets = parsed->secrets();
    secrets.sort();
    QCOMPARE(secrets, (QStringList{u"access_token"_s, u"app_secret"_s}));
}

void MetaSettingsTest::tellsWhatTheRedirectMustCapture()
{
    const auto captures = metadata().value(u"captures"_s).toObject();
    QCOMPARE(captures.value(u"query"_s).toArray(), QJsonArray{u"fbclid"_s});
    QCOMPARE(captures.value(u"cookies"_s).toArray(), (QJsonArray{u"_fbp"_s, u"_fbc"_s}));
}

// The defaults stand in plugin.json; the code has the same for a host that fills none in.
void MetaSettingsTest::needsNothingButPixelAndToken()
{
    const auto completed = schema()->complete(minimal(), u"bots[0].plugins.meta"_s);
    QVERIFY2(completed, qPrintable(completed ? QString() : completed.error().message));
    for (const auto &json : {*completed, minimal()}) {
        const auto settings = meta::Settings::read(json);
        QVERIFY(settings.has_value());
        QCOMPARE(settings->eventsUrl().toString(), u"https://graph.facebook.com/v25.0/1234567890/events"_s);
        QCOMPARE(settings->scriptUrl.toString(), u"https://connect.facebook.net/en_US/fbevents.js"_s);
        QCOMPARE(settings->reportUrl().toString(), u"https://www.facebook.com/tr"_s);
        QCOMPARE(settings->defaultCountryCode, u"55"_s);
        QCOMPARE(settings->actionSource, meta::ActionSourceRule::Auto);
        QCOMPARE(settings->events.size(), 4);
        QVERIFY(settings->testEventCode.isEmpty() && settings->appSecret.isEmpty());
    }
}

void MetaSettingsTest::switchesOffOnlyWhatIsNamed()
{
    const QJsonObject events{{u"view_content"_s, false}};
    const auto completed = schema()->complete(minimal({{u"events"_s, events}}), u"meta"_s);
    QVERIFY(completed.has_value());
    QCOMPARE(meta::Settings::read(*completed)->events,
             (QList<EventName>{EventName::PageView, EventName::InitiateCheckout, EventName::Purchase}));
}

void MetaSettingsTest::refusesWrongSettings_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("pixel id with letters") << u"pixel_id"_s << QJsonValue(u"pixel-1"_s);
    QTest::newRow("empty token") << u"access_token"_s << QJsonValue(QString());
    QTest::newRow("token with a line break") << u"access_token"_s << QJsonValue(u"EAA\ntoken"_s);
    QTest::newRow("made-up source") << u"action_source"_s << QJsonValue(u"telegram"_s);
    QTest::newRow("version without v") << u"api_version"_s << QJsonValue(u"25.0"_s);
    QTest::newRow("path for an address") << u"base_url"_s << QJsonValue(u"/meta"_s);
    QTest::newRow("address with a query")
        << u"base_url"_s << QJsonValue(u"https://graph.facebook.com?access_token=x"_s);
    QTest::newRow("switch as text") << u"events"_s << QJsonValue(QJsonObject{{u"purchase"_s, u"yes"_s}});
    QTest::newRow("unknown event") << u"events"_s << QJsonValue(QJsonObject{{u"lead"_s, true}});
    QTest::newRow("unknown setting") << u"pixel"_s << QJsonValue(u"1"_s);
}

void MetaSettingsTest::refusesWrongSettings()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    const auto completed = schema()->complete(minimal({{key, value}}), u"meta"_s);
    QVERIFY(!completed);
    QVERIFY2(completed.error().message.contains(key), qPrintable(completed.error().message));
}

void MetaSettingsTest::hasTextsInBothLanguages()
{
    auto texts = metadata();
    const auto properties = texts[u"settings"_s][u"properties"_s].toObject();
    QList<QJsonObject> titled{texts};
    for (const auto &property : properties)
        titled.append(property.toObject());
    for (const auto &object : titled) {
        for (const auto &language : {u"en"_s, u"pt"_s})
            QVERIFY(!object[u"title"_s][language].toString().isEmpty());
    }
}

QTEST_GUILESS_MAIN(MetaSettingsTest)
#include "tst_metasettings.moc"
