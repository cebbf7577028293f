// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtNetwork/QTcpSocket>

namespace rastro::http {

/// The face a client has for QtHttpServer: a socket without a descriptor, on which only requests appear that were
/// read whole and found good, one at a time. So QtHttpServer's parser and its idea of the client's lifetime never
/// meet the network. Owned by QtHttpServer, which deletes it after hangUp().
class VettedSocket : public QTcpSocket
{
public:
    VettedSocket(const QHostAddress &peer, quint16 peerPort, QObject *parent);
    ~VettedSocket() override;

    /// Lets QtHttpServer read `request` (a whole one); its handler is called before this returns.
    void offer(const QByteArray &request);
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
    QByteArray m_offered;
};

} // namespace rastro::http
