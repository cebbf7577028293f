// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/connection.h"
#include "http/guardedserver.h"
#include "http/httpserver.h"
#include "http/readiness.h"

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>
#include <array>

namespace rastro::http {

class QtFront;

/// The server's side of the thread: accepts, watches all connections, ticks for their deadlines, brings answers to
/// them. Made, used and destroyed on the server's thread.
class ServerLoop : public QObject, private AnswerSink, private ConnectionHost, private Doorkeeper
{
    Q_OBJECT
public:
    /// References must outlive the loop.
    ServerLoop(const Handler &handler, const Limits &limits, Traffic &traffic);
    ~ServerLoop() override;

    /// See HttpServer::listen().
    [[nodiscard]] Result<quint16> listen(const QHostAddress &address, quint16 port);
    /// Stops accepting; drained() follows, Limits::drainDeadline later at most.
    void drain();

Q_SIGNALS:
    void drained();

private:
    class Entry;

    void deliver(Answer answer) override;
    void dispatch(Connection &connection, HttpRequest request) override;
    quint64 nextSerial() override { return ++m_serial; }
    void watch(Connection &connection, quint32 events) override;
    void retire(Connection &connection) override;
    void countRefusal() override { ++m_traffic.refused; }
    [[nodiscard]] Moment now() const override { return m_now; }
    [[nodiscard]] QByteArrayView date() override;
    [[nodiscard]] bool isDraining() const override { return m_draining; }
    [[nodiscard]] bool admits() const override;
    void adopt(int descriptor, VettedSocket *socket) override;
    void turnedAway() override { ++m_traffic.refused; }

    void announce();
    [[nodiscard]] Connection *waiting(Ticket ticket) const;
    void onRequest();
    void onReady();
    void onTick();
    void deliverPosted();
    template <class Function>
    void forEachConnection(Function function);

    const Handler &m_handler;
    const Limits &m_limits;
    Traffic &m_traffic;
    Readiness m_readiness;
    QSocketNotifier m_notifier;
    QTimer m_tick;
    std::unique_ptr<QtFront> m_front;
    GuardedServer *m_server = nullptr; // owned by m_front
    std::shared_ptr<AnswerBox> m_box;
    std::vector<std::unique_ptr<Connection>> m_connections; // by slot; empty ones are listed in m_freeSlots
    std::vector<quint32> m_freeSlots;
    std::vector<std::unique_ptr<Connection>> m_retired;
    std::vector<char> m_scratch;
    Moment m_now;
    quint64 m_serial = 0;
    int m_entered = 0;
    bool m_draining = false;

    struct Vetted
    {
        Ticket ticket;
        HttpRequest request;
    };

    std::vector<Vetted> m_vetted;    // to be announced
    std::vector<Vetted> m_announced; // on their way through QtHttpServer
    QByteArray m_date;
    qint64 m_dateSecond = -1;
};

} // namespace rastro::http
