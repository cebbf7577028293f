// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/guardedserver.h"

#include <QtCore/QTimer>
#include <chrono>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rastro::http {

namespace {

constexpr int BACKLOG = 1024;                          // above it, a burst of new clients waits for a retransmission
constexpr std::chrono::milliseconds ACCEPT_PAUSE{100}; // when the process has no descriptor left

struct Peer
{
    QHostAddress address;
    quint16 port = 0;
};

Peer peerOf(int descriptor)
{
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&name), &size) != 0)
        return {};
    Peer peer{QHostAddress(reinterpret_cast<const sockaddr *>(&name)), 0};
    sockaddr_in6 inet{};
    static_assert(sizeof inet <= sizeof name);
    std::memcpy(&inet, &name, sizeof inet); // the port lies at the same place in IPv4 and IPv6
    peer.port = ntohs(inet.sin6_port);
    return peer;
}

} // namespace

GuardedServer::GuardedServer(Doorkeeper &doorkeeper)
    : m_doorkeeper(doorkeeper)
{
    setListenBacklogSize(BACKLOG);
    connect(this, &QTcpServer::acceptError, this,
            [this] { QTimer::singleShot(ACCEPT_PAUSE, this, [this] { resumeAccepting(); }); });
}

void GuardedServer::incomingConnection(qintptr descriptor)
{
    if (!m_doorkeeper.admits()) {
        turnAway(int(descriptor));
        return;
    }
    const Peer peer = peerOf(int(descriptor));
    auto *socket = new VettedSocket(peer.address, peer.port, this);
    m_doorkeeper.adopt(int(descriptor), socket);
    addPendingConnection(socket);
}

void GuardedServer::turnAway(int descriptor)
{
    static constexpr QByteArrayView refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n"
                                              "Retry-After: 1\r\nConnection: close\r\n\r\n";
    [[maybe_unused]] const auto sent =
        ::send(descriptor, refusal.data(), size_t(refusal.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(descriptor, SHUT_WR);
    ::close(descriptor);
    m_doorkeeper.turnedAway();
}

} // namespace rastro::http
