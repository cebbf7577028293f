// SPDX-License-Identifier: GPL-3.0-or-later
#include "rawclient.h"

#include <QtCore/QFile>
#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace {

constexpr int PATIENCE_MS = 20'000; // a loaded machine under a sanitizer

} // namespace

RawClient::RawClient(quint16 port)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        close();
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawClient::~RawClient()
{
    close();
}

bool RawClient::send(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto sent = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes = bytes.sliced(sent);
    }
    return true;
}

qsizetype RawClient::sendSome(QByteArrayView bytes)
{
    const auto sent = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0)
        return sent;
    return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
}

bool RawClient::waitForInput(std::chrono::milliseconds time)
{
    pollfd watched{m_descriptor, POLLIN, 0};
    return ::poll(&watched, 1, int(time.count())) > 0;
}

bool RawClient::receive()
{
    char buffer[16384];
    if (m_ended || !waitForInput(std::chrono::milliseconds(PATIENCE_MS)))
        return false;
    const auto size = ::recv(m_descriptor, buffer, sizeof buffer, 0);
    m_ended = size <= 0;
    if (!m_ended)
        m_input.append(buffer, size);
    return !m_ended;
}

RawClient::Response RawClient::response(bool toHead)
{
    qsizetype headEnd = -1;
    while ((headEnd = m_input.indexOf("\r\n\r\n")) < 0) {
        if (!receive())
            return {};
    }
    Response response;
    response.head = m_input.first(headEnd + 2);
    response.status = response.head.mid(9, 3).toInt();
    m_input.remove(0, headEnd + 4);
    const qsizetype length = toHead ? 0 : response.field("content-length").toLongLong();
    while (m_input.size() < length) {
        if (!receive())
            return {};
    }
    response.body = m_input.first(length);
    m_input.remove(0, length);
    return response;
}

bool RawClient::waitForClose()
{
    while (receive()) {
    }
    return m_ended;
}

void RawClient::finishSending()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawClient::close()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

void RawClient::reset()
{
    const linger hard{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

QByteArray RawClient::Response::field(QByteArrayView name) const
{
    const QByteArray lower = head.toLower();
    const qsizetype at = lower.indexOf("\r\n" + name.toByteArray() + ':');
    if (at < 0)
        return {};
    const qsizetype from = at + name.size() + 3;
    return head.mid(from, head.indexOf("\r\n", from) - from).trimmed();
}

qint64 residentMemory()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}
