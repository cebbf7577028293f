// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegramroom.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::sandbox;

/// getUpdates, tokens and trouble on demand.
class SandboxUpdatesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TelegramRoom> m_room;

private Q_SLOTS:
    void init() { m_room = std::make_unique<TelegramRoom>(); }
    void cleanup() { m_room.reset(); }

    void answersOnlyToItsTokens_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("right") << u"/bot4242:secret/getMe"_s << 200;
        QTest::newRow("any case") << u"/bot4242:secret/GETME"_s << 200;
        QTest::newRow("wrong secret") << u"/bot4242:guess/getMe"_s << 401;
        QTest::newRow("unknown bot") << u"/bot1:secret/getMe"_s << 401;
        QTest::newRow("no token") << u"/bot/getMe"_s << 401;
        QTest::newRow("no method") << u"/bot4242:secret/"_s << 404;
        QTest::newRow("elsewhere") << u"/"_s << 404;
    }

    void answersOnlyToItsTokens()
    {
        QFETCH(QString, path);
        QFETCH(int, status);
        QCOMPARE((*m_room->request("GET", path))->status, status);
    }

    void aRevokedTokenIsRefused()
    {
        m_room->bot.revoked = true;
        QCOMPARE(m_room->complaint(u"getMe"_s), u"Unauthorized"_s);
    }

    void holdsAPollUntilSomethingHappens()
    {
        const auto poll = m_room->begin(u"getUpdates"_s, {{u"timeout"_s, 50}});
        m_room->clock.advance(30s);
        QVERIFY(!poll->has_value());
        m_room->start(u"abc"_s);
        QVERIFY(poll->has_value());
        QCOMPARE(TelegramRoom::envelope(**poll)["result"_L1][0]["message"_L1]["text"_L1].toString(), u"/start abc"_s);
    }

    void endsAPollAfterFiftySecondsAtTheLatest()
    {
        const auto poll = m_room->begin(u"getUpdates"_s, {{u"timeout"_s, 600}});
        m_room->clock.advance(49s);
        QVERIFY(!poll->has_value());
        m_room->clock.advance(1s);
        QCOMPARE(TelegramRoom::ids(TelegramRoom::envelope(**poll)), QList<qint64>{});
    }

    void deliversAgainUntilConfirmed()
    {
        m_room->bot.queue.startAt(10);
        m_room->start();
        m_room->start();
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s)), (QList<qint64>{10, 11}));
        m_room->clock.advance(5s);
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s)), (QList<qint64>{10, 11}));
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s, {{u"offset"_s, 11}})), (QList<qint64>{11}));
        m_room->clock.advance(5s);
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s)), (QList<qint64>{11}));
    }

    void punishesAQuickRepetition()
    {
        m_room->start();
        m_room->start();
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s)).size(), 2);
        m_room->clock.advance(400ms);
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s)).size(), 1);
        m_room->call(u"getUpdates"_s, {{u"offset"_s, -1}});
        m_room->bot.queue.clear();
        static_cast<void>(m_room->begin(u"getUpdates"_s, {{u"offset"_s, 5}, {u"timeout"_s, 1}}));
        m_room->clock.advance(1s);
        const auto held = m_room->begin(u"getUpdates"_s, {{u"offset"_s, 5}});
        QVERIFY(!held->has_value()); // although it did not want to wait
        m_room->clock.advance(3s);
        QVERIFY(held->has_value());
    }

    void theOlderOfTwoPollersIsSentAway()
    {
        const auto older = m_room->begin(u"getUpdates"_s, {{u"timeout"_s, 50}});
        const auto younger = m_room->begin(u"getUpdates"_s, {{u"timeout"_s, 50}});
        QCOMPARE((*older)->status, 409);
        QVERIFY((*older)->body.contains("terminated by other getUpdates request"));
        QVERIFY(!younger->has_value());
    }

    void aWebhookAndAPollerExcludeEachOther()
    {
        const auto poll = m_room->begin(u"getUpdates"_s, {{u"timeout"_s, 50}});
        QCOMPARE(m_room->complaint(u"setWebhook"_s, {{u"url"_s, u"https://shop.example/hook"_s}}), u"ok"_s);
        QCOMPARE((*poll)->status, 409);
        QVERIFY(m_room->complaint(u"getUpdates"_s).startsWith(u"Conflict: can't use getUpdates method"_s));
        QCOMPARE(m_room->complaint(u"deleteWebhook"_s), u"ok"_s);
        m_room->clock.advance(5s);
        QCOMPARE(m_room->complaint(u"getUpdates"_s), u"ok"_s);
    }

    void setsAWebhookOncePerSecond()
    {
        const QJsonObject hook{{u"url"_s, u"https://shop.example/hook"_s}};
        QCOMPARE(m_room->complaint(u"setWebhook"_s, hook), u"ok"_s);
        QCOMPARE(m_room->complaint(u"setWebhook"_s, hook), u"Too Many Requests: retry after 1"_s);
        m_room->clock.advance(1s);
        QCOMPARE(
            m_room->complaint(u"setWebhook"_s, {{u"url"_s, u"https://x.example"_s}, {u"secret_token"_s, u"a b"_s}}),
            u"Bad Request: secret token contains unallowed characters"_s);
    }

    void whatAPersonDoesFitsWhatTheBotAskedFor()
    {
        m_room->call(u"getUpdates"_s, {{u"allowed_updates"_s, QJsonArray{u"my_chat_member"_s}}});
        m_room->start();
        m_room->telegram.people().setBlocked(m_room->bot, 7, true);
        const QJsonArray updates = m_room->call(u"getUpdates"_s)["result"_L1].toArray();
        QCOMPARE(updates.size(), 1);
        QCOMPARE(updates[0]["my_chat_member"_L1]["new_chat_member"_L1]["status"_L1].toString(), u"kicked"_s);
    }

    void aLinksParameterIsSentOnce()
    {
        m_room->start(u"abc"_s);
        m_room->telegram.people().pressStart(m_room->bot, 7);
        const auto lines = m_room->telegram.messages(4242, 7);
        QCOMPARE(lines[0].message["text"_L1].toString(), u"/start abc"_s);
        QCOMPARE(lines[0].message["entities"_L1][0]["length"_L1].toInt(), 6);
        QCOMPARE(lines[1].message["text"_L1].toString(), u"/start"_s);
    }

    void repeatsUpdatesOnDemand()
    {
        m_room->bot.queue.startAt(10);
        m_room->start();
        m_room->call(u"getUpdates"_s);
        m_room->call(u"getUpdates"_s, {{u"offset"_s, 11}, {u"timeout"_s, 0}});
        m_room->telegram.repeatUpdates(4242, 1);
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s, {{u"offset"_s, 11}})), QList<qint64>{10});
        m_room->clock.advance(5s);
        QCOMPARE(TelegramRoom::ids(m_room->call(u"getUpdates"_s, {{u"offset"_s, 11}})), QList<qint64>{});
    }

    void troubleOnDemand()
    {
        m_room->start();
        const QJsonObject message{{u"chat_id"_s, 7}, {u"text"_s, u"x"_s}};
        using Kind = TelegramFault::Kind;
        m_room->telegram.faults().add(TelegramFault::flood(9, u"sendMessage"_s));
        m_room->telegram.faults().add(TelegramFault::of(Kind::ProxyPage, u"sendMessage"_s));
        m_room->telegram.faults().add(TelegramFault::of(Kind::LateProxyPage, u"sendMessage"_s));
        m_room->telegram.faults().add(TelegramFault::of(Kind::CutAnswer, u"sendMessage"_s));
        m_room->telegram.faults().add(TelegramFault::of(Kind::LostAnswer, u"sendMessage"_s));
        QCOMPARE(m_room->complaint(u"getMe"_s), u"ok"_s); // not this method
        QCOMPARE(m_room->call(u"sendMessage"_s, message)["parameters"_L1]["retry_after"_L1].toInt(), 9);
        QVERIFY((*m_room->begin(u"sendMessage"_s, message))->body.contains("<html>"));
        QCOMPARE(m_room->telegram.effects(u"sendMessage"_s), 0);
        QCOMPARE((*m_room->begin(u"sendMessage"_s, message))->status, 502);
        QVERIFY(m_room->call(u"sendMessage"_s, message).isEmpty()); // not even JSON
        const auto lost = m_room->begin(u"sendMessage"_s, message);
        QVERIFY(!lost->has_value());
        QCOMPARE(m_room->telegram.effects(u"sendMessage"_s), 3);
        QCOMPARE(m_room->telegram.messages(4242, 7).size(), 4);
        m_room->clock.advance(2min);
        QCOMPARE((*lost)->status, 504);
        QCOMPARE(m_room->complaint(u"sendMessage"_s, message), u"ok"_s);
    }

    void recordsEveryCallWithItsStatus()
    {
        const auto poll = m_room->begin(u"getUpdates"_s, {{u"timeout"_s, 50}});
        m_room->complaint(u"sendMessage"_s, {{u"chat_id"_s, 7}, {u"text"_s, u"x"_s}});
        const auto &calls = m_room->telegram.calls();
        QCOMPARE(calls.size(), 2U);
        QCOMPARE(calls[0].status, 0);
        QCOMPARE(calls[1].status, 400);
        QCOMPARE(calls[1].params["text"_L1].toString(), u"x"_s);
        m_room->start();
        QCOMPARE(calls[0].status, 200);
    }
};

QTEST_GUILESS_MAIN(SandboxUpdatesTest)
#include "tst_sandboxupdates.moc"
