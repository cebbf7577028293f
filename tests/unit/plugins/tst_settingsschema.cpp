// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/settings/settingsschema.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::plugins::SettingsSchema;

namespace {

// Written with ' for ", to be readable in C++ (and moc 6.4 loses its way in raw strings).
QJsonObject json(QByteArray text)
{
    text.replace('\'', '"');
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("the test's own JSON is broken: %s", qPrintable(error.errorString()));
    return document.object();
}

const QByteArray pixelSchema =
    "{"
    "    'type': 'object',"
    "    'properties': {"
    "        'pixel_id': {'type': 'string', 'pattern': '^[0-9]+$', 'title': {'en': 'Pixel id'}},"
    "        'access_token': {'type': 'string', 'secret': true},"
    "        'mode': {'type': 'string', 'enum': ['auto', 'chat'], 'default': 'auto'},"
    "        'port': {'type': 'integer', 'minimum': 1, 'maximum': 65535},"
    "        'name': {'type': 'string', 'minLength': 2, 'maxLength': 4},"
    "        'tags': {'type': 'array', 'items': {'type': 'string', 'maxLength': 3}, 'maxItems': 2},"
    "        'events': {"
    "            'type': 'object', 'default': {},"
    "            'properties': {"
    "                'purchase': {'type': 'boolean', 'default': true},"
    "                'key': {'type': 'string', 'secret': true}"
    "            }"
    "        }"
    "    },"
    "    'required': ['pixel_id', 'access_token'],"
    "    'additionalProperties': false"
    "}";

} // namespace

class SettingsSchemaTest : public QObject
{
    Q_OBJECT

private:
    static SettingsSchema pixel() { return *SettingsSchema::parse(json(pixelSchema)); }

private Q_SLOTS:
    void fillsDefaultsInAtEveryDepth()
    {
        const auto settings = pixel().complete(json("{'pixel_id': '12', 'access_token': 'secret'}"), u"meta"_s);
        QVERIFY2(settings.has_value(), qPrintable(settings ? QString() : settings.error().message));
        QCOMPARE(*settings,
                 json("{'pixel_id': '12', 'access_token': 'secret', 'mode': 'auto', 'events': {'purchase': true}}"));
    }

    void keepsWhatWasGivenBeforeADefault()
    {
        const auto settings = pixel().complete(
            json("{'pixel_id': '12', 'access_token': 's', 'mode': 'chat', 'events': {'purchase': false}}"), u"meta"_s);
        QCOMPARE((*settings)[u"mode"_s].toString(), u"chat"_s);
        QCOMPARE((*settings)[u"events"_s].toObject()[u"purchase"_s], QJsonValue(false));
    }

