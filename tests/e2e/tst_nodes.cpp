// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/saleaudit.h"
#include "crash/serverprocess.h"
#include "database/testdatabase.h"
#include "nodes/balancer.h"
#include "nodes/clickload.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int nodeCount = 3;
constexpr int buyersInAWave = 5;
constexpr int patienceMs = 150'000; // Far beyond what anything takes: a busy machine is no fault.

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
    void aClickOfOneNodeIsBoundByAnother();
    void salesGoOnWhereNodesDieAndSleep();
    void aChangeOfTheShopIsLiveOnAllNodes();
    void cleanupTestCase();

private:
    void everyClickIsKeptAndReportedOnce();
    [[nodiscard]] Node *poller();
    [[nodiscard]] Node *anyBut(const Node *node);
    [[nodiscard]] QString click(const Node &node, const QString &fbclid);
    [[nodiscard]] qint64 personOf(const QString &token);
    void addWave();
    [[nodiscard]] bool wait(const std::function<bool()> &met);
    [[nodiscard]] bool isWaveGreeted() const;
    [[nodiscard]] bool areAllDone() const;
    [[nodiscard]] QString trouble() const;

    std::unique_ptr<OutsideWorld> m_world;
    std::unique_ptr<TestDatabase> m_database;
    std::vector<std::unique_ptr<Node>> m_nodes;
    std::unique_ptr<Balancer> m_balancer;
    std::unique_ptr<ClickLoad> m_load;
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

Node *NodesTest::anyBut(const Node *node)
{
    return std::find_if(m_nodes.begin(), m_nodes.end(), [node](const auto &other) { return other.get() != node; })
        ->get();
}

// Follows the ad to this node, and again until it knows a bot that takes visitors. The token that it answered.
QString NodesTest::click(const Node &node, const QString &fbclid)
{
    HttpRequest request;
    request.url = node.server.url();
    request.url.setPath(u"/go/ad"_s);
    request.url.setQuery(u"fbclid="_s + fbclid);
    request.headers = {{"User-Agent", "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126.0.0.0 Mobile"}};
    QObject context;
    QString token;
    bool isAsked = false;
    (void)wait([&] {
        if (!token.isEmpty() || std::exchange(isAsked, true))
            return !token.isEmpty();
        m_world->http().send(request, &context, [&](const Result<HttpAnswer> &answer) {
            isAsked = false;
            const QUrl link(answer ? QString::fromLatin1(answer->header("location")) : QString());
            token = QUrlQuery(link.query()).queryItemValue(u"start"_s);
        });
        return false;
    });
    return token;
}

qint64 NodesTest::personOf(const QString &token)
{
    return m_database->peek(u"SELECT bound_telegram_user_id FROM clicks WHERE token = '%1'"_s.arg(token)).toLongLong();
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

// Nothing about a click is known to one node only, also in the moment after it.
void NodesTest::aClickOfOneNodeIsBoundByAnother()
{
    constexpr qint64 person = 7118531418;
    const auto fbclid = u"ClickOnOneNode"_s;
    Node *handles = poller();
    QVERIFY(handles);
    const auto token = click(*anyBut(handles), fbclid);
    QVERIFY(!token.isEmpty());
    auto &people = m_world->telegram().people();
    people.openLink(m_world->bot(), token, {person, u"Bia"_s, u"bia"_s, u"pt-br"_s});
    people.pressStart(m_world->bot(), person);
    QVERIFY2(wait([&] { return personOf(token) == person; }), qPrintable(trouble()));
    QCOMPARE(m_database->peek(u"SELECT tracking_session_id FROM bot_users WHERE telegram_user_id = %1"_s.arg(person))
                 .toString(),
             token);
    QCOMPARE(m_database->peek(u"SELECT attribution_rule FROM bot_users WHERE telegram_user_id = %1"_s.arg(person))
                 .toString(),
             u"start_token"_s);

    // She comes back by the same ad, to every node: recognised at once, as by one that remembers her.
    for (const auto &node : m_nodes) {
        const auto again = click(*node, fbclid);
        QVERIFY(!again.isEmpty() && again != token);
        QCOMPARE(personOf(again), person);
    }
}

void NodesTest::salesGoOnWhereNodesDieAndSleep()
{
    m_load = std::make_unique<ClickLoad>(*m_world, m_balancer->url());
    m_load->start();
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

    m_load->stop();
    QVERIFY2(wait([this] { return m_load->isIdle(); }), qPrintable(trouble()));

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
    // A message whose answer nobody heard is sent again; nothing else is.
    qInfo("%lld of %lld buttons came twice", static_cast<long long>(repeated), static_cast<long long>(3 * sales));
    everyClickIsKeptAndReportedOnce();
}

void NodesTest::everyClickIsKeptAndReportedOnce()
{
    QVERIFY(m_load->tokens().size() > m_load->unanswered());
    QSet<QString> stored;
    const auto clicks = m_database->rows(u"SELECT token FROM clicks WHERE traffic = 'person'"_s);
    for (const QVariantMap &row : clicks)
        stored.insert(row[u"token"_s].toString());
    for (const QString &token : m_load->tokens())
        QVERIFY2(stored.contains(token), qPrintable(token));
    // Some are stored although their answer was lost on its way; they are reported, too.
    QVERIFY2(wait([this] {
                 return m_database->peek(u"SELECT COUNT(*) FROM conversions WHERE state = 'pending'"_s).toInt() == 0;
             }),
             qPrintable(trouble()));
    QCOMPARE(m_database->peek(u"SELECT COUNT(*) FROM conversions WHERE state <> 'sent'"_s).toInt(), 0);
    QCOMPARE(m_world->meta().counted(u"PageView"_s), stored.size());
    qInfo("%lld clicks were stored; %d were not answered", static_cast<long long>(stored.size()), m_load->unanswered());
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
