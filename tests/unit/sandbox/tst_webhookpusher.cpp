// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegramroom.h"

#include <QtTest/QTest>
#include <rastro/testing/fakehttp.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::sandbox;
namespace reply = rastro::testing::reply;

/// Updates on their way to a webhook: order, repetition and the secret.
class WebhookPusherTest : public QObject
{
    Q_OBJECT

private:
    rastro::testing::FakeClock m_httpClock;
    std::unique_ptr<rastro::testing::FakeHttp> m_http;
    std::unique_ptr<TelegramRoom> m_room;

    [[nodiscard]] QList<QString> posted() const
    {
        QList<QString> texts;
        for (const auto &request : m_http->requests())
            texts << QJsonDocument::fromJson(request.body)["message"_L1]["text"_L1].toString();
        return texts;
    }

    void pass(std::chrono::milliseconds by)
    {
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
        m_room->clock.advance(by);
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        m_http = std::make_unique<rastro::testing::FakeHttp>(m_httpClock);
        m_http->on("POST", {}, reply::status(200));
        m_room = std::make_unique<TelegramRoom>(m_http.get());
        m_room->call(u"setWebhook"_s, {{u"url"_s, u"https://shop.example/hook"_s}, {u"secret_token"_s, u"s3cret"_s}});
    }

    void cleanup()
    {
        m_room.reset();
        m_http.reset();
    }

    void postsWithTheSecretAndForgetsWhatWasTaken()
    {
        m_room->start(u"abc"_s);
        pass(0ms);
        QCOMPARE(posted(), QList<QString>{u"/start abc"_s});
        const auto &request = m_http->requests()[0];
        QCOMPARE(request.url, QUrl(u"https://shop.example/hook"_s));
        QVERIFY(
            request.headers.contains(std::pair<QByteArray, QByteArray>("X-Telegram-Bot-Api-Secret-Token", "s3cret")));
        QVERIFY(m_room->bot.queue.waiting().isEmpty());
    }

    void keepsTheOrderOfAChatWhileOneIsRefused()
    {
        m_http->enqueue(reply::status(503));
        m_http->enqueue(reply::status(503));
        m_room->start(u"first"_s);
        m_room->telegram.people().sendText(m_room->bot, 7, u"second"_s);
        pass(0ms);
        QCOMPARE(posted(), (QList<QString>{u"/start first"_s, u"/start first"_s})); // again at once, then after 2 s
        pass(1900ms);
        QCOMPARE(posted().size(), 2);
        pass(200ms);
        pass(0ms);
        QCOMPARE(posted(), (QList<QString>{u"/start first"_s, u"/start first"_s, u"/start first"_s, u"second"_s}));
    }

    void oneChatsTroubleDoesNotStopAnother()
    {
        m_http->enqueue(reply::status(500));
        m_http->enqueue(reply::status(500));
        m_room->start(u"first"_s);
        pass(0ms);
        m_room->telegram.people().openLink(m_room->bot, u"other"_s, {9, u"Eva"_s, {}, {}});
        m_room->telegram.people().pressStart(m_room->bot, 9);
        pass(0ms);
        QCOMPARE(posted().last(), u"/start other"_s);
    }

    void saysWhatWentWrong()
    {
        m_http->on("POST", {}, reply::status(404));
        m_room->start();
        pass(0ms);
        const QJsonObject info = m_room->call(u"getWebhookInfo"_s)["result"_L1].toObject();
        QCOMPARE(info["pending_update_count"_L1].toInt(), 1);
        QCOMPARE(info["last_error_message"_L1].toString(), u"Wrong response from the webhook: 404"_s);
    }

    void honoursRetryAfter()
    {
        m_http->enqueue(reply::rateLimited(30));
        m_room->start();
        pass(29s);
        QCOMPARE(posted().size(), 1);
        pass(2s);
        QCOMPARE(posted().size(), 2);
    }

    void carriesOutACallInTheAnswersBody()
    {
        m_http->enqueue(
            reply::json(200, {{u"method"_s, u"sendMessage"_s}, {u"chat_id"_s, 7}, {u"text"_s, u"inline"_s}}));
        m_room->start();
        pass(0ms);
        QCOMPARE(m_room->telegram.messages(4242, 7).last().message["text"_L1].toString(), u"inline"_s);
    }
};

QTEST_GUILESS_MAIN(WebhookPusherTest)
#include "tst_webhookpusher.moc"
