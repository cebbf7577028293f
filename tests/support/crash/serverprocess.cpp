// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/serverprocess.h"

#include <QtNetwork/QTcpServer>
#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr int patienceMs = 60'000;

} // namespace

ServerProcess::ServerProcess(QString dataFolder, quint16 port, QUrl telegramApi, QString database)
    : m_dataFolder(std::move(dataFolder))
    , m_database(std::move(database))
    , m_port(port)
    , m_telegramApi(std::move(telegramApi))
{
    prepare(m_process);
    connect(&m_process, &QProcess::readyReadStandardError, this, &ServerProcess::read);
    connect(&m_process, &QProcess::finished, this, &ServerProcess::ended);
}

ServerProcess::~ServerProcess()
{
    m_process.disconnect(this);
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

QProcessEnvironment ServerProcess::environment() const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"RASTRO_CRASH_AT"_s);
    environment.insert(u"RASTRO_DATA"_s, m_dataFolder);
    if (!m_database.isEmpty())
        environment.insert(u"RASTRO_DATABASE"_s, m_database);
    if (!m_redis.isEmpty())
        environment.insert(u"RASTRO_REDIS"_s, m_redis);
    return environment;
}

void ServerProcess::prepare(QProcess &process) const
{
    process.setProgram(QStringLiteral(RASTRO_BUILD_DIR "/bin/rastro"));
    process.setProcessEnvironment(environment());
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

std::unique_ptr<QProcess> ServerProcess::command(const QStringList &arguments, const QByteArray &input) const
{
    auto process = std::make_unique<QProcess>();
    prepare(*process);
    process->setArguments(arguments);
    process->start();
    process->write(input);
    process->closeWriteChannel();
    return process;
}

QString ServerProcess::apply(const QByteArray &shopFile) const
{
    const auto process = command({u"apply"_s, u"-"_s}, shopFile);
    if (!process->waitForFinished(patienceMs))
        return u"it does not end: "_s + process->errorString();
    if (process->exitStatus() == QProcess::NormalExit && process->exitCode() == 0)
        return {};
    return u"it failed: "_s + QString::fromUtf8(process->readAllStandardError());
}

void ServerProcess::start(const QString &crashAt)
{
    run(crashAt);
}

void ServerProcess::run(const QString &crashAt)
{
    auto environment = this->environment();
    if (!crashAt.isEmpty())
        environment.insert(u"RASTRO_CRASH_AT"_s, crashAt);
    m_process.setProcessEnvironment(environment);
    QStringList arguments{u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port), u"--telegram-api"_s,
                          m_telegramApi.toString()};
    if (!m_publicUrl.isEmpty())
        arguments += {u"--public-url"_s, m_publicUrl.toString()};
    m_process.setArguments(arguments);
    m_serves = false;
    m_runBegins = m_log.size();
    m_process.start();
}

void ServerProcess::read()
{
    m_log += m_process.readAllStandardError();
    if (!m_serves && m_log.indexOf(": serving http", m_runBegins) >= 0) {
        m_serves = true;
        Q_EMIT serving();
    }
}

void ServerProcess::ended(int code, QProcess::ExitStatus status)
{
    read();
    if (m_stopping)
        return;
    if (status != QProcess::CrashExit || code != SIGKILL) {
        m_hasFailed = true;
        m_log += status == QProcess::CrashExit ? "it died of signal " : "it ended with status ";
        m_log += QByteArray::number(code);
        return;
    }
    ++m_deaths;
    m_serves = false;
    if (m_isRevived)
        run({});
}

void ServerProcess::pause()
{
    ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP);
}

void ServerProcess::resume()
{
    ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT);
}

bool ServerProcess::stop()
{
    m_stopping = true;
    m_process.terminate();
    return m_process.waitForFinished(patienceMs) && m_process.exitStatus() == QProcess::NormalExit &&
           m_process.exitCode() == 0;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace rastro::test
