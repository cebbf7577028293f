// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httprequest.h"
#include "http/limits.h"
#include "http/responder.h"
#include "http/traffic.h"
#include "rastro/result.h"

#include <functional>
#include <memory>

namespace rastro::http {

class ServerThread;

/// Called once for each vetted request, on the server's thread. It must not block and must not throw; it may answer
/// at once or keep the Responder and answer later from any thread. Requests of one connection come one at a time:
/// the next one after the answer.
using Handler = std::function<void(const HttpRequest &, Responder)>;

/// An HTTP/1.1 server on a thread of its own: one handler, one address. Made, used and destroyed on one thread other
/// than its own; the metrics may be read on any.
class HttpServer
{
public:
    explicit HttpServer(Handler handler, Limits limits = {});
    /// Calls close().
    ~HttpServer();
    Q_DISABLE_COPY_MOVE(HttpServer)

    /// Starts the thread and accepts on `address`; port 0 lets the system choose. Gives the port that is served.
    /// Error "http.listen" when the address cannot be bound (retry), "http.already_listening" on a second call.
    [[nodiscard]] Result<quint16> listen(const QHostAddress &address, quint16 port);
    /// Stops accepting, closes idle connections, waits up to Limits::drainDeadline for requests that are being
    /// answered, then ends the thread. Does nothing when not listening; listen() may be called again afterwards.
    void close();

    [[nodiscard]] const Traffic &traffic() const { return m_traffic; }
    [[nodiscard]] const Limits &limits() const { return m_limits; }

private:
    const Handler m_handler;
    const Limits m_limits;
    Traffic m_traffic;
    std::unique_ptr<ServerThread> m_thread; // while listening
};

} // namespace rastro::http
