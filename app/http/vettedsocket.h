// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtNetwork/QTcpSocket>

namespace rastro::http {

/// The face a client has for QtHttpServer: a socket without a descriptor. QtHttpServer reads lengths and targets in its
/// own, laxer way, keeps raw pointers to sockets, and up to 6.10 has no limits; so the bytes of a client never reach
/// it. Here it is told, in a fixed form, that a request came which was read whole and found good (RequestReader), and
/// calls its handler for it: one at a time, in order. Owned by QtHttpServer, which deletes it after hangUp().
class VettedSocket : public QTcpSocket
{
public:
    VettedSocket(const QHostAddress &peer, quint16 peerPort, QObject *parent);
    ~VettedSocket() override;

    /// Announces one request; QtHttpServer's handler is called before this returns.
    void announce();
    /// The client is gone.
    void hangUp();

    [[nodiscard]] qint64 bytesAvailable() const override;
    /// QtHttpServer's wish to close is not followed: the connection's owner decides.
    void disconnectFromHost() override {}
    void close() override {}

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    /// Swallows: answers take another way (Responder).
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArrayView m_unread; // of the announcement
};

} // namespace rastro::http
