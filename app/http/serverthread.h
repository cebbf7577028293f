// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpserver.h"

#include <QtCore/QThread>
#include <future>

namespace rastro::http {

class ServerLoop;

/// The thread of one HttpServer; a ServerLoop lives on its stack from listening until drained.
class ServerThread : public QThread
{
    Q_OBJECT
public:
    /// References must outlive the thread.
    ServerThread(const Handler &handler, const Limits &limits, Traffic &traffic, QHostAddress address, quint16 port);
    /// Waits for the thread; stop() it before.
    ~ServerThread() override;

    /// Starts the thread; returns what listening gave. After an error the thread is already ending.
    [[nodiscard]] Result<quint16> startListening();
    /// Drains the loop and waits for the thread's end.
    void stop();

protected:
    void run() override;

private:
    const Handler &m_handler;
    const Limits &m_limits;
    Traffic &m_traffic;
    const QHostAddress m_address;
    const quint16 m_port;
    std::promise<Result<quint16>> m_listening;
    ServerLoop *m_loop = nullptr; // set before m_listening is kept
};

} // namespace rastro::http
