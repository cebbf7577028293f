// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/redisdialogue.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace rastro::test {

/// A real redis-server that lives as long as this object, on a Unix socket and, when asked for, on a loopback port. It
/// can be killed, started again (empty), stopped in its tracks and let go on.
class RedisServer
{
public:
    enum Door { Socket, Port };

    /// `more`: further arguments, such as {"--requirepass", "x"}. Started at once.
    explicit RedisServer(const QStringList &more = {}, Door door = Socket);
    ~RedisServer();
    Q_DISABLE_COPY_MOVE(RedisServer)

    /// Starts it and waits until it answers; false with a message on standard error.
    bool start();
    /// SIGKILL: its data are gone, its clients cut off.
    void kill();
    /// SIGSTOP and SIGCONT: it keeps its connections, and answers nothing.
    void pause();
    void resume();

    /// Without user and password.
    [[nodiscard]] QString text() const;
    [[nodiscard]] redis::RedisUrl url() const;
    /// Asks over a connection of its own; an error ends the test program.
    redis::Reply ask(const redis::Command &command) const;

private:
    [[nodiscard]] bool answers() const;
    void signal(int number) const;

    QTemporaryDir m_folder;
    QStringList m_more;
    quint16 m_port = 0;
    QProcess m_process;
};

} // namespace rastro::test
