// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/apischema.h"
#include "telegramroom.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::sandbox;

/// Messages in the sandbox: what it takes, what it refuses and in which words, and what people see.
class SandboxMessagesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TelegramRoom> m_room;

    static QJsonObject text(const QString &words, const QJsonObject &more = {})
    {
        QJsonObject params{{u"chat_id"_s, 7}, {u"text"_s, words}};
        for (auto extra = more.begin(); extra != more.end(); ++extra)
            params[extra.key()] = extra.value();
        return params;
    }

    static QJsonObject withButton(const QJsonObject &button)
    {
        return text(u"x"_s, {{u"reply_markup"_s, QJsonObject{{u"inline_keyboard"_s, QJsonArray{QJsonArray{button}}}}}});
    }

    static QByteArray pngOf(quint32 width, quint32 height)
    {
        QByteArray png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
        for (const quint32 side : {width, height}) {
            for (int shift = 24; shift >= 0; shift -= 8)
                png += char((side >> shift) & 0xff);
        }
        return png;
    }

    QJsonObject upload(const QByteArray &photo)
    {
        const QByteArray body = "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n"
                                "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\n" +
                                photo + "\r\n--x--\r\n";
        return TelegramRoom::envelope(
            **m_room->request("POST", u"/bot4242:secret/sendPhoto"_s, {}, "multipart/form-data; boundary=x", body));
    }

