// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/clusteraudit.h"
#include "nodes/shopchange.h"
#include "redis/redisserver.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

/// Three servers on one PostgreSQL that share a Redis as well. It dies in the middle of sales, and comes back empty;
/// the outside world counts the same as without it (tst_nodes).
class NodesOnRedisTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void salesGoOnWhereRedisDies();
    void aChangeOfTheShopIsLiveOnAllNodesWithinASecond();
    void cleanupTestCase();

private:
    [[nodiscard]] bool isShared() const;
    [[nodiscard]] bool wait(const std::function<bool()> &met) { return m_cluster->wait(met); }

    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<Cluster> m_cluster;
};

void NodesOnRedisTest::initTestCase()
{
    if (!TestDatabase::isServer())
        QSKIP("Several nodes share a PostgreSQL database.");
    m_redis = std::make_unique<RedisServer>();
    m_cluster = std::make_unique<Cluster>(m_redis->text());
    QVERIFY2(m_cluster->open(), m_cluster->trouble());
}

// Every node listens there, and clicks are copied to it.
bool NodesOnRedisTest::isShared() const
{
    const auto listeners = m_redis->ask({"PUBSUB", "NUMSUB", "rastro:notices:0"}).items.value(1).number;
    return listeners == qint64(m_cluster->nodes().size()) && m_redis->ask({"DBSIZE"}).number > 0;
}

void NodesOnRedisTest::salesGoOnWhereRedisDies()
{
    m_cluster->load().start();
    m_cluster->addWave();
    QVERIFY2(wait([this] { return isShared() && m_cluster->isWaveGreeted(); }), m_cluster->trouble());
    m_redis->kill();
    QVERIFY2(wait([this] { return m_cluster->areAllDone(); }), m_cluster->trouble());

    m_cluster->addWave();
    QVERIFY2(wait([this] { return m_cluster->isWaveGreeted(); }), m_cluster->trouble());
    Node *killed = m_cluster->poller();
    QVERIFY(killed);
    killed->server.kill();
    QVERIFY(m_redis->start());
    QVERIFY2(wait([this] { return m_cluster->areAllDone(); }), m_cluster->trouble());

    m_cluster->addWave();
    killed->server.start();
    QVERIFY2(wait([this] { return isShared() && m_cluster->areAllDone(); }), m_cluster->trouble());
    const auto faults = faultsOf(*m_cluster);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u"; "_s)));
}

void NodesOnRedisTest::aChangeOfTheShopIsLiveOnAllNodesWithinASecond()
{
    const auto median = medianTimeUntilLive(*m_cluster);
    QVERIFY2(median, m_cluster->trouble());
    QVERIFY2(*median < std::chrono::seconds(1), QByteArray::number(qint64(median->count())) + " ms");
}

void NodesOnRedisTest::cleanupTestCase()
{
    if (m_cluster)
        QVERIFY2(m_cluster->close(), m_cluster->trouble());
}

QTEST_GUILESS_MAIN(NodesOnRedisTest)
#include "tst_nodesonredis.moc"
