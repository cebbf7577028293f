// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisserver.h"

#include <QtNetwork/QLocalSocket>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>
#include <csignal>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr int startMs = 15'000;

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

} // namespace

RedisServer::RedisServer(const QStringList &more, Door door)
    : m_more(more)
    , m_port(door == Port ? freePort() : quint16(0))
{
    start();
}

RedisServer::~RedisServer()
{
    kill();
}

bool RedisServer::start()
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(u"redis-server"_s, QStringList{u"--port"_s, QString::number(m_port), u"--bind"_s, u"127.0.0.1"_s,
                                                   u"--unixsocket"_s, m_folder.filePath(u"s"_s), u"--save"_s, QString(),
                                                   u"--appendonly"_s, u"no"_s, u"--dir"_s, m_folder.path()} +
                                           m_more);
    if (m_process.waitForStarted() && QTest::qWaitFor([this] { return answers(); }, startMs))
        return true;
    qWarning("redis-server does not start: %s", m_process.readAll().constData());
    return false;
}

bool RedisServer::answers() const
{
    QLocalSocket socket;
    socket.connectToServer(m_folder.filePath(u"s"_s));
    return socket.waitForConnected(100);
}

void RedisServer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill(); // Works on a stopped process, too.
    m_process.waitForFinished();
}

void RedisServer::pause()
{
    signal(SIGSTOP);
}

void RedisServer::resume()
{
    signal(SIGCONT);
}

// Never to process 0, which would be the test's own group.
void RedisServer::signal(int number) const
{
    if (const auto id = m_process.processId(); id > 0)
        ::kill(static_cast<pid_t>(id), number);
}

QString RedisServer::text() const
{
    return m_port == 0 ? u"unix://%1"_s.arg(m_folder.filePath(u"s"_s)) : u"redis://127.0.0.1:%1"_s.arg(m_port);
}

redis::RedisUrl RedisServer::url() const
{
    return redis::RedisUrl::parse(text()).value();
}

redis::Reply RedisServer::ask(const redis::Command &command) const
{
    const auto dialogue = redis::RedisDialogue::open(url(), {});
    const auto reply = dialogue ? (*dialogue)->ask(command) : tl::unexpected(dialogue.error());
    if (!reply)
        qFatal("%s: %s", command.first().constData(), qPrintable(reply.error().message));
    return *reply;
}

} // namespace rastro::test
