// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/balancer.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>

namespace rastro::test {

namespace {

constexpr std::chrono::milliseconds patience{1000};
constexpr qint64 outMs = 2000;

} // namespace

Balancer::Balancer(const QList<quint16> &ports)
{
    for (const quint16 port : ports)
        m_backends.append(Backend{port});
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (auto *client = m_server.nextPendingConnection())
            pass(client);
    });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the balancer cannot listen");
}

qsizetype Balancer::next()
{
    for (qsizetype tried = 0; tried < m_backends.size(); ++tried) {
        m_turn = (m_turn + 1) % m_backends.size();
        if (m_backends[m_turn].outUntilMs < QDateTime::currentMSecsSinceEpoch())
            break;
    }
    return m_turn;
}

// The client's socket owns all of the connection.
void Balancer::pass(QTcpSocket *client)
{
    const auto index = next();
    auto *server = new QTcpSocket(client);
    auto *silence = new QTimer(client);
    silence->setSingleShot(true);
    const auto fail = [this, client, index] {
        m_backends[index].outUntilMs = QDateTime::currentMSecsSinceEpoch() + outMs;
        client->abort();
    };
    connect(silence, &QTimer::timeout, client, fail);
    connect(server, &QTcpSocket::errorOccurred, client, [server, fail, client](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError) {
            fail();
            return;
        }
        client->write(server->readAll());
        client->disconnectFromHost();
    });
    connect(client, &QTcpSocket::readyRead, server, [client, server, silence] {
        server->write(client->readAll());
        silence->start(patience);
    });
    connect(server, &QTcpSocket::readyRead, client, [client, server, silence] {
        silence->stop();
        client->write(server->readAll());
    });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_backends[index].port);
}

} // namespace rastro::test
