// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/qtfront.h"

#include <QtHttpServer/QHttpServerRequest>
#include <QtHttpServer/QHttpServerResponder>

namespace rastro::http {

QtFront::QtFront(std::function<void()> onRequest)
    : m_onRequest(std::move(onRequest))
{
}

bool QtFront::serve(QTcpServer *server)
{
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bind(server);
    return true;
#else
    return bind(server);
#endif
}

#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
bool QtFront::handleRequest(const QHttpServerRequest &, QTcpSocket *)
{
    m_onRequest();
    return true;
}

void QtFront::missingHandler(const QHttpServerRequest &, QTcpSocket *) {}
#else
bool QtFront::handleRequest(const QHttpServerRequest &, QHttpServerResponder &)
{
    m_onRequest(); // the responder dies unused when this returns: QtHttpServer is then ready for the next request
    return true;
}

#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
void QtFront::missingHandler(const QHttpServerRequest &, QHttpServerResponder &&) {}
#else
void QtFront::missingHandler(const QHttpServerRequest &, QHttpServerResponder &) {}
#endif
#endif

} // namespace rastro::http
