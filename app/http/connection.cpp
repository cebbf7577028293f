// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/connection.h"

#include "http/responsewriter.h"

#include <sys/epoll.h>
#include <utility>

namespace rastro::http {

namespace {

constexpr qsizetype MAX_LINGER_BYTES = 1024 * 1024; // what a refused client may still send before it is cut off
constexpr qsizetype KEPT_CAPACITY = 4 * 1024;       // for the next answer of an idle client

} // namespace

Connection::Connection(ConnectionHost &host, const Limits &limits, int descriptor, quint32 slot, VettedSocket *socket)
    : m_host(host)
    , m_limits(limits)
    , m_wire(descriptor)
    , m_reader(limits)
    , m_socket(socket)
    , m_peer(socket->peerAddress().toString().toLatin1())
    , m_deadline(host.now() + limits.headDeadline)
    , m_slot(slot)
    , m_watched(EPOLLIN)
{
}

Connection::~Connection() = default;

void Connection::onEvents(quint32 events, std::span<char> scratch)
{
    if (m_phase == Phase::Closed)
        return;
    if (events & EPOLLIN)
        onReadable(scratch);
    else if (events & (EPOLLERR | EPOLLHUP))
        close();
    if ((events & EPOLLOUT) && m_phase != Phase::Closed && flush())
        proceed();
}

void Connection::onReadable(std::span<char> scratch)
{
    const auto [outcome, size] = m_wire.read(scratch);
    switch (outcome) {
    case Wire::Outcome::WouldBlock:
        return;
    case Wire::Outcome::Broken:
        close();
        return;
    case Wire::Outcome::Ended:
        // A client may close its sending side and still wait for the answer; a request cut short gets none.
        m_inputEnded = true;
        if (m_phase == Phase::Lingering)
            close();
        else
            proceed();
        return;
    case Wire::Outcome::Done:
        break;
    }
    if (m_phase == Phase::Lingering || m_phase == Phase::Finishing) {
        if ((m_lingered += size) > MAX_LINGER_BYTES)
            close();
        return;
    }
    m_reader.append({scratch.data(), size});
    proceed();
}

/// Reads and hands on requests until there is nothing to do but wait.
void Connection::proceed()
{
    bool pausedByOutput = false;
    do {
        while (step()) {
        }
        pausedByOutput = isPaused();
    } while (flush() && pausedByOutput && !isPaused());
    if (m_phase != Phase::Closed)
        watchWhatMatters();
}

/// The client does not take its answers: its next requests wait.
bool Connection::isPaused() const
{
    return m_phase == Phase::Reading && m_out.size() > m_limits.maxUnsentBytes;
}

bool Connection::step()
{
    if (m_phase != Phase::Reading || isPaused())
        return false;
    const auto state = m_reader.advance();
    switch (state) {
    case RequestReader::State::Ready:
        handle();
        return true;
    case RequestReader::State::Refused:
        refuse(m_reader.refusal());
        return false;
    default:
        break;
    }
    const bool idle = state == RequestReader::State::Idle;
    if (idle && m_host.isDraining() && m_out.isEmpty()) {
        close();
        return false;
    }
    if (m_inputEnded || (idle && m_host.isDraining())) {
        finish();
        return false;
    }
    if (m_reader.takeExpectation())
        m_out.append("HTTP/1.1 100 Continue\r\n\r\n");
    if (state != m_reading) {
        m_reading = state;
        renewDeadline();
    }
    return false;
}

void Connection::handle()
{
    HttpRequest request = m_reader.take();
    request.peer = m_peer;
    m_toHead = request.method == QByteArrayView("HEAD");
    m_serial = m_host.nextSerial();
    setPhase(Phase::Handling);
    m_host.dispatch(*this, std::move(request));
}

void Connection::deliver(quint64 serial, const HttpResponse &response)
{
    if (!isHandling(serial))
        return;
    const bool last = m_reader.closes() || m_host.isDraining();
    appendResponse(m_out, response, {m_toHead, last, m_host.date()});
    if (last) {
        finish();
    } else {
        m_reading = m_reader.state();
        setPhase(Phase::Reading);
    }
    proceed();
}

void Connection::refuse(int status)
{
    m_host.countRefusal();
    HttpResponse response = HttpResponse::text(reasonPhrase(status).toByteArray() + '\n', status);
    appendResponse(m_out, response, {m_phase == Phase::Handling && m_toHead, true, m_host.date()});
    finish();
}

/// Nothing more is answered: send what is left, then say goodbye.
void Connection::finish()
{
    setPhase(Phase::Finishing);
}

/// Sends what the socket takes. False when the connection is closed afterwards.
bool Connection::flush()
{
    if (m_phase == Phase::Closed)
        return false;
    while (!m_out.isEmpty()) {
        const auto [outcome, size] = m_wire.write(m_out);
        if (outcome == Wire::Outcome::Broken) {
            close();
            return false;
        }
        if (outcome != Wire::Outcome::Done) {
            if (m_writeDeadline == Moment{})
                m_writeDeadline = m_host.now() + m_limits.writeDeadline;
            return true;
        }
        if (size < m_out.size())
            m_out.remove(0, size);
        else if (m_out.capacity() > KEPT_CAPACITY)
            m_out = {};
        else
            m_out.resize(0); // keeps the allocation
    }
    if (std::exchange(m_writeDeadline, {}) != Moment{} && m_phase == Phase::Reading)
        renewDeadline(); // it stood still meanwhile
    if (m_phase == Phase::Finishing)
        linger();
    return m_phase != Phase::Closed;
}

/// RFC 9112 section 9.6: closing while the client still sends would reset the connection and lose our last answer.
void Connection::linger()
{
    if (m_inputEnded) {
        close();
        return;
    }
    m_wire.finish();
    setPhase(Phase::Lingering);
}

void Connection::onTick()
{
    const Moment now = m_host.now();
    if (m_phase == Phase::Closed)
        return;
    if (m_writeDeadline != Moment{} && now >= m_writeDeadline) {
        close();
        return;
    }
    if (now < m_deadline || (m_phase == Phase::Reading && m_writeDeadline != Moment{}))
        return;
    switch (m_phase) {
    case Phase::Reading:
        if (m_reader.state() == RequestReader::State::Idle) {
            close();
        } else {
            refuse(408);
            proceed();
        }
        return;
    case Phase::Handling:
        refuse(504);
        proceed();
        return;
    default:
        close();
    }
}

void Connection::drain()
{
    if (m_phase == Phase::Reading)
        proceed();
}

void Connection::close()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    m_wire.close(); // which also ends its being watched
    if (m_socket)
        m_socket->hangUp();
    m_host.retire(*this);
}

void Connection::setPhase(Phase phase)
{
    m_phase = phase;
    renewDeadline();
}

void Connection::renewDeadline()
{
    const auto allowed = [this]() -> std::chrono::milliseconds {
        switch (m_phase) {
        case Phase::Handling:
            return m_limits.answerDeadline;
        case Phase::Finishing:
            return m_limits.writeDeadline;
        case Phase::Lingering:
            return m_limits.lingerDeadline;
        default:
            break;
        }
        switch (m_reading) {
        case RequestReader::State::Idle:
            return m_limits.keepAliveIdle;
        case RequestReader::State::Body:
            return m_limits.bodyDeadline;
        default:
            return m_limits.headDeadline;
        }
    }();
    m_deadline = m_host.now() + allowed;
}

void Connection::watchWhatMatters()
{
    const bool full = m_phase == Phase::Handling && m_reader.buffered() >= m_limits.readBufferCap;
    const quint32 in = m_inputEnded || full || isPaused() ? 0u : quint32(EPOLLIN);
    const quint32 out = !m_out.isEmpty() ? quint32(EPOLLOUT) : 0u;
    if ((in | out) != m_watched) {
        m_watched = in | out;
        m_host.watch(*this, m_watched);
    }
}

} // namespace rastro::http
