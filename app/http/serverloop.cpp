// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/serverloop.h"

#include "http/exchange.h"
#include "http/qtfront.h"
#include "http/responsewriter.h"

#include <algorithm>
#include <ctime>

namespace rastro::http {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t SCRATCH_SIZE = 64 * 1024; // one read
constexpr size_t EVENTS_AT_ONCE = 256;
constexpr int ROUNDS_PER_WAKE = 4; // polls before Qt's own loop gets its turn
constexpr std::chrono::milliseconds LONGEST_TICK{250};

/// Often enough for the shortest deadline.
std::chrono::milliseconds tickFor(const Limits &limits)
{
    const auto shortest = std::min({limits.headDeadline, limits.bodyDeadline, limits.keepAliveIdle,
                                    limits.answerDeadline, limits.writeDeadline, limits.lingerDeadline});
    return std::clamp(shortest / 4, std::chrono::milliseconds(5), LONGEST_TICK);
}

} // namespace

/// While one exists, a call into connections is under way: none is deleted. Sets the clock on the way in, and announces
/// on the way out what was read meanwhile.
class ServerLoop::Entry
{
public:
    explicit Entry(ServerLoop &loop)
        : m_loop(loop)
    {
        if (m_loop.m_entered++ == 0)
            m_loop.m_now = std::chrono::steady_clock::now();
    }
    ~Entry()
    {
        while (m_loop.m_entered == 1 && !m_loop.m_vetted.empty())
            m_loop.announce();
        if (--m_loop.m_entered > 0)
            return;
        m_loop.m_retired.clear();
        if (m_loop.m_draining && m_loop.m_traffic.openConnections == 0)
            Q_EMIT
        m_loop.drained();
    }
    Q_DISABLE_COPY_MOVE(Entry)

private:
    ServerLoop &m_loop;
};

ServerLoop::ServerLoop(const Handler &handler, const Limits &limits, Traffic &traffic)
    : m_handler(handler)
    , m_limits(limits)
    , m_traffic(traffic)
    , m_notifier(m_readiness.descriptor(), QSocketNotifier::Read)
    , m_box(std::make_shared<AnswerBox>(static_cast<AnswerSink *>(this)))
    , m_scratch(SCRATCH_SIZE)
{
    m_readiness.add(m_box->wakeDescriptor(), EPOLLIN, nullptr);
    m_tick.setInterval(tickFor(limits));
    connect(&m_notifier, &QSocketNotifier::activated, this, &ServerLoop::onReady);
    connect(&m_tick, &QTimer::timeout, this, &ServerLoop::onTick);
}

ServerLoop::~ServerLoop()
{
    m_box->close();
    {
        const Entry entry(*this);
        m_draining = false; // nobody waits for drained() any more
        forEachConnection([](Connection &connection) { connection.close(); });
    }
    m_front.reset();
}

Result<quint16> ServerLoop::listen(const QHostAddress &address, quint16 port)
{
    auto server = std::make_unique<GuardedServer>(static_cast<Doorkeeper &>(*this));
    if (!server->listen(address, port)) {
        return failure(u"http.listen"_s,
                       u"Cannot listen on %1 port %2: %3. Choose another address or stop what uses it."_s.arg(
                           address.toString(), QString::number(port), server->errorString()),
                       ErrorClass::Retry);
    }
    m_front = std::make_unique<QtFront>([this] { onRequest(); });
    m_server = server.release();
    if (!m_front->serve(m_server))
        return failure(u"http.listen"_s, u"QtHttpServer refused the listening socket."_s);
    return m_server->serverPort();
}

void ServerLoop::drain()
{
    const Entry entry(*this);
    m_draining = true;
    if (m_server)
        m_server->close();
    QTimer::singleShot(m_limits.drainDeadline, this, [this] {
        const Entry late(*this);
        forEachConnection([](Connection &connection) { connection.close(); });
    });
    forEachConnection([](Connection &connection) { connection.drain(); });
}

bool ServerLoop::admits() const
{
    return !m_draining && m_traffic.openConnections < m_limits.maxConnections;
}

