// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/saleaudit.h"
#include "crash/serverprocess.h"
#include "database/testdatabase.h"
#include "nodes/balancer.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int nodeCount = 3;
constexpr int buyersInAWave = 5;
constexpr int patienceMs = 60'000; // Within it a dead node's work goes on elsewhere.

// One server of several on a database, in a folder of its own.
struct Node
{
    Node(const OutsideWorld &world, const QString &database)
        : port(freePort())
        , server(folder.path(), port, server::SandboxWorld::telegramApi(world.origin()), database)
    {
    }

    QTemporaryDir folder;
    quint16 port;
    ServerProcess server;
};

// The shop with one more address under which it is reached.
QByteArray withPool(const QByteArray &shopFile, const QString &slug)
{
    auto shop = QJsonDocument::fromJson(shopFile).object();
    auto pools = shop[u"pools"_s].toArray();
    auto pool = pools[0].toObject();
    pool[u"slug"_s] = slug;
    pools.append(pool);
    shop[u"pools"_s] = pools;
    return QJsonDocument(shop).toJson();
}

} // namespace

/// Three servers on one PostgreSQL behind a balancer. One is killed and one sleeps while people buy; the outside world
/// counts what they did together.
class NodesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void salesGoOnWhereNodesDieAndSleep();
    void aChangeOfTheShopIsLiveOnAllNodes();
    void cleanupTestCase();

private:
    [[nodiscard]] Node *poller();
    void addWave();
    [[nodiscard]] bool wait(const std::function<bool()> &met);
    [[nodiscard]] bool isWaveGreeted() const;
    [[nodiscard]] bool areAllDone() const;
    [[nodiscard]] QString trouble() const;

    std::unique_ptr<OutsideWorld> m_world;
    std::unique_ptr<TestDatabase> m_database;
    std::vector<std::unique_ptr<Node>> m_nodes;
    std::unique_ptr<Balancer> m_balancer;
    std::vector<std::unique_ptr<Buyer>> m_buyers;
};

void NodesTest::initTestCase()
{
    if (!TestDatabase::isServer())
        QSKIP("Several nodes share a PostgreSQL database.");
    m_world = std::make_unique<OutsideWorld>();
    m_world->bankBehaves({{u"idempotent"_s, false}});
    m_database = std::make_unique<TestDatabase>();
    QList<quint16> ports;
    for (int i = 0; i < nodeCount; ++i) {
        m_nodes.push_back(std::make_unique<Node>(*m_world, m_database->url()));
        ports.append(m_nodes.back()->port);
    }
    m_balancer = std::make_unique<Balancer>(ports);
    m_world->allow(m_balancer->url());
    QCOMPARE(m_nodes[0]->server.apply(m_world->shopFile()), QString());
    for (const auto &node : m_nodes) {
        if (node != m_nodes[0]) // All nodes have one key.
            QVERIFY(QFile::copy(m_nodes[0]->folder.filePath(u"rastro.key"_s), node->folder.filePath(u"rastro.key"_s)));
        m_world->allow(node->server.url());
        node->server.setPublicUrl(m_balancer->url());
        node->server.setRevived(false);
        node->server.start();
    }
    QVERIFY2(wait([this] {
                 return std::all_of(m_nodes.begin(), m_nodes.end(), [](auto &node) { return node->server.serves(); }) &&
                        poller();
             }),
             qPrintable(trouble()));
}

// Which node receives the bot's updates now; none: nobody yet.
Node *NodesTest::poller()
{
    const auto place = m_database
                           ->peek(u"SELECT n.place FROM leases l JOIN nodes n ON n.id = l.node_id "
                                  "WHERE l.name LIKE 'bot:%'"_s)
                           .toString();
    for (const auto &node : m_nodes) {
        if (place.endsWith(u':' + QDir(node->folder.path()).canonicalPath()))
            return node.get();
    }
    return nullptr;
}

void NodesTest::addWave()
{
    for (int i = 0; i < buyersInAWave; ++i)
        m_buyers.push_back(std::make_unique<Buyer>(*m_world, m_balancer->url(), 6118531418 + qint64(m_buyers.size())));
}

