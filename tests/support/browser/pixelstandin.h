// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpserver.h"
#include "rastro/pixelplugin.h"

#include <QtCore/QUrlQuery>
#include <mutex>

namespace rastro::testing {

/// Stands in for an advertising platform's servers and, at all other addresses, for Telegram's web page. Its script is
/// as nosy as it can be: it sets _fbp and _fbc and sends home the event, the page's address, its referrer, the cookies
/// that it can read and the whole document.
class PixelStandIn
{
public:
    struct Event
    {
        QString name;
        QString id;
        QJsonObject event; ///< As the page gave it.
    };

    PixelStandIn()
        : m_server([this](const http::HttpRequest &request, const http::Responder &responder) {
            responder.answer(take(request));
        })
    {
        m_port = m_server.listen(QHostAddress::LocalHost, 0).value();
    }
    ~PixelStandIn() { m_server.close(); }
    Q_DISABLE_COPY_MOVE(PixelStandIn)

    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

    /// What its plugin would give the host.
    [[nodiscard]] BrowserSnippet snippet() const;
    /// From now on its script is not found, as behind an ad blocker.
    void block() { m_blocked = true; }

    /// Events that arrived, in order.
    [[nodiscard]] QList<Event> events() const;
    /// Everything that was ever sent to it: request lines, headers and bodies.
    [[nodiscard]] QByteArray everything() const;

private:
    [[nodiscard]] http::HttpResponse take(const http::HttpRequest &request);

    mutable std::mutex m_mutex;
    std::atomic<bool> m_blocked{false};
    QByteArray m_everything;
    QList<Event> m_events;
    http::HttpServer m_server;
    quint16 m_port = 0;
};

} // namespace rastro::testing
