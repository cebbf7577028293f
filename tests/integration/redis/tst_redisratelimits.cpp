// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/localratelimits.h"
#include "redis/redisratelimits.h"
#include "redis/redisserver.h"

#include <QtTest/QTest>
#include <rastro/testing/fakeclock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::redis;
using core::RateLimit;
using test::RedisServer;

namespace {

/// A node with a clock of its own that stands still: what it is allowed comes from Redis.
struct Node
{
    explicit Node(const RedisUrl &url)
        : redis(url, {.connect = 2s, .command = 300ms})
        , alone(clock)
        , limits(redis, alone)
    {
        redis.start();
    }

    std::chrono::microseconds take(const QList<RateLimit> &asked)
    {
        std::optional<std::chrono::microseconds> answer;
        limits.take(asked, &redisContext, [&](std::chrono::microseconds wait) { answer = wait; });
        return QTest::qWaitFor([&] { return answer.has_value(); }) ? *answer : -1us;
    }

    QObject redisContext;
    testing::FakeClock clock;
    RedisThread redis;
    core::LocalRateLimits alone;
    RedisRateLimits limits;
};

// So slow that a bucket does not fill during the test.
const RateLimit slow{"slow", 0.01, 3};

} // namespace

/// Limits that nodes keep together.
class RedisRateLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesShareABurst()
    {
        const RedisServer server;
        Node first(server.url());
        Node second(server.url());
        QTRY_VERIFY(first.redis.counters().connected && second.redis.counters().connected);
        QCOMPARE(first.take({slow}), 0us);
        QCOMPARE(second.take({slow}), 0us);
        QCOMPARE(first.take({slow}), 0us);
        const auto wait = second.take({slow});
        QVERIFY(wait > 50s && wait <= 100s);
        QCOMPARE(second.limits.answeredTogether(), 2U);
        QCOMPARE(second.limits.answeredAlone(), 0U);
    }

    void whatIsRefusedByOneLimitIsCountedUnderNone()
    {
        const RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.redis.counters().connected);
        const RateLimit narrow{"narrow", 0.01, 1};
        const RateLimit wide{"wide", 0.01, 1};
        QCOMPARE(node.take({narrow}), 0us);
        QVERIFY(node.take({wide, narrow}) > 0us);
        QCOMPARE(node.take({wide}), 0us);
    }

    void aBucketFillsAndIsForgotten()
    {
        const RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.redis.counters().connected);
        const RateLimit quick{"quick", 20, 1};
        QCOMPARE(node.take({quick}), 0us);
        QVERIFY(QTest::qWaitFor([&] { return node.take({quick}) == 0us; }));
        QVERIFY(server.ask({"PTTL", "rastro:limit:quick"}).number <= 1050);
    }

    void aServerStartedAnewLearnsTheScript()
    {
        RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.redis.counters().connected);
        QCOMPARE(node.take({slow}), 0us);
        server.kill();
        QVERIFY(server.start());
        QTRY_VERIFY(node.redis.counters().connects == 2);
        QCOMPARE(node.take({slow}), 0us);
        QCOMPARE(node.limits.answeredTogether(), 2U);
    }

    void aNodeAloneKeepsThemByItself_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::newRow("killed") << false;
        QTest::newRow("paused") << true;
    }

    void aNodeAloneKeepsThemByItself()
    {
        QFETCH(const bool, paused);
        RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.redis.counters().connected);
        if (paused)
            server.pause();
        else
            server.kill();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(node.take({slow}), 0us);
        QVERIFY(node.take({slow}) > 0us);
        QCOMPARE(node.limits.answeredAlone(), 4U);
    }

    void oddValuesInTheKeyAreTroubleForNobody()
    {
        const RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.redis.counters().connected);
        server.ask({"SET", "rastro:limit:slow", "not a bucket"});
        QCOMPARE(node.take({slow}), 0us);
        QCOMPARE(node.limits.answeredAlone(), 1U);
    }
};

QTEST_GUILESS_MAIN(RedisRateLimitsTest)
#include "tst_redisratelimits.moc"
