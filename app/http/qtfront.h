// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/vettedsocket.h"

#include <QtHttpServer/QAbstractHttpServer>
#include <functional>

namespace rastro::http {

/// The one place that knows QtHttpServer, and all that differs between its versions: 6.4 hands a handler the raw
/// socket, 6.5 to 6.7 a responder by reference with an rvalue for the missing handler, 6.8 one by reference.
/// Neither is kept: both may outlive the client (facts of 6.4: a use after free), so answers go through Responder.
class QtFront : public QAbstractHttpServer
{
public:
    /// `onRequest` is called once for each request that a VettedSocket announced.
    explicit QtFront(std::function<void()> onRequest);

    /// Accepts connections of `server`, which must listen already; takes ownership.
    bool serve(QTcpServer *server);

protected:
#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;
#elif QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request, QHttpServerResponder &&responder) override;
#else
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
#endif

private:
    const std::function<void()> m_onRequest;
};

} // namespace rastro::http
