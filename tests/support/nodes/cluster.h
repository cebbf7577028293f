// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crash/buyer.h"
#include "crash/serverprocess.h"
#include "database/testdatabase.h"
#include "nodes/asking.h"
#include "nodes/balancer.h"
#include "nodes/clickload.h"

namespace rastro::test {

/// One server of several on a database, in a folder of its own.
struct Node
{
    Node(const OutsideWorld &world, const QString &database, const QString &redis);

    QTemporaryDir folder;
    quint16 port;
    ServerProcess server;
};

/// Three servers on one PostgreSQL behind a balancer, the outside world beside them, and people who buy in waves. The
/// bank makes a charge of every call. Works while wait() runs.
class Cluster
{
public:
    /// `redis`: as of --redis; empty: none.
    explicit Cluster(const QString &redis = {});

    /// Applies the shop and starts the servers. Whether all of them lead to the bot and one receives its updates.
    [[nodiscard]] bool open();
    /// Whether all of them ended well.
    [[nodiscard]] bool close();

    [[nodiscard]] OutsideWorld &world() { return m_world; }
    [[nodiscard]] const TestDatabase &database() const { return m_database; }
    [[nodiscard]] const std::vector<std::unique_ptr<Node>> &nodes() const { return m_nodes; }
    /// Which node receives the bot's updates now; null: nobody yet.
    [[nodiscard]] Node *poller() const;

    /// Clicks that nobody follows, by the balancer. At first there are none.
    [[nodiscard]] ClickLoad &load() { return *m_load; }
    /// Some more people see the ad.
    void addWave();
    [[nodiscard]] const std::vector<std::unique_ptr<Buyer>> &buyers() const { return m_buyers; }
    /// The last of them has got the bot's offers.
    [[nodiscard]] bool isWaveGreeted() const;
    /// All of them have what they bought.
    [[nodiscard]] bool areAllDone() const;

    /// A question to be repeated while wait() runs: whether the page at this path has been as wanted at every node.
    [[nodiscard]] std::function<bool()> askingAll(const QString &path, const Asking::IsWanted &isWanted);
    /// Lets everybody go on until `met` holds. False: far beyond the time that anything takes, or a server ended badly.
    [[nodiscard]] bool wait(const std::function<bool()> &met);
    /// Who waits for what, and what the servers said: for messages of a test.
    [[nodiscard]] QByteArray trouble() const;

private:
    OutsideWorld m_world;
    TestDatabase m_database;
    std::vector<std::unique_ptr<Node>> m_nodes;
    std::unique_ptr<Balancer> m_balancer;
    std::unique_ptr<ClickLoad> m_load;
    std::vector<std::unique_ptr<Buyer>> m_buyers;
};

} // namespace rastro::test
