// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/serverthread.h"

#include "http/serverloop.h"

namespace rastro::http {

using namespace Qt::StringLiterals;

ServerThread::ServerThread(const Handler &handler, const Limits &limits, Traffic &traffic, QHostAddress address,
                           quint16 port)
    : m_handler(handler)
    , m_limits(limits)
    , m_traffic(traffic)
    , m_address(std::move(address))
    , m_port(port)
{
    setObjectName(u"http"_s);
}

ServerThread::~ServerThread()
{
    wait();
}

Result<quint16> ServerThread::startListening()
{
    auto listening = m_listening.get_future();
    start();
    return listening.get();
}

void ServerThread::stop()
{
    QMetaObject::invokeMethod(m_loop, &ServerLoop::drain, Qt::QueuedConnection);
    wait();
}

void ServerThread::run()
{
    ServerLoop loop(m_handler, m_limits, m_traffic);
    connect(&loop, &ServerLoop::drained, &loop, [this] { quit(); });
    m_loop = &loop;
    Result<quint16> port = loop.listen(m_address, m_port);
    const bool serving = port.has_value();
    m_listening.set_value(std::move(port));
    if (serving)
        exec();
}

} // namespace rastro::http
