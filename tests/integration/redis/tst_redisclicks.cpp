// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/clickpayload.h"
#include "redis/redisclicks.h"
#include "redis/redisserver.h"

#include <QtCore/QEventLoop>
#include <QtCore/QJsonDocument>
#include <QtCore/QThread>
#include <QtTest/QTest>
#include <atomic>
#include <rastro/testing/fakeclock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::redis;
using test::RedisServer;

namespace {

constexpr auto tokenText = "0123456789abcdef0123456789abcdef";

Click sampleClick()
{
    Click click{.token = TrackingToken::parse(QString::fromLatin1(tokenText)).value()};
    click.fbclid = u"IwAR-Case"_s;
    click.firstSeenMs = 1'760'000'000'000;
    click.pageviewEventId = u"000000000000000000000000000000ef"_s;
    click.traffic = u"person"_s;
    return click;
}

} // namespace

/// Copies of clicks in a real Redis, and clicks that another platform keeps there.
class RedisClicksTest : public QObject
{
    Q_OBJECT

private:
    testing::FakeClock m_clock;
    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<RedisThread> m_redis;
    std::unique_ptr<RedisClicks> m_clicks;

    QByteArray value(const QByteArray &key) { return m_server->ask({"GET", key}).text.value_or(QByteArray()); }

    std::optional<std::optional<core::ForeignClick>> byToken()
    {
        std::optional<std::optional<core::ForeignClick>> found;
        m_clicks->byToken(sampleClick().token, this, [&](const auto &click) { found = click; });
        return QTest::qWaitFor([&] { return found.has_value(); }) ? found : std::nullopt;
    }

    std::optional<std::optional<core::ForeignClick>> byFbclid(const QString &fbclid)
    {
        std::optional<std::optional<core::ForeignClick>> found;
        m_clicks->byFbclid(fbclid, this, [&](const auto &click) { found = click; });
        return QTest::qWaitFor([&] { return found.has_value(); }) ? found : std::nullopt;
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<RedisServer>();
        m_redis = std::make_unique<RedisThread>(m_server->url());
        m_clicks = std::make_unique<RedisClicks>(*m_redis, m_clock, 3600s);
        m_redis->start();
        QTRY_VERIFY(m_redis->counters().connected);
    }

    void cleanup()
    {
        m_redis.reset();
        m_clicks.reset();
        m_server.reset();
    }

    void aCopyLiesUnderItsTokenAndItsFbclid()
    {
        m_clicks->put(1, sampleClick());
        QTRY_COMPARE(value("tracking:fbclid:IwAR-Case"), QByteArray(tokenText));
        QCOMPARE(value(QByteArray("tracking:") + tokenText), writeClick(1, sampleClick()));
        const auto ttl = m_server->ask({"TTL", QByteArray("tracking:") + tokenText}).number;
        QVERIFY(ttl > 3500 && ttl <= 3600);
        QVERIFY(m_server->ask({"TTL", "tracking:fbclid:IwAR-Case"}).number > 3500);
    }

    void browserIdsComeLaterAndLengthenNoLife()
    {
        m_clicks->put(1, sampleClick());
        const auto key = QByteArray("tracking:") + tokenText;
        QTRY_VERIFY(!value(key).isEmpty());
        m_server->ask({"EXPIRE", key, "100"});
        m_clicks->addBrowserIds(sampleClick().token, u"fb.1.1760000000000.77"_s, {});
        const auto fbp = [&] { return QJsonDocument::fromJson(value(key))[u"fbp"_s].toString(); };
        QTRY_COMPARE(fbp(), u"fb.1.1760000000000.77"_s);
        QVERIFY(m_server->ask({"TTL", key}).number <= 100);
    }

    void browserIdsMakeNoClick()
    {
        m_clicks->addBrowserIds(sampleClick().token, u"fb.1.1760000000000.77"_s, {});
        m_clicks->put(1, sampleClick()); // In order behind it.
        QTRY_VERIFY(!value("tracking:fbclid:IwAR-Case").isEmpty());
        QVERIFY(QJsonDocument::fromJson(value(QByteArray("tracking:") + tokenText))[u"fbp"_s].isUndefined());
    }

