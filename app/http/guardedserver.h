// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/vettedsocket.h"

#include <QtNetwork/QTcpServer>

namespace rastro::http {

/// Decides about new connections. Server's thread.
class Doorkeeper
{
public:
    /// Whether one more fits.
    [[nodiscard]] virtual bool admits() const = 0;
    /// Takes over the accepted `descriptor`; `socket` is the face QtHttpServer will see.
    virtual void adopt(int descriptor, VettedSocket *socket) = 0;
    /// One was turned away.
    virtual void turnedAway() = 0;

protected:
    ~Doorkeeper() = default;
};

/// Accepts connections, keeps their descriptors from QtHttpServer, and gives it a VettedSocket for each instead. Above
/// the cap a client gets 503. Survives a lack of file descriptors, after which a plain QTcpServer accepts no more.
class GuardedServer : public QTcpServer
{
public:
    explicit GuardedServer(Doorkeeper &doorkeeper);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void turnAway(int descriptor);

    Doorkeeper &m_doorkeeper;
};

} // namespace rastro::http
