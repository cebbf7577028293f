// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegramroom.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::sandbox;

/// The people's side over HTTP, as the demo's chat page uses it.
class ChatViewsTest : public QObject
{
    Q_OBJECT

private:
    TelegramRoom m_room;

    QJsonObject get(const QString &path)
    {
        return TelegramRoom::envelope(**m_room.request("GET", u"/sandbox/telegram"_s + path));
    }

    QJsonObject post(const QString &path, const QJsonObject &body = {})
    {
        return TelegramRoom::envelope(**m_room.request("POST", u"/sandbox/telegram"_s + path, {}, "application/json",
                                                       QJsonDocument(body).toJson()));
    }

private Q_SLOTS:
    void playsAWholeChat()
    {
        const QString chat = u"/chats/shop_bot/77"_s;
        QCOMPARE(get(u"/bots"_s)["bots"_L1][0]["username"_L1].toString(), u"shop_bot"_s);
        QVERIFY(get(chat).contains("error"_L1));
        QCOMPARE(post(chat + u"/open"_s, {{u"parameter"_s, u"abc"_s}, {u"first_name"_s, u"Zé"_s}})["parameter"_L1]
                     .toString(),
                 u"abc"_s);
        QCOMPARE(post(chat + u"/start"_s)["messages"_L1][0]["text"_L1].toString(), u"/start abc"_s);
        const QJsonObject button{{u"text"_s, u"Buy"_s}, {u"callback_data"_s, u"b1"_s}};
        m_room.call(u"sendMessage"_s,
                    {{u"chat_id"_s, 77},
                     {u"text"_s, u"Olá"_s},
                     {u"reply_markup"_s, QJsonObject{{u"inline_keyboard"_s, QJsonArray{QJsonArray{button}}}}}});
        const QJsonObject line = get(chat)["messages"_L1][1].toObject();
        QVERIFY(line["from_bot"_L1].toBool());
        const QJsonObject pressed = post(chat + u"/press"_s, {{u"message"_s, line["message_id"_L1]}});
        QCOMPARE(pressed["kind"_L1].toString(), u"callback"_s);
        m_room.call(u"answerCallbackQuery"_s,
                    {{u"callback_query_id"_s, pressed["value"_L1]}, {u"text"_s, u"One moment"_s}});
        QCOMPARE(get(chat)["callbacks"_L1][0]["text"_L1].toString(), u"One moment"_s);
        QCOMPARE(post(chat + u"/text"_s, {{u"text"_s, u"thanks"_s}})["messages"_L1].toArray().size(), 3);
        QVERIFY(post(chat + u"/block"_s)["blocked"_L1].toBool());
        QCOMPARE(get(u"/calls"_s)["calls"_L1].toArray().size(), 2);
    }

    void takesOrdersForTrouble()
    {
        post(u"/faults"_s,
             {{u"kind"_s, u"refusal"_s}, {u"code"_s, 429}, {u"retry_after"_s, 3}, {u"method"_s, u"getMe"_s}});
        const QJsonObject answer = m_room.call(u"getMe"_s);
        QCOMPARE(answer["error_code"_L1].toInt(), 429);
        QCOMPARE(answer["parameters"_L1]["retry_after"_L1].toInt(), 3);
        QVERIFY(post(u"/faults"_s, {{u"kind"_s, u"meteor"_s}}).contains("error"_L1));
    }

    void refusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::newRow("/nowhere") << QByteArray("GET") << 404;
        QTest::newRow("/") << QByteArray("GET") << 404;
        QTest::newRow("/chats/nobody/7") << QByteArray("GET") << 404;
        QTest::newRow("/chats/shop_bot/x") << QByteArray("GET") << 404;
        QTest::newRow("/chats/shop_bot/1234/start") << QByteArray("POST") << 404;
        QTest::newRow("/photos/shop_bot/none") << QByteArray("GET") << 404;
        QTest::newRow("/bots") << QByteArray("DELETE") << 405;
    }

    void refusesWhatItDoesNotKnow()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QCOMPARE(
            (*m_room.request(method, u"/sandbox/telegram"_s + QString::fromLatin1(QTest::currentDataTag())))->status,
            status);
    }
};

QTEST_GUILESS_MAIN(ChatViewsTest)
#include "tst_chatviews.moc"
