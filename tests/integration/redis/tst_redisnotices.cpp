// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisnotices.h"
#include "redis/redisserver.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::redis;
using core::ChangeTopic;
using test::RedisServer;

namespace {

struct Node
{
    explicit Node(const RedisUrl &url)
        : redis(url, {.connect = 2s, .command = 300ms})
        , notices(redis)
    {
        redis.start();
        notices.listen(&context, [this](ChangeTopic topic) { heard.append(topic); });
    }

    RedisThread redis;
    RedisNotices notices;
    QList<ChangeTopic> heard;
    QObject context; ///< Gone before the rest.
};

} // namespace

/// Change notices between nodes that share a Redis.
class RedisNoticesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOthersHearItAndWhoSaysItDoesNot()
    {
        const RedisServer server;
        Node first(server.url());
        Node second(server.url());
        QTRY_VERIFY(first.heard.size() == 3 && second.heard.size() == 3); // All, once connected: one might be missed.
        first.heard.clear();
        second.heard.clear();
        first.notices.announce(ChangeTopic::Messages);
        QTRY_COMPARE(second.heard, QList<ChangeTopic>{ChangeTopic::Messages});
        second.notices.announce(ChangeTopic::Shop);
        QTRY_COMPARE(first.heard, QList<ChangeTopic>{ChangeTopic::Shop});
    }

    void manyAnnouncementsAreFewMessages()
    {
        const RedisServer server;
        Node first(server.url());
        Node second(server.url());
        QTRY_VERIFY(first.heard.size() == 3 && second.heard.size() == 3);
        QTRY_VERIFY(first.redis.counters().connected);
        second.heard.clear();
        for (int i = 0; i < 10'000; ++i)
            first.notices.announce(ChangeTopic::Conversions);
        first.notices.announce(ChangeTopic::Shop);
        QTRY_VERIFY(second.heard.contains(ChangeTopic::Shop) && second.heard.contains(ChangeTopic::Conversions));
        QVERIFY(second.heard.size() < 100);
    }

    void installationsOnOtherDatabasesHearNothing()
    {
        const RedisServer server;
        auto elsewhere = server.url();
        elsewhere.database = 1;
        Node first(server.url());
        Node second(server.url());
        Node other(elsewhere);
        QTRY_VERIFY(second.heard.size() == 3 && other.heard.size() == 3 && first.heard.size() == 3);
        second.heard.clear();
        other.heard.clear();
        first.notices.announce(ChangeTopic::Messages);
        QTRY_COMPARE(second.heard.size(), 1);
        QVERIFY(other.heard.isEmpty());
    }

    void afterALossEverythingIsLookedAt()
    {
        RedisServer server;
        Node first(server.url());
        Node second(server.url());
        QTRY_VERIFY(first.heard.size() == 3 && second.heard.size() == 3);
        second.heard.clear();
        server.kill();
        QTRY_VERIFY(!first.redis.counters().connected);
        first.notices.announce(ChangeTopic::Messages); // Nobody hears this one.
        QVERIFY(server.start());
        QTRY_COMPARE_WITH_TIMEOUT(
            second.heard, (QList<ChangeTopic>{ChangeTopic::Shop, ChangeTopic::Messages, ChangeTopic::Conversions}),
            15'000);
        QTRY_VERIFY_WITH_TIMEOUT(first.redis.counters().connected, 15'000);
        second.heard.clear();
        first.notices.announce(ChangeTopic::Messages);
        QTRY_COMPARE(second.heard, QList<ChangeTopic>{ChangeTopic::Messages});
    }

    void closingIsQuietWhateverRedisDoes()
    {
        RedisServer server;
        auto node = std::make_unique<Node>(server.url());
        QTRY_COMPARE(node->heard.size(), 3);
        server.pause();
        node->notices.announce(ChangeTopic::Shop);
        node->notices.close();
        node->redis.stop();
        node->notices.announce(ChangeTopic::Shop);
        node.reset();
    }
};

QTEST_GUILESS_MAIN(RedisNoticesTest)
#include "tst_redisnotices.moc"