    void refusesWithThePathAndTheRemedyInOneSentence_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("missing") << QByteArray("{'access_token': 's'}")
                                 << u"“meta.pixel_id” (Pixel id) is missing: add it as a text that matches ^[0-9]+$."_s;
        QTest::newRow("pattern") << QByteArray("{'pixel_id': 'x1', 'access_token': 's'}")
                                 << u"“meta.pixel_id” is not right: it must be a text that matches ^[0-9]+$."_s;
        QTest::newRow("type") << QByteArray("{'pixel_id': 12, 'access_token': 's'}")
                              << u"“meta.pixel_id” is not right: it must be a text that matches ^[0-9]+$."_s;
        QTest::newRow("enum") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'mode': 'web'}")
                              << u"“meta.mode” is not right: it must be one of auto, chat."_s;
        QTest::newRow("range") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'port': 70000}")
                               << u"“meta.port” is not right: it must be a whole number from 1 to 65535."_s;
        QTest::newRow("fraction") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'port': 1.5}")
                                  << u"“meta.port” is not right: it must be a whole number from 1 to 65535."_s;
        QTest::newRow("length") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'name': 'x'}")
                                << u"“meta.name” is not right: it must be a text from 2 to 4 characters."_s;
        QTest::newRow("nested") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'events': {'purchase': 1}}")
                                << u"“meta.events.purchase” is not right: it must be true or false."_s;
        QTest::newRow("in a list") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'tags': ['abc', 'abcd']}")
                                   << u"“meta.tags[1]” is not right: it must be a text of at most 3 characters."_s;
        QTest::newRow("unknown") << QByteArray("{'pixel_id': '1', 'access_token': 's', 'events': {'lead': true}}")
                                 << u"“meta.events.lead” is not known: remove it, or use one of key, purchase."_s;
    }
    void refusesWithThePathAndTheRemedyInOneSentence()
    {
        QFETCH(QByteArray, given);
        const auto settings = pixel().complete(json(given), u"meta"_s);
        QVERIFY(!settings);
        QCOMPARE(settings.error().code, u"settings.invalid"_s);
        QTEST(settings.error().message, "sentence");
    }

    void neverRepeatsAWrongSecret()
    {
        const auto settings = pixel().complete(json("{'pixel_id': 'S3CRET', 'access_token': 77777}"), u"meta"_s);
        QVERIFY(!settings);
        QVERIFY(!settings.error().message.contains(u"S3CRET"));
        QVERIFY(!settings.error().message.contains(u"77777"));
    }

    void refusesATextThatWouldExhaustTheStack()
    {
        const QJsonObject given{{u"pixel_id"_s, QString(1'000'000, u'1')}, {u"access_token"_s, u"s"_s}};
        QVERIFY(!pixel().complete(given, u"meta"_s));
    }

    void listsSecretsByPathAndValue()
    {
        QCOMPARE(pixel().secrets(), (QStringList{u"access_token"_s, u"events.key"_s}));
        const auto given = json("{'access_token': 'one', 'events': {'key': 'two'}}");
        QCOMPARE(pixel().secretValues(given), (QStringList{u"one"_s, u"two"_s}));
        QCOMPARE(pixel().secretValues({}), QStringList());
    }

    void refusesEverySettingOfAPluginWithoutSettings()
    {
        QVERIFY(SettingsSchema().complete({}, u"x"_s));
        const auto given = SettingsSchema().complete({{u"a"_s, 1}}, u"x"_s);
        QCOMPARE(given.error().message, u"“x.a” is not known: remove it, there is nothing to set here."_s);
    }

    void refusesASchemaThatIsNotWellFormed_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QString>("place");
        const auto with = [](const QByteArray &property) {
            return "{'type': 'object', 'properties': {'a': " + property + "}}";
        };
        QTest::newRow("no type") << QByteArray("{}") << u"settings.type"_s;
        QTest::newRow("not an object") << QByteArray("{'type': 'string'}") << u"settings.type"_s;
        QTest::newRow("typo") << QByteArray("{'type': 'object', 'requierd': []}") << u"settings.requierd"_s;
        QTest::newRow("unknown type") << with("{'type': 'date'}") << u"settings.properties.a.type"_s;
        QTest::newRow("keyword of another type")
            << with("{'type': 'boolean', 'pattern': 'x'}") << u"settings.properties.a.pattern"_s;
        QTest::newRow("plain title") << with("{'type': 'string', 'title': 'A'}") << u"settings.properties.a.title"_s;
        QTest::newRow("broken pattern") << with("{'type': 'string', 'pattern': '[a'}")
                                        << u"settings.properties.a.pattern"_s;
        QTest::newRow("negative length") << with("{'type': 'string', 'minLength': -1}")
                                         << u"settings.properties.a.minLength"_s;
        QTest::newRow("secret of nothing")
            << with("{'type': 'string', 'secret': 'yes'}") << u"settings.properties.a.secret"_s;
        QTest::newRow("default of another type")
            << with("{'type': 'integer', 'default': '1'}") << u"settings.properties.a.default"_s;
        QTest::newRow("list of nothing") << with("{'type': 'array'}") << u"settings.properties.a.items"_s;
        QTest::newRow("property is no object") << with("7") << u"settings.properties.a"_s;
        QTest::newRow("required names nothing")
            << QByteArray("{'type': 'object', 'required': ['a']}") << u"settings.required"_s;
        QTest::newRow("open object") << QByteArray("{'type': 'object', 'additionalProperties': true}")
                                     << u"settings.additionalProperties"_s;
    }
    void refusesASchemaThatIsNotWellFormed()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QString, place);
        const auto parsed = SettingsSchema::parse(json(schema));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, u"plugin.schema"_s);
        QVERIFY2(parsed.error().message.startsWith(u"“%1"_s.arg(place)), qPrintable(parsed.error().message));
    }

    void refusesASchemaThatIsNestedWithoutEnd()
    {
        auto schema = json("{'type': 'boolean'}");
        for (int depth = 0; depth < 500; ++depth)
            schema = {{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{{u"a"_s, schema}}}};
        QVERIFY(!SettingsSchema::parse(schema));
    }
};

QTEST_GUILESS_MAIN(SettingsSchemaTest)
#include "tst_settingsschema.moc"
