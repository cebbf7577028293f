// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crash/saleaudit.h"
#include "crash/serverprocess.h"

namespace rastro::test {

/// A shop whose server, the real one, is up and has sold something; its people, and what must hold of them. Everything
/// that waits does so for a minute at most, and not once the server has failed.
class OpenShop
{
public:
    /// `database`: as of --database; empty: SQLite in the data folder.
    OpenShop(QString dataFolder, QString database);

    /// Whether it is up, and its first buyer served. `crashAt`: as of ServerProcess::start().
    [[nodiscard]] bool open(const QString &crashAt = {});

    /// Somebody new sees the ad.
    Buyer &come();
    /// This many at once see the ad who do nothing more. The tokens of their links; empty: there was none.
    QByteArrayList click(int people);
    QByteArray click() { return click(1).first(); }

    /// Everybody goes on until `condition` holds. Whether it did.
    bool until(const std::function<bool()> &condition);
    /// The same, while nobody does anything.
    bool quietlyUntil(const std::function<bool()> &condition);
    /// Everybody is at the end of the way.
    [[nodiscard]] bool allAreServed();

    /// Value of a metric without labels; -1: it is not served.
    double metric(const QByteArray &name);
    /// What is wrong with the sales, and does not become right; empty: all is well.
    QString lastingFaults();

    [[nodiscard]] ServerProcess &server() { return m_server; }

private:
    void get(const QString &path, QObject *context, const std::function<void(const HttpAnswer &)> &then);

    OutsideWorld m_world;
    QString m_database;
    ServerProcess m_server;
    std::vector<std::shared_ptr<Buyer>> m_buyers;
    qint64 m_nextPerson = 7118531418;
};

} // namespace rastro::test
