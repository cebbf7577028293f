// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>

namespace rastro::test {

/// A small TCP balancer on 127.0.0.1: each connection goes to the next of several servers. One that refuses or does not
/// answer within a second gets no new connection for two seconds. Answers while the event loop runs.
class Balancer : public QObject
{
    Q_OBJECT

public:
    /// `ports`: of the servers, on 127.0.0.1. Listens at once.
    explicit Balancer(const QList<quint16> &ports);

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }

private:
    struct Backend
    {
        quint16 port = 0;
        qint64 outUntilMs = 0;
    };

    [[nodiscard]] qsizetype next();
    void pass(QTcpSocket *client);

    QTcpServer m_server;
    QList<Backend> m_backends;
    qsizetype m_turn = 0;
};

} // namespace rastro::test
