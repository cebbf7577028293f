// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/answerbox.h"
#include "http/requestreader.h"
#include "http/vettedsocket.h"
#include "http/wire.h"

#include <QtCore/QPointer>
#include <chrono>

namespace rastro::http {

class Connection;

/// A point on the clock that deadlines are measured with.
using Moment = std::chrono::steady_clock::time_point;

/// What a connection needs from the loop it lives in. Server's thread only.
class ConnectionHost
{
public:
    /// Hands a request to the handler through QtHttpServer, after what is being done now.
    virtual void dispatch(Connection &connection, HttpRequest request) = 0;
    /// A number no other request of this server has.
    virtual quint64 nextSerial() = 0;
    /// Which of EPOLLIN and EPOLLOUT to report from now on.
    virtual void watch(Connection &connection, quint32 events) = 0;
    /// The connection is closed; it is deleted once no call into it is under way.
    virtual void retire(Connection &connection) = 0;
    virtual void countRefusal() = 0;
    [[nodiscard]] virtual Moment now() const = 0;
    [[nodiscard]] virtual QByteArrayView date() = 0;
    [[nodiscard]] virtual bool isDraining() const = 0;

protected:
    ~ConnectionHost() = default;
};

/// One client: reads requests, hands them on one at a time, writes the answers, keeps the deadlines. Server's thread.
class Connection
{
public:
    Connection(ConnectionHost &host, const Limits &limits, int descriptor, quint32 slot, VettedSocket *socket);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Something happened on the wire (EPOLLIN, EPOLLOUT, …). `scratch` is room to read into.
    void onEvents(quint32 events, std::span<char> scratch);
    /// The answer for the request with that serial; ignored when that request is no longer waited for.
    void deliver(quint64 serial, const HttpResponse &response);
    /// Acts on deadlines that have passed.
    void onTick();
    /// The host drains: closes when no request has begun; else the answer under way is the last.
    void drain();
    void close();

    [[nodiscard]] Ticket ticket() const { return {m_slot, m_serial}; }
    [[nodiscard]] bool isHandling(quint64 serial) const { return m_phase == Phase::Handling && m_serial == serial; }
    /// By which QtHttpServer knows this client; null when it gave it up.
    [[nodiscard]] VettedSocket *socket() const { return m_socket; }
    [[nodiscard]] int descriptor() const { return m_wire.descriptor(); }

private:
    enum class Phase { Reading, Handling, Finishing, Lingering, Closed };

    void onReadable(std::span<char> scratch);
    void proceed();
    bool step();
    [[nodiscard]] bool isPaused() const;
    void handle();
    void refuse(int status);
    void finish();
    bool flush();
    void linger();
    void setPhase(Phase phase);
    void renewDeadline();
    void watchWhatMatters();

    ConnectionHost &m_host;
    const Limits &m_limits;
    Wire m_wire;
    RequestReader m_reader;
    QPointer<VettedSocket> m_socket;
    const QByteArray m_peer;
    QByteArray m_out; // answered and not yet taken by the socket
    Moment m_deadline{};
    Moment m_writeDeadline{};
    quint64 m_serial = 0;
    qsizetype m_lingered = 0;
    const quint32 m_slot;
    quint32 m_watched;
    Phase m_phase = Phase::Reading;
    RequestReader::State m_reading = RequestReader::State::Head; // what m_deadline stands for while Reading
    bool m_toHead = false;
    bool m_inputEnded = false;
};

} // namespace rastro::http
