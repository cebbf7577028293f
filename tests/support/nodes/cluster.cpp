// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/cluster.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr int nodeCount = 3;
constexpr int buyersInAWave = 5;
constexpr int patienceMs = 150'000; // Far beyond what anything takes: a busy machine is no fault.

} // namespace

Node::Node(const OutsideWorld &world, const QString &database, const QString &redis)
    : port(freePort())
    , server(folder.path(), port, server::SandboxWorld::telegramApi(world.origin()), database)
{
    server.setRedis(redis);
    server.setRevived(false);
}

Cluster::Cluster(const QString &redis)
{
    m_world.bankBehaves({{u"idempotent"_s, false}});
    QList<quint16> ports;
    for (int i = 0; i < nodeCount; ++i) {
        m_nodes.push_back(std::make_unique<Node>(m_world, m_database.url(), redis));
        ports.append(m_nodes.back()->port);
    }
    m_balancer = std::make_unique<Balancer>(ports);
    m_load = std::make_unique<ClickLoad>(m_world, m_balancer->url());
    m_world.allow(m_balancer->url());
}

bool Cluster::open()
{
    const Node &first = *m_nodes.front();
    if (const auto trouble = first.server.apply(m_world.shopFile()); !trouble.isEmpty()) {
        qWarning("the shop is not applied: %s", qPrintable(trouble));
        return false;
    }
    for (const auto &node : m_nodes) {
        const auto key = u"rastro.key"_s; // All nodes have one.
        if (node.get() != &first && !QFile::copy(first.folder.filePath(key), node->folder.filePath(key)))
            return false;
        m_world.allow(node->server.url());
        node->server.setPublicUrl(m_balancer->url());
        node->server.start();
    }
    // A node that does not know the bot's name yet stores a click without a bot, which is not reported.
    const auto leadOn = askingAll(u"/go/ad"_s, [](const HttpAnswer &answer) { return answer.status == 302; });
    return wait([&] {
        return std::all_of(m_nodes.begin(), m_nodes.end(), [](const auto &node) { return node->server.serves(); }) &&
               leadOn() && poller();
    });
}

bool Cluster::close()
{
    bool isWell = true;
    for (const auto &node : m_nodes)
        isWell = node->server.stop() && isWell;
    return isWell;
}

Node *Cluster::poller() const
{
    const auto place = m_database
                           .peek(u"SELECT n.place FROM leases l JOIN nodes n ON n.id = l.node_id "
                                 "WHERE l.name LIKE 'bot:%'"_s)
                           .toString();
    for (const auto &node : m_nodes) {
        if (place.endsWith(u':' + QDir(node->folder.path()).canonicalPath()))
            return node.get();
    }
    return nullptr;
}

void Cluster::addWave()
{
    for (int i = 0; i < buyersInAWave; ++i)
        m_buyers.push_back(std::make_unique<Buyer>(m_world, m_balancer->url(), 6118531418 + qint64(m_buyers.size())));
}

bool Cluster::isWaveGreeted() const
{
    return !m_buyers.back()->buttons(u"callback_data"_s).isEmpty();
}

bool Cluster::areAllDone() const
{
    return std::all_of(m_buyers.begin(), m_buyers.end(), [](const auto &buyer) { return buyer->isDone(); });
}

std::function<bool()> Cluster::askingAll(const QString &path, const Asking::IsWanted &isWanted)
{
    std::vector<std::shared_ptr<Asking>> askings;
    for (const auto &node : m_nodes) {
        auto page = node->server.url();
        page.setPath(path);
        askings.push_back(std::make_shared<Asking>(m_world.http(), page, isWanted));
    }
    return [askings] {
        qsizetype answered = 0;
        for (const auto &asking : askings) // Each of them, also after one that is not answered.
            answered += asking->isAnswered() ? 1 : 0;
        return answered == qsizetype(askings.size());
    };
}

bool Cluster::wait(const std::function<bool()> &met)
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

QByteArray Cluster::trouble() const
{
    QByteArrayList texts;
    for (const auto &buyer : m_buyers) {
        if (!buyer->isDone())
            texts.append(buyer->waitsFor().toUtf8());
    }
    for (const auto &node : m_nodes)
        texts.append(node->server.log());
    return texts.join('\n');
}

} // namespace rastro::test
