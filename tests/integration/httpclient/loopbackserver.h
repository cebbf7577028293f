// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <functional>

/// A bare HTTP/1.1 server on 127.0.0.1 that shows what arrives and answers, stalls or breaks as the test says.
class LoopbackServer : public QTcpServer
{
    Q_OBJECT
public:
    struct Request
    {
        QByteArray head; ///< Request line and headers.
        QByteArray body;
        QPointer<QTcpSocket> socket;
    };

    LoopbackServer()
    {
        setListenBacklogSize(512);
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (auto *socket = nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::disconnected, this, [this, socket] { closed(socket); });
            }
        });
    }

    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
    }

    static void answer(QTcpSocket *socket, int status, const QByteArray &body, const QByteArray &headers = {})
    {
        socket->write("HTTP/1.1 " + QByteArray::number(status) +
                      " X\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
    }

    std::function<void(const Request &)> onRequest = [](const Request &r) { answer(r.socket, 200, "ok"); };
    QList<Request> requests;
    int connections = 0;
    int disconnections = 0;

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &buffer = m_buffers[socket];
        buffer += socket->readAll();
        for (auto end = buffer.indexOf("\r\n\r\n"); end >= 0; end = buffer.indexOf("\r\n\r\n")) {
            const QByteArray head = buffer.first(end);
            const qsizetype length = contentLength(head);
            if (buffer.size() < end + 4 + length)
                return;
            requests.append({head, buffer.sliced(end + 4, length), socket});
            buffer.remove(0, end + 4 + length);
            onRequest(requests.constLast());
        }
    }

    void closed(QTcpSocket *socket)
    {
        ++disconnections;
        m_buffers.remove(socket);
        socket->deleteLater();
    }

    static qsizetype contentLength(const QByteArray &head)
    {
        const QByteArray lower = head.toLower();
        const auto at = lower.indexOf("\r\ncontent-length:");
        return at < 0 ? 0 : lower.sliced(at + 17).split('\r').constFirst().trimmed().toLongLong();
    }

    QHash<QTcpSocket *, QByteArray> m_buffers;
};
