// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpserver.h"

#include "http/serverthread.h"

namespace rastro::http {

using namespace Qt::StringLiterals;

HttpServer::HttpServer(Handler handler, Limits limits)
    : m_handler(std::move(handler))
    , m_limits(limits)
{
}

HttpServer::~HttpServer()
{
    close();
}

Result<quint16> HttpServer::listen(const QHostAddress &address, quint16 port)
{
    if (m_thread)
        return failure(u"http.already_listening"_s, u"This server listens already; close() it first."_s);
    m_thread = std::make_unique<ServerThread>(m_handler, m_limits, m_traffic, address, port);
    auto served = m_thread->startListening();
    if (!served)
        m_thread.reset();
    return served;
}

void HttpServer::close()
{
    if (!m_thread)
        return;
    m_thread->stop();
    m_thread.reset();
}

} // namespace rastro::http
