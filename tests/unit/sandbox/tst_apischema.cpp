// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/apischema.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::sandbox::ApiSchema;

/// Telegram's own schema as the judge of calls and updates.
class ApiSchemaTest : public QObject
{
    Q_OBJECT

private:
    const ApiSchema &m_schema = ApiSchema::builtIn();

    QString flaw(const QString &method, const QJsonObject &params, const QSet<QString> &files = {}) const
    {
        return m_schema.flawOfCall(method, params, files).value_or(u"none"_s);
    }

    static QJsonObject keyboard(const QJsonObject &button)
    {
        return {{u"inline_keyboard"_s, QJsonArray{QJsonArray{button}}}};
    }

private Q_SLOTS:
    void knowsItsVersionAndMethods()
    {
        QCOMPARE(m_schema.version(), u"Bot API 10.1"_s);
        QCOMPARE(m_schema.canonicalMethod(u"SENDMESSAGE"_s), u"sendMessage"_s);
        QCOMPARE(m_schema.canonicalMethod(u"sendTelepathy"_s), QString());
    }

    void judgesParameters_data()
    {
        QTest::addColumn<QJsonObject>("params");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, QJsonObject params, const QString &expected) {
            QTest::newRow(name) << params << expected;
        };
        const QJsonObject button{{u"text"_s, u"a"_s}, {u"callback_data"_s, u"b"_s}};
        row("complete", {{u"chat_id"_s, 7}, {u"text"_s, u"x"_s}, {u"reply_markup"_s, keyboard(button)}}, u"none"_s);
        row("channel name", {{u"chat_id"_s, u"@shop"_s}, {u"text"_s, u"x"_s}}, u"none"_s);
        row("missing", {{u"chat_id"_s, 7}}, u"sendMessage lacks the required \"text\""_s);
        row("unknown", {{u"chat_id"_s, 7}, {u"text"_s, u"x"_s}, {u"txet"_s, 1}}, u"sendMessage has no \"txet\""_s);
        row("wrong type", {{u"chat_id"_s, 7}, {u"text"_s, 5}}, u"sendMessage.text must be String, not Number"_s);
        row("fraction", {{u"chat_id"_s, 7.5}, {u"text"_s, u"x"_s}},
            u"sendMessage.chat_id must be Integer, not Number"_s);
        row("boolean as number", {{u"chat_id"_s, 7}, {u"text"_s, u"x"_s}, {u"protect_content"_s, 1}},
            u"sendMessage.protect_content must be Boolean, not Number"_s);
        row("null", {{u"chat_id"_s, 7}, {u"text"_s, QJsonValue()}}, u"sendMessage.text must be String, not Null"_s);
        row("button without text",
            {{u"chat_id"_s, 7}, {u"text"_s, u"x"_s}, {u"reply_markup"_s, keyboard({{u"callback_data"_s, u"b"_s}})}},
            u"sendMessage.reply_markup.inline_keyboard[0][0] lacks the required \"text\""_s);
        row("rows are no arrays",
            {{u"chat_id"_s, 7},
             {u"text"_s, u"x"_s},
             {u"reply_markup"_s, QJsonObject{{u"inline_keyboard"_s, QJsonArray{button}}}}},
            u"sendMessage.reply_markup.inline_keyboard[0] must be Array of InlineKeyboardButton, not Object"_s);
    }

    void judgesParameters()
    {
        QFETCH(QJsonObject, params);
        QFETCH(QString, expected);
        QCOMPARE(flaw(u"sendMessage"_s, params), expected);
    }

    void aFileFillsItsParameter()
    {
        QCOMPARE(flaw(u"sendPhoto"_s, {{u"chat_id"_s, 7}}), u"sendPhoto lacks the required \"photo\""_s);
        QCOMPARE(flaw(u"sendPhoto"_s, {{u"chat_id"_s, 7}}, {u"photo"_s}), u"none"_s);
        QCOMPARE(flaw(u"setWebhook"_s, {{u"url"_s, u"x"_s}, {u"certificate"_s, u"file-id"_s}}),
                 u"setWebhook.certificate must be InputFile, not String"_s);
    }

    void convertsWhatAFormCarries()
    {
        const auto converted = m_schema.converted(
            u"sendMessage"_s,
            {{u"chat_id"_s, u"7"_s},
             {u"text"_s, u"5"_s},
             {u"protect_content"_s, u"true"_s},
             {u"message_thread_id"_s, u"12"_s},
             {u"reply_markup"_s, u"{\"inline_keyboard\":[[{\"text\":\"a\",\"url\":\"https://x.example\"}]]}"_s}});
        QCOMPARE(flaw(u"sendMessage"_s, converted), u"none"_s);
        QCOMPARE(converted["text"_L1], QJsonValue(u"5"_s));
        const auto wrong = m_schema.converted(u"getUpdates"_s, {{u"limit"_s, u"many"_s}});
        QCOMPARE(flaw(u"getUpdates"_s, wrong), u"getUpdates.limit must be Integer, not String"_s);
    }

    void judgesObjects()
    {
        const QJsonObject good{{u"update_id"_s, 1}};
        QVERIFY(!m_schema.flawOfObject(u"Update"_s, good));
        QCOMPARE(m_schema.flawOfObject(u"Update"_s, QJsonObject{}).value_or(QString()),
                 u"Update lacks the required \"update_id\""_s);
        QVERIFY(m_schema.flawOfObject(u"Update"_s, QJsonArray{}));
    }
};

QTEST_GUILESS_MAIN(ApiSchemaTest)
#include "tst_apischema.moc"