private Q_SLOTS:
    void init()
    {
        m_room = std::make_unique<TelegramRoom>();
        m_room->start();
    }

    void cleanup() { m_room.reset(); }

    void everyWayOfSendingParametersIsUnderstood()
    {
        const QString path = u"/bot4242:secret/sendmessage"_s;
        const auto isOk = [](const auto &reply) { return TelegramRoom::envelope(**reply)["ok"_L1].toBool(); };
        QVERIFY(isOk(m_room->request("GET", path, "chat_id=7&text=a+b%26c")));
        QVERIFY(isOk(m_room->request("POST", path, {}, "application/x-www-form-urlencoded", "chat_id=7&text=x")));
        QVERIFY(isOk(m_room->request("POST", path, "chat_id=7", "application/json", "{\"text\":\"x\"}")));
        QCOMPARE(m_room->telegram.messages(4242, 7)[1].message["text"_L1].toString(), u"a b&c"_s);
    }

    void refusesAsTelegramDoes_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QJsonObject>("params");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char *name, const QJsonObject &params, const QString &complaint) {
            QTest::newRow(name) << u"sendMessage"_s << params << u"Bad Request: "_s + complaint;
        };
        row("empty", text(u"  \n"_s), u"message text is empty"_s);
        row("too long", text(QString(4097, u'x')), u"message is too long"_s);
        row("unknown chat", {{u"chat_id"_s, 8}, {u"text"_s, u"x"_s}}, u"chat not found"_s);
        row("unknown parameter", text(u"x"_s, {{u"colour"_s, u"red"_s}}), u"sendMessage has no \"colour\""_s);
        row("markdown", text(u"*x*"_s, {{u"parse_mode"_s, u"MarkdownV2"_s}}), u"unsupported parse_mode"_s);
        row("broken HTML", text(u"<b>x"_s, {{u"parse_mode"_s, u"HTML"_s}}),
            u"can't parse entities: Can't find end tag corresponding to start tag \"b\""_s);
        row("unknown tag", text(u"é<h1>"_s, {{u"parse_mode"_s, u"HTML"_s}}),
            u"can't parse entities: Unsupported start tag \"h1\" at byte offset 2"_s);
        row("callback data too long", withButton({{u"text"_s, u"a"_s}, {u"callback_data"_s, QString(33, u'é')}}),
            u"BUTTON_DATA_INVALID"_s);
        row("callback data empty", withButton({{u"text"_s, u"a"_s}, {u"callback_data"_s, u""_s}}),
            u"BUTTON_DATA_INVALID"_s);
        row("copied text too long",
            withButton({{u"text"_s, u"a"_s}, {u"copy_text"_s, QJsonObject{{u"text"_s, QString(257, u'x')}}}}),
            u"BUTTON_COPY_TEXT_INVALID"_s);
        row("two actions",
            withButton({{u"text"_s, u"a"_s}, {u"callback_data"_s, u"x"_s}, {u"url"_s, u"https://x.example"_s}}),
            u"can't parse inline keyboard button: exactly one action is allowed"_s);
        row("no action", withButton({{u"text"_s, u"a"_s}}),
            u"can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"_s);
        row("address without a dot", withButton({{u"text"_s, u"a"_s}, {u"url"_s, u"http://localhost/"_s}}),
            u"inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"_s);
        QTest::newRow("unknown method") << u"sendTelepathy"_s << QJsonObject{} << u"Not Found: method not found"_s;
        QTest::newRow("not played") << u"getMyName"_s << QJsonObject{}
                                    << u"Not Implemented: the sandbox does not play getMyName"_s;
        QTest::newRow("edit of nothing") << u"editMessageText"_s << text(u"x"_s, {{u"message_id"_s, 99}})
                                         << u"Bad Request: message to edit not found"_s;
        QTest::newRow("edit of a person's words") << u"editMessageText"_s << text(u"x"_s, {{u"message_id"_s, 1}})
                                                  << u"Bad Request: message can't be edited"_s;
        QTest::newRow("photo by an unknown id")
            << u"sendPhoto"_s << QJsonObject{{u"chat_id"_s, 7}, {u"photo"_s, u"abc"_s}}
            << u"Bad Request: wrong file identifier/HTTP URL specified"_s;
        QTest::newRow("forged callback")
            << u"answerCallbackQuery"_s << QJsonObject{{u"callback_query_id"_s, u"1"_s}}
            << u"Bad Request: query is too old and response timeout expired or query ID is "
               "invalid"_s;
    }

    void refusesAsTelegramDoes()
    {
        QFETCH(QString, method);
        QFETCH(QJsonObject, params);
        QFETCH(QString, complaint);
        QCOMPARE(m_room->complaint(method, params), complaint);
        QCOMPARE(m_room->telegram.effects(method), 0);
    }

    void countsLengthAfterReadingTheFormatting()
    {
        const QString html = u"<b>"_s + QString(4096, u'x') + u"</b>"_s;
        QCOMPARE(m_room->complaint(u"sendMessage"_s, text(html, {{u"parse_mode"_s, u"HTML"_s}})), u"ok"_s);
        const QJsonObject message = m_room->telegram.messages(4242, 7)[1].message;
        QCOMPARE(message["text"_L1].toString().size(), 4096);
        QCOMPARE(message["entities"_L1][0]["type"_L1].toString(), u"bold"_s);
    }

    void writesOnlyToPeopleWhoWantIt()
    {
        m_room->telegram.people().openLink(m_room->bot, {}, {9, u"Eva"_s, {}, {}});
        QCOMPARE(m_room->complaint(u"sendMessage"_s, {{u"chat_id"_s, 9}, {u"text"_s, u"x"_s}}),
                 u"Forbidden: bot can't initiate conversation with a user"_s);
        m_room->telegram.people().setBlocked(m_room->bot, 7, true);
        QCOMPARE(m_room->complaint(u"sendMessage"_s, text(u"x"_s)), u"Forbidden: bot was blocked by the user"_s);
        m_room->start();
        QCOMPARE(m_room->complaint(u"sendMessage"_s, text(u"x"_s)), u"ok"_s);
    }

    void floodsAreRefusedWithTheTimeToWait()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_room->complaint(u"sendMessage"_s, text(u"x"_s)), u"ok"_s);
        const auto reply = m_room->begin(u"sendMessage"_s, text(u"x"_s));
        QCOMPARE((*reply)->status, 429);
        QCOMPARE((*reply)->headers, (Headers{{"Retry-After", "1"}}));
        QCOMPARE(TelegramRoom::envelope(**reply)["parameters"_L1]["retry_after"_L1].toInt(), 1);
        m_room->clock.advance(1s);
        QCOMPARE(m_room->complaint(u"sendMessage"_s, text(u"x"_s)), u"ok"_s);
        QCOMPARE(m_room->telegram.effects(u"sendMessage"_s), 6);
    }

    void takesPhotosAsTelegramDoes_data()
    {
        QTest::addColumn<QByteArray>("photo");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("square") << pngOf(300, 300) << QString();
        QTest::newRow("too wide") << pngOf(2100, 100) << u"Bad Request: PHOTO_INVALID_DIMENSIONS"_s;
        QTest::newRow("too large") << pngOf(5000, 5001) << u"Bad Request: PHOTO_INVALID_DIMENSIONS"_s;
        QTest::newRow("empty") << QByteArray() << u"Bad Request: file must be non-empty"_s;
        QTest::newRow("no image") << QByteArray("hello") << u"Bad Request: IMAGE_PROCESS_FAILED"_s;
    }

    void takesPhotosAsTelegramDoes()
    {
        QFETCH(QByteArray, photo);
        QFETCH(QString, complaint);
        QCOMPARE(upload(photo)["description"_L1].toString(), complaint);
    }

    void aPhotosIdServesAgainOnThisBotOnly()
    {
        const QJsonObject sent = upload(pngOf(300, 300))["result"_L1].toObject();
        const QString id = sent["photo"_L1][0]["file_id"_L1].toString();
        QCOMPARE(m_room->complaint(u"sendPhoto"_s, {{u"chat_id"_s, 7}, {u"photo"_s, id}}), u"ok"_s);
        auto &other = m_room->telegram.addBot(u"43:x"_s, u"other_bot"_s, u"Other"_s);
        m_room->telegram.people().openLink(other, {}, m_room->ana);
        m_room->telegram.people().pressStart(other, 7);
        const auto reply = m_room->request("POST", u"/bot43:x/sendPhoto"_s, {}, "application/json",
                                           QJsonDocument(QJsonObject{{u"chat_id"_s, 7}, {u"photo"_s, id}}).toJson());
        QCOMPARE((*reply)->status, 400);
    }

    void aPressedButtonIsAnsweredOnceInTime()
    {
        m_room->call(u"sendMessage"_s, withButton({{u"text"_s, u"Buy"_s}, {u"callback_data"_s, u"b1"_s}}));
        const qint64 message = m_room->telegram.messages(4242, 7)[1].id;
        const auto pressed = m_room->telegram.people().pressButton(m_room->bot, 7, message, 0, 0);
        QVERIFY(pressed);
        const auto late = m_room->telegram.people().pressButton(m_room->bot, 7, message, 0, 0);
        const QJsonObject answer{{u"callback_query_id"_s, pressed->value}};
        QCOMPARE(m_room->complaint(u"answerCallbackQuery"_s, answer), u"ok"_s);
        QVERIFY(m_room->complaint(u"answerCallbackQuery"_s, answer).contains(u"query is too old"_s));
        m_room->clock.advance(151s);
        QVERIFY(m_room->complaint(u"answerCallbackQuery"_s, {{u"callback_query_id"_s, late->value}})
                    .contains(u"query is too old"_s));
    }

    void messageIdsCountPerChat()
    {
        m_room->telegram.people().openLink(m_room->bot, {}, {9, u"Eva"_s, {}, {}});
        m_room->telegram.people().pressStart(m_room->bot, 9);
        QCOMPARE(m_room->call(u"sendMessage"_s, text(u"x"_s))["result"_L1]["message_id"_L1].toInt(), 2);
        QCOMPARE(m_room->call(u"sendMessage"_s, {{u"chat_id"_s, 9}, {u"text"_s, u"x"_s}})["result"_L1]["message_id"_L1]
                     .toInt(),
                 2);
    }

    void editsAndDeletesTheBotsOwnWords()
    {
        m_room->call(u"sendMessage"_s, text(u"one"_s));
        const QJsonObject two = text(u"two"_s, {{u"message_id"_s, 2}});
        QCOMPARE(m_room->complaint(u"editMessageText"_s, two), u"ok"_s);
        QCOMPARE(m_room->telegram.messages(4242, 7)[1].message["text"_L1].toString(), u"two"_s);
        QCOMPARE(m_room->complaint(u"deleteMessage"_s, {{u"chat_id"_s, 7}, {u"message_id"_s, 2}}), u"ok"_s);
        QCOMPARE(m_room->telegram.messages(4242, 7).size(), 1);
    }

    void everythingItHandsOutFitsTheSchema()
    {
        const auto &schema = ApiSchema::builtIn();
        const QJsonObject sent = upload(pngOf(300, 300))["result"_L1].toObject();
        m_room->call(u"sendMessage"_s, withButton({{u"text"_s, u"Buy"_s}, {u"callback_data"_s, u"b1"_s}}));
        QVERIFY(m_room->telegram.people().pressButton(m_room->bot, 7, 3, 0, 0));
        m_room->telegram.people().setBlocked(m_room->bot, 7, true);
        QCOMPARE(schema.flawOfObject(u"Message"_s, sent).value_or(QString()), QString());
        QCOMPARE(schema.flawOfObject(u"User"_s, m_room->call(u"getMe"_s)["result"_L1]).value_or(QString()), QString());
        QCOMPARE(
            schema.flawOfObject(u"WebhookInfo"_s, m_room->call(u"getWebhookInfo"_s)["result"_L1]).value_or(QString()),
            QString());
        const QJsonArray updates = m_room->call(u"getUpdates"_s)["result"_L1].toArray();
        QCOMPARE(updates.size(), 3);
        for (const QJsonValue &update : updates)
            QCOMPARE(schema.flawOfObject(u"Update"_s, update).value_or(QString()), QString());
    }
};

QTEST_GUILESS_MAIN(SandboxMessagesTest)
#include "tst_sandboxmessages.moc"