void ServerLoop::adopt(int descriptor, VettedSocket *socket)
{
    const Entry entry(*this);
    if (m_freeSlots.empty()) {
        m_freeSlots.push_back(quint32(m_connections.size()));
        m_connections.emplace_back();
    }
    const quint32 slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    auto &connection = m_connections[slot];
    connection = std::make_unique<Connection>(static_cast<ConnectionHost &>(*this), m_limits, descriptor, slot, socket);
    ++m_traffic.openConnections;
    if (!m_readiness.add(descriptor, EPOLLIN, connection.get()))
        connection->close();
    else if (!m_tick.isActive())
        m_tick.start();
}

void ServerLoop::watch(Connection &connection, quint32 events)
{
    m_readiness.change(connection.descriptor(), events, &connection);
}

void ServerLoop::retire(Connection &connection)
{
    const quint32 slot = connection.ticket().slot;
    m_retired.push_back(std::move(m_connections[slot]));
    m_freeSlots.push_back(slot);
    if (--m_traffic.openConnections == 0)
        m_tick.stop();
}

void ServerLoop::onReady()
{
    const Entry entry(*this);
    std::array<epoll_event, EVENTS_AT_ONCE> room;
    for (int round = 0; round < ROUNDS_PER_WAKE; ++round) {
        const auto events = m_readiness.poll(room);
        for (const epoll_event &event : events) {
            if (auto *connection = static_cast<Connection *>(event.data.ptr))
                connection->onEvents(event.events, m_scratch);
            else
                deliverPosted();
        }
        if (events.size() < room.size())
            break;
    }
}

void ServerLoop::onTick()
{
    const Entry entry(*this);
    forEachConnection([](Connection &connection) { connection.onTick(); });
}

template <class Function>
void ServerLoop::forEachConnection(Function function)
{
    for (size_t slot = 0; slot < m_connections.size(); ++slot) {
        if (m_connections[slot])
            function(*m_connections[slot]);
    }
}

void ServerLoop::deliverPosted()
{
    for (Answer &answer : m_box->take())
        deliver(std::move(answer));
}

void ServerLoop::deliver(Answer answer)
{
    const Entry entry(*this);
    if (Connection *connection = waiting(answer.ticket))
        connection->deliver(answer.ticket.serial, answer.response);
}

void ServerLoop::dispatch(Connection &connection, HttpRequest request)
{
    m_vetted.push_back({connection.ticket(), std::move(request)});
}

/// One announcement for all requests that were read in a round: QtHttpServer's way to its handler costs more than
/// reading a request.
void ServerLoop::announce()
{
    m_announced.clear();
    m_announced.swap(m_vetted);
    for (const Vetted &vetted : m_announced) {
        const Connection *connection = waiting(vetted.ticket);
        if (VettedSocket *socket = connection ? connection->socket() : nullptr) {
            socket->announce();
            break;
        }
    }
    for (const Vetted &vetted : std::exchange(m_announced, {})) // QtHttpServer did not take them.
        deliver({vetted.ticket, HttpResponse::text("Internal error\n", 500)});
}

/// QtHttpServer calls for the requests that were announced to it.
void ServerLoop::onRequest()
{
    using ExchangePointer = QExplicitlySharedDataPointer<Exchange>;
    for (const Vetted &vetted : std::exchange(m_announced, {})) {
        ++m_traffic.requests;
        m_handler(vetted.request, Responder(ExchangePointer(new Exchange(m_box, vetted.ticket))));
    }
}

/// Null when the client has gone, or has its answer.
Connection *ServerLoop::waiting(Ticket ticket) const
{
    auto *connection = ticket.slot < m_connections.size() ? m_connections[ticket.slot].get() : nullptr;
    return connection && connection->isHandling(ticket.serial) ? connection : nullptr;
}

QByteArrayView ServerLoop::date()
{
    const qint64 second = ::time(nullptr);
    if (second != m_dateSecond) {
        m_dateSecond = second;
        m_date = httpDate(second);
    }
    return m_date;
}

} // namespace rastro::http