bool NodesTest::wait(const std::function<bool()> &met)
{
    bool hasFailed = false;
    const bool done = QTest::qWaitFor(
        [&] {
            for (const auto &buyer : m_buyers)
                buyer->tick();
            for (const auto &node : m_nodes)
                hasFailed = hasFailed || node->server.hasFailed();
            return hasFailed || met();
        },
        patienceMs);
    return done && !hasFailed;
}

bool NodesTest::isWaveGreeted() const
{
    return !m_buyers.back()->buttons(u"callback_data"_s).isEmpty();
}

bool NodesTest::areAllDone() const
{
    return std::all_of(m_buyers.begin(), m_buyers.end(), [](const auto &buyer) { return buyer->isDone(); });
}

QString NodesTest::trouble() const
{
    QStringList texts;
    for (const auto &buyer : m_buyers) {
        if (!buyer->isDone())
            texts.append(buyer->waitsFor());
    }
    for (const auto &node : m_nodes)
        texts.append(QString::fromUtf8(node->server.log()));
    return texts.join(u'\n');
}

void NodesTest::salesGoOnWhereNodesDieAndSleep()
{
    addWave();
    QVERIFY2(wait([this] { return isWaveGreeted(); }), qPrintable(trouble()));
    Node *killed = poller();
    QVERIFY(killed);
    killed->server.kill();
    QVERIFY2(wait([this] { return areAllDone(); }), qPrintable(trouble()));

    addWave();
    QVERIFY2(wait([this] { return isWaveGreeted(); }), qPrintable(trouble()));
    Node *asleep = poller();
    QVERIFY(asleep && asleep != killed);
    asleep->server.pause();
    QVERIFY2(wait([this] { return areAllDone(); }), qPrintable(trouble()));
    // Also where nobody needed the sleeper's updates meanwhile.
    QVERIFY2(wait([this, asleep] { return poller() && poller() != asleep; }), qPrintable(trouble()));

    addWave();
    asleep->server.resume();
    killed->server.start();
    QVERIFY2(wait([this, killed] { return areAllDone() && killed->server.serves(); }), qPrintable(trouble()));

    SaleAudit audit(*m_world, m_nodes[0]->folder.path(), m_database->url());
    qsizetype repeated = 0;
    for (const auto &buyer : m_buyers) {
        QStringList faults;
        const bool isWell = wait([&] { return (faults = audit.faultsOf(*buyer)).isEmpty(); });
        QVERIFY2(isWell, qPrintable(faults.join(u"; "_s)));
        repeated += audit.repeatedMessages(*buyer);
    }
    const auto sales = static_cast<qsizetype>(m_buyers.size());
    QCOMPARE(m_world->meta().counted(u"Purchase"_s), sales);
    QCOMPARE(m_world->bank().counts().charges, sales);
    qInfo("%lld buttons came twice", static_cast<long long>(repeated));
}

void NodesTest::aChangeOfTheShopIsLiveOnAllNodes()
{
    QCOMPARE(m_nodes[0]->server.apply(withPool(m_world->shopFile(), u"second"_s)), QString());
    for (const auto &node : m_nodes) {
        bool isLive = false;
        bool isAsked = false;
        QVERIFY(wait([&] {
            if (!isLive && !std::exchange(isAsked, true)) {
                HttpRequest request;
                request.url = node->server.url();
                request.url.setPath(u"/go/second"_s);
                m_world->http().send(request, this, [&](const Result<HttpAnswer> &answer) {
                    isAsked = false;
                    isLive = answer && answer->status == 302;
                });
            }
            return isLive;
        }));
    }
}

void NodesTest::cleanupTestCase()
{
    for (const auto &node : m_nodes)
        QVERIFY2(node->server.stop(), node->server.log().constData());
    if (m_database) // Who ended well has left; who was killed is remembered for a while.
        QCOMPARE(m_database->peek(u"SELECT COUNT(*) FROM nodes WHERE lease_until > 0"_s).toInt(), 0);
}

QTEST_GUILESS_MAIN(NodesTest)
#include "tst_nodes.moc"
