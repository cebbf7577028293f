// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/clusteraudit.h"
#include "nodes/shopchange.h"

#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

/// Three servers on one PostgreSQL behind a balancer. One is killed and one sleeps while people buy; the outside world
/// counts what they did together.
class NodesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aClickOfOneNodeIsBoundByAnother();
    void salesGoOnWhereNodesDieAndSleep();
    void aChangeOfTheShopIsLiveOnAllNodesWithinASecond();
    void cleanupTestCase();

private:
    [[nodiscard]] Node *anyBut(const Node *node);
    [[nodiscard]] QString click(const Node &node, const QString &fbclid);
    [[nodiscard]] QString ofPerson(const QString &column, qint64 person);
    [[nodiscard]] qint64 personOf(const QString &token);
    [[nodiscard]] bool wait(const std::function<bool()> &met) { return m_cluster->wait(met); }

    std::unique_ptr<Cluster> m_cluster;
};

void NodesTest::initTestCase()
{
    if (!TestDatabase::isServer())
        QSKIP("Several nodes share a PostgreSQL database.");
    m_cluster = std::make_unique<Cluster>();
    QVERIFY2(m_cluster->open(), m_cluster->trouble());
}

Node *NodesTest::anyBut(const Node *node)
{
    const auto &nodes = m_cluster->nodes();
    return std::find_if(nodes.begin(), nodes.end(), [node](const auto &other) { return other.get() != node; })->get();
}

// Follows the ad to this node. The token that it answered.
QString NodesTest::click(const Node &node, const QString &fbclid)
{
    HttpRequest request;
    request.url = node.server.url();
    request.url.setPath(u"/go/ad"_s);
    request.url.setQuery(u"fbclid="_s + fbclid);
    request.headers = {{"User-Agent", "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126.0.0.0 Mobile"}};
    QObject context;
    std::optional<QString> token;
    m_cluster->world().http().send(request, &context, [&token](const Result<HttpAnswer> &answer) {
        const QUrl link(answer ? QString::fromLatin1(answer->header("location")) : QString());
        token = QUrlQuery(link.query()).queryItemValue(u"start"_s);
    });
    static_cast<void>(wait([&token] { return token.has_value(); }));
    return token.value_or(QString());
}

QString NodesTest::ofPerson(const QString &column, qint64 person)
{
    return m_cluster->database()
        .peek(u"SELECT %1 FROM bot_users WHERE telegram_user_id = %2"_s.arg(column).arg(person))
        .toString();
}

qint64 NodesTest::personOf(const QString &token)
{
    return m_cluster->database()
        .peek(u"SELECT bound_telegram_user_id FROM clicks WHERE token = '%1'"_s.arg(token))
        .toLongLong();
}

// Nothing about a click is known to one node only, also in the moment after it.
void NodesTest::aClickOfOneNodeIsBoundByAnother()
{
    constexpr qint64 person = 7118531418;
    const auto fbclid = u"ClickOnOneNode"_s;
    const Node *handles = m_cluster->poller();
    QVERIFY(handles);
    const auto token = click(*anyBut(handles), fbclid);
    QVERIFY(!token.isEmpty());
    auto &world = m_cluster->world();
    world.telegram().people().openLink(world.bot(), token, {person, u"Bia"_s, u"bia"_s, u"pt-br"_s});
    world.telegram().people().pressStart(world.bot(), person);
    QVERIFY2(wait([&] { return personOf(token) == person; }), m_cluster->trouble());
    QCOMPARE(ofPerson(u"tracking_session_id"_s, person), token);
    QCOMPARE(ofPerson(u"attribution_rule"_s, person), u"start_token"_s);

    // She comes back by the same ad, to every node: recognised at once, as by one that remembers her.
    for (const auto &node : m_cluster->nodes()) {
        const auto again = click(*node, fbclid);
        QVERIFY(!again.isEmpty() && again != token);
        QCOMPARE(personOf(again), person);
    }
}

void NodesTest::salesGoOnWhereNodesDieAndSleep()
{
    m_cluster->load().start();
    m_cluster->addWave();
    QVERIFY2(wait([this] { return m_cluster->isWaveGreeted(); }), m_cluster->trouble());
    Node *killed = m_cluster->poller();
    QVERIFY(killed);
    killed->server.kill();
    QVERIFY2(wait([this] { return m_cluster->areAllDone(); }), m_cluster->trouble());

    m_cluster->addWave();
    QVERIFY2(wait([this] { return m_cluster->isWaveGreeted(); }), m_cluster->trouble());
    Node *asleep = m_cluster->poller();
    QVERIFY(asleep && asleep != killed);
    asleep->server.pause();
    QVERIFY2(wait([this] { return m_cluster->areAllDone(); }), m_cluster->trouble());
    // Also where nobody needed the sleeper's updates meanwhile.
    const auto isTakenOver = [this, asleep] { return m_cluster->poller() && m_cluster->poller() != asleep; };
    QVERIFY2(wait(isTakenOver), m_cluster->trouble());

    m_cluster->addWave();
    asleep->server.resume();
    killed->server.start();
    QVERIFY2(wait([this, killed] { return m_cluster->areAllDone() && killed->server.serves(); }), m_cluster->trouble());
    const auto faults = faultsOf(*m_cluster);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u"; "_s)));
}

void NodesTest::aChangeOfTheShopIsLiveOnAllNodesWithinASecond()
{
    const auto median = medianTimeUntilLive(*m_cluster);
    QVERIFY2(median, m_cluster->trouble());
    QVERIFY2(*median < std::chrono::seconds(1), QByteArray::number(qint64(median->count())) + " ms");
}

void NodesTest::cleanupTestCase()
{
    if (!m_cluster)
        return;
    QVERIFY2(m_cluster->close(), m_cluster->trouble());
    // Who ended well has left; who was killed is remembered for a while.
    QCOMPARE(m_cluster->database().peek(u"SELECT COUNT(*) FROM nodes WHERE lease_until > 0"_s).toInt(), 0);
}

QTEST_GUILESS_MAIN(NodesTest)
#include "tst_nodes.moc"
