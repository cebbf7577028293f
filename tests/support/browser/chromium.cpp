// SPDX-License-Identifier: GPL-3.0-or-later
#include "browser/chromium.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QStandardPaths>
#include <array>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace rastro::testing {

using namespace Qt::StringLiterals;

namespace {

// What --remote-debugging-pipe reads from and writes to.
constexpr int BROWSER_READS = 3;
constexpr int BROWSER_WRITES = 4;

/// Both ends of a pipe, far away from 3 and 4.
bool openPipe(std::array<int, 2> &ends)
{
    std::array<int, 2> low{};
    if (::pipe2(low.data(), O_CLOEXEC) != 0)
        return false;
    for (size_t i = 0; i < 2; ++i) {
        ends[i] = ::fcntl(low[i], F_DUPFD_CLOEXEC, 64);
        ::close(low[i]);
    }
    return ends[0] >= 0 && ends[1] >= 0;
}

QStringList arguments(const QString &profile)
{
    return {u"--headless=new"_s,
            u"--no-sandbox"_s,
            u"--disable-gpu"_s,
            u"--disable-dev-shm-usage"_s,
            u"--no-first-run"_s,
            u"--disable-background-networking"_s,
            u"--disable-component-update"_s,
            u"--disable-sync"_s,
            u"--hide-scrollbars"_s,
            u"--no-proxy-server"_s,
            u"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"_s,
            u"--remote-debugging-pipe"_s,
            u"--user-data-dir="_s + profile,
            u"about:blank"_s};
}

} // namespace

bool Chromium::start()
{
    const QString program = QStandardPaths::findExecutable(u"chromium"_s);
    std::array<int, 2> commands{};
    std::array<int, 2> answers{};
    if (program.isEmpty() || !m_profile.isValid() || !openPipe(commands) || !openPipe(answers)) {
        m_error = u"No Chromium, or no pipe to it. packaging/dependencies.sh test installs it."_s;
        return false;
    }
    m_process.setChildProcessModifier([commands, answers] {
        ::dup2(commands[0], BROWSER_READS);
        ::dup2(answers[1], BROWSER_WRITES);
    });
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(program, arguments(m_profile.path()));
    ::close(commands[0]);
    ::close(answers[1]);
    m_toBrowser = commands[1];
    m_fromBrowser = answers[0];
    if (m_process.waitForStarted() && !call(u"Browser.getVersion"_s).isEmpty())
        return true;
    m_error = u"Chromium does not start: "_s + m_process.errorString();
    return false;
}

Chromium::~Chromium()
{
    if (m_toBrowser < 0)
        return;
    call(u"Browser.close"_s);
    ::close(m_toBrowser);
    ::close(m_fromBrowser);
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
}

QJsonObject Chromium::call(const QString &method, const QJsonObject &params, const QString &session)
{
    const int id = ++m_lastId;
    QJsonObject message{{u"id"_s, id}, {u"method"_s, method}, {u"params"_s, params}};
    if (!session.isEmpty())
        message.insert(u"sessionId"_s, session);
    const QByteArray bytes = QJsonDocument(message).toJson(QJsonDocument::Compact) + '\0';
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t now = ::write(m_toBrowser, bytes.constData() + sent, size_t(bytes.size() - sent));
        if (now <= 0)
            return {};
        sent += now;
    }
    const QDeadlineTimer deadline(60'000);
    while (!m_results.contains(id)) {
        if (!readMessage(deadline))
            return {};
    }
    return m_results.take(id);
}

bool Chromium::readUntil(const std::function<bool()> &enough, QDeadlineTimer deadline)
{
    while (!enough()) {
        if (deadline.hasExpired())
            return false;
        // Wakes up now and then, since `enough` may look at a server as well.
        if (!readMessage(QDeadlineTimer(50)) && m_process.state() != QProcess::Running)
            return false;
    }
    return true;
}

QList<QJsonObject> Chromium::events(const QString &session) const
{
    QList<QJsonObject> list;
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(list),
                 [&](const QJsonObject &event) { return event["sessionId"_L1].toString() == session; });
    return list;
}

bool Chromium::readMessage(QDeadlineTimer deadline)
{
    qsizetype end = -1;
    while ((end = m_buffer.indexOf('\0')) < 0) {
        pollfd readable{m_fromBrowser, POLLIN, 0};
        if (::poll(&readable, 1, int(deadline.remainingTime())) <= 0)
            return false;
        QByteArray chunk(64 * 1024, Qt::Uninitialized);
        const ssize_t got = ::read(m_fromBrowser, chunk.data(), size_t(chunk.size()));
        if (got <= 0)
            return false;
        m_buffer += chunk.first(got);
    }
    const QJsonObject message = QJsonDocument::fromJson(m_buffer.first(end)).object();
    m_buffer.remove(0, end + 1);
    if (message.contains("id"_L1))
        m_results.insert(message["id"_L1].toInt(), message["result"_L1].toObject());
    else
        m_events.append(message);
    return true;
}

} // namespace rastro::testing
