// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/vettedsocket.h"

#include <cstring>

namespace rastro::http {

VettedSocket::VettedSocket(const QHostAddress &peer, quint16 peerPort, QObject *parent)
    : QTcpSocket(parent)
{
    setPeerAddress(peer);
    setPeerPort(peerPort);
    setSocketState(ConnectedState);
    open(ReadWrite);
}

VettedSocket::~VettedSocket()
{
    setSocketState(UnconnectedState); // else ~QAbstractSocket tries to abort a connection that never was
}

void VettedSocket::offer(const QByteArray &request)
{
    m_offered = request;
    Q_EMIT
    readyRead();
}

void VettedSocket::hangUp()
{
    m_offered.clear();
    setSocketState(UnconnectedState);
    Q_EMIT
    disconnected();
}

qint64 VettedSocket::bytesAvailable() const
{
    return QTcpSocket::bytesAvailable() + m_offered.size();
}

qint64 VettedSocket::readData(char *data, qint64 maxSize)
{
    const qsizetype size = qMin(m_offered.size(), qsizetype(maxSize));
    std::memcpy(data, m_offered.constData(), size_t(size));
    m_offered.remove(0, size);
    return size;
}

qint64 VettedSocket::writeData(const char *, qint64 size)
{
    return size;
}

} // namespace rastro::http
