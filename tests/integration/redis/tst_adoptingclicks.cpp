// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/adoptingclicks.h"
#include "redis/redisclicks.h"
#include "redis/redisserver.h"
#include "storagefixture.h"

#include <rastro/testing/fakeclock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::redis;
using test::RedisServer;

/// While an operator switches over: clicks that only the origin platform's Redis knows, on a real database.
class AdoptingClicksTest : public QObject
{
    Q_OBJECT

private:
    using Found = std::optional<Result<std::optional<Click>>>;

    testing::FakeClock m_clock;
    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<test::StorageFixture> m_db;
    std::unique_ptr<RedisThread> m_redis;
    std::unique_ptr<RedisClicks> m_foreign;
    core::ShopHolder m_shop;
    std::unique_ptr<core::AdoptingClicks> m_clicks;

    Found byToken(const TrackingToken &token)
    {
        Found found;
        m_clicks->byToken(token, this, [&](const auto &click) { found = click; });
        return QTest::qWaitFor([&] { return found.has_value(); }) ? found : std::nullopt;
    }

    Found byFbclid(const QString &fbclid)
    {
        Found found;
        m_clicks->byFbclid(fbclid, this, [&](const auto &click) { found = click; });
        return QTest::qWaitFor([&] { return found.has_value(); }) ? found : std::nullopt;
    }

    void put(const TrackingToken &token, const QByteArray &payload)
    {
        m_server->ask({"SET", "tracking:" + token.toString().toLatin1(),
                       QByteArray(payload).replace('%', "https://old.example")}); // moc stumbles over // in raw strings
    }

    [[nodiscard]] int stored() const { return m_db->peek(u"SELECT count(*) FROM clicks"_s).toInt(); }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<RedisServer>();
        m_db = std::make_unique<test::StorageFixture>();
        m_shop.set(m_db->get([](core::UnitOfWork &uow) { return uow.shop().load(); }));
        m_redis = std::make_unique<RedisThread>(m_server->url(), Patience{.connect = 2s, .command = 300ms});
        m_foreign = std::make_unique<RedisClicks>(*m_redis, m_clock, 1h);
        m_clicks = std::make_unique<core::AdoptingClicks>(m_db->database(), m_db->workspaceId, *m_foreign, m_shop,
                                                          core::AddressStorage::Truncated, m_clock);
        m_redis->start();
        QTRY_VERIFY(m_redis->counters().connected);
    }

    void cleanup()
    {
        m_redis.reset();
        m_db.reset();
    }

    void anUnknownTokenIsFoundAndStoredOnce()
    {
        const auto token = test::newToken();
        put(token, R"({"fbclid": "IwARadopted", "client_ip": "203.0.113.7", "event_source_url": "%/go/summer"})");
        for (int i = 0; i < 2; ++i) {
            const auto found = byToken(token);
            QVERIFY(found && *found && **found);
            QCOMPARE((**found)->fbclid, u"IwARadopted"_s);
            QCOMPARE((**found)->poolId, m_db->poolId);
            QCOMPARE((**found)->clientIp, u"203.0.113.0"_s); // As much as is to be stored of it.
            QCOMPARE(stored(), 1);
        }
        const auto trail =
            m_db->get([&](auto &uow) { return uow.trail().byToken(m_db->workspaceId, token.toString()); });
        QCOMPARE(trail.size(), 1);
        QCOMPARE(trail.first().step, u"click.taken_over"_s);
        // From now on Redis is not needed for it.
        m_server->kill();
        QVERIFY(byToken(token)->value());
    }

    void anUnknownFbclidIsFoundByItsIndex()
    {
        const auto token = test::newToken();
        put(token, R"({"fbclid": "IwARindexed"})");
        m_server->ask({"SET", "tracking:fbclid:IwARindexed", token.toString().toLatin1()});
        const auto found = byFbclid(u"IwARindexed"_s);
        QVERIFY(found && *found && **found);
        QCOMPARE((**found)->token, token);
        QCOMPARE(stored(), 1);
    }

    void theDatabaseIsRightWhereBothKnow()
    {
        const auto token = m_db->click(u"InTheDatabase"_s);
        put(token, R"({"fbclid": "InRedis"})");
        QCOMPARE(byToken(token)->value()->fbclid, u"InTheDatabase"_s);
    }

    void whatRastroWroteItselfIsNeverAdopted()
    {
        Click click{.token = test::newToken()};
        click.fbclid = u"ErasedByItsPerson"_s;
        click.traffic = u"person"_s;
        m_foreign->put(m_db->workspaceId, click);
        QTRY_VERIFY(m_server->ask({"GET", "tracking:fbclid:ErasedByItsPerson"}).text);
        QVERIFY(!byToken(click.token)->value());
        QVERIFY(!byFbclid(click.fbclid)->value());
        QCOMPARE(stored(), 0);
    }

    void anotherWorkspacesClickIsNotTaken()
    {
        Click click{.token = test::newToken()};
        click.traffic = u"person"_s;
        m_db->must([&](auto &uow) { uow.clicks().insert(m_db->otherWorkspaceId, click); });
        put(click.token, "{}");
        QVERIFY(!byToken(click.token)->value());
        QCOMPARE(stored(), 1);
    }

    void withoutRedisTheDatabaseAnswersAlone_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::newRow("killed") << false;
        QTest::newRow("paused") << true;
    }

    void withoutRedisTheDatabaseAnswersAlone()
    {
        QFETCH(const bool, paused);
        const auto known = m_db->click(u"Known"_s);
        const auto unknown = test::newToken();
        put(unknown, "{}");
        if (paused)
            m_server->pause();
        else
            m_server->kill();
        QVERIFY(byToken(known)->value());
        const auto none = byToken(unknown);
        QVERIFY(none && *none && !**none);
    }
};

QTEST_GUILESS_MAIN(AdoptingClicksTest)
#include "tst_adoptingclicks.moc"