    void findsAnotherPlatformsClick()
    {
        m_server->ask({"SET", QByteArray("tracking:") + tokenText, R"({"fbclid": "IwAR-Case", "pool_id": 4})"});
        m_server->ask({"SET", "tracking:fbclid:IwAR-Case", tokenText});
        const auto byItsToken = byToken();
        QVERIFY(byItsToken && *byItsToken);
        QVERIFY(!(*byItsToken)->isOwn);
        QCOMPARE((*byItsToken)->poolNumber, 4);
        const auto byItsFbclid = byFbclid(u"IwAR-Case"_s);
        QVERIFY(byItsFbclid && *byItsFbclid);
        QCOMPARE((*byItsFbclid)->click.token.toString(), QString::fromLatin1(tokenText));
        QVERIFY(!byFbclid(u"IwAR-case"_s)->has_value()); // Case matters.
    }

    // Plugins ask, and what they hold belongs to the core thread alone.
    void whoAskedIsLetGoOfOnHisThread()
    {
        constexpr int questions = 1000;
        QEventLoop loop;
        std::atomic<int> elsewhere{0};
        int answered = 0;
        const auto letGo = [&elsewhere, here = QThread::currentThread()](void *) {
            elsewhere += QThread::currentThread() == here ? 0 : 1;
        };
        const std::function<void()> ask = [&] {
            const auto then = [&, held = std::shared_ptr<void>(nullptr, letGo)](const auto &) {
                if (++answered < questions)
                    ask();
                else
                    loop.quit();
            };
            if (answered % 2 == 0)
                m_clicks->byToken(sampleClick().token, this, then);
            else
                m_clicks->byFbclid(u"IwAR-Case"_s, this, then);
        };
        ask();
        loop.exec();
        m_redis->stop();
        QCOMPARE(answered, questions);
        QCOMPARE(elsewhere, 0);
    }

    void anIndexThatLeadsElsewhereFindsNothing_data()
    {
        QTest::addColumn<QByteArray>("index");
        QTest::newRow("to a click of another fbclid") << QByteArray(tokenText);
        QTest::newRow("to no click") << QByteArray(32, 'f');
        QTest::newRow("to no token") << QByteArray("tracking_0123456789abcdef01234567");
    }

    void anIndexThatLeadsElsewhereFindsNothing()
    {
        QFETCH(const QByteArray, index);
        m_server->ask({"SET", QByteArray("tracking:") + tokenText, R"({"fbclid": "another"})"});
        m_server->ask({"SET", "tracking:fbclid:IwAR-Case", index});
        const auto found = byFbclid(u"IwAR-Case"_s);
        QVERIFY(found);
        QVERIFY(!*found);
    }

    void valuesOfAnotherTypeAreNone()
    {
        m_server->ask({"LPUSH", QByteArray("tracking:") + tokenText, "x"});
        const auto found = byToken();
        QVERIFY(found);
        QVERIFY(!*found);
    }

    void whileRedisIsAwayThereIsNone_data()
    {
        QTest::addColumn<QString>("trouble");
        QTest::newRow("killed") << u"kill"_s;
        QTest::newRow("paused") << u"pause"_s;
        QTest::newRow("flushed") << u"flush"_s;
    }

    void whileRedisIsAwayThereIsNone()
    {
        QFETCH(const QString, trouble);
        m_server->ask({"SET", QByteArray("tracking:") + tokenText, "{}"});
        QVERIFY(byToken()->has_value());
        if (trouble == u"kill")
            m_server->kill();
        else if (trouble == u"pause")
            m_server->pause();
        else
            m_server->ask({"FLUSHALL"});
        m_clicks->put(1, sampleClick()); // Dropped, or at least no harm.
        const auto found = trouble == u"flush" ? std::optional(std::optional<core::ForeignClick>()) : byToken();
        QVERIFY(found);
        QVERIFY(!*found);
    }

    void anAnswerToWhatIsGoneIsNotGiven()
    {
        auto context = std::make_unique<QObject>();
        bool answered = false;
        m_clicks->byToken(sampleClick().token, context.get(), [&](const auto &) { answered = true; });
        context.reset();
        QVERIFY(byToken());
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(RedisClicksTest)
#include "tst_redisclicks.moc"
