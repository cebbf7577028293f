// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/vettedsocket.h"

#include <cstring>

namespace rastro::http {

namespace {

constexpr QByteArrayView ANNOUNCEMENT = "GET / HTTP/1.1\r\n\r\n";

} // namespace

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

void VettedSocket::announce()
{
    m_unread = ANNOUNCEMENT;
    Q_EMIT
    readyRead();
}

void VettedSocket::hangUp()
{
    m_unread = {};
    setSocketState(UnconnectedState);
    Q_EMIT
    disconnected();
}

qint64 VettedSocket::bytesAvailable() const
{
    return QTcpSocket::bytesAvailable() + m_unread.size();
}

qint64 VettedSocket::readData(char *data, qint64 maxSize)
{
    const qsizetype size = qMin(m_unread.size(), qsizetype(maxSize));
    if (size > 0)
        std::memcpy(data, m_unread.data(), size_t(size));
    m_unread = m_unread.sliced(size);
    return size;
}

qint64 VettedSocket::writeData(const char *, qint64 size)
{
    return size;
}

} // namespace rastro::http
