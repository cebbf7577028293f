// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QUrl>
#include <memory>

namespace rastro::test {

/// The real program `rastro` of this build on a data folder. The server is started again by itself whenever it dies of
/// SIGKILL, as a service manager would; any other end is a failure. Nothing of it outlives this object, nor the test's
/// process.
class ServerProcess : public QObject
{
    Q_OBJECT

public:
    /// `database`: as of --database; empty: SQLite in the data folder.
    ServerProcess(QString dataFolder, quint16 port, QUrl telegramApi, QString database = {});
    ~ServerProcess() override;

    /// Another command of the program beside the server, started; `input` is what it reads.
    [[nodiscard]] std::unique_ptr<QProcess> command(const QStringList &arguments, const QByteArray &input = {}) const;
    /// Runs `rastro apply` to its end. What it said on standard error; empty: it succeeded.
    [[nodiscard]] QString apply(const QByteArray &shopFile) const;

    /// For --public-url, from the next start on.
    void setPublicUrl(const QUrl &url) { m_publicUrl = url; }
    /// For --redis, from the next start on; empty: none.
    void setRedis(const QString &url) { m_redis = url; }
    /// Whether it is started again when it dies of SIGKILL; at first it is.
    void setRevived(bool revived) { m_isRevived = revived; }
    /// `crashAt`: RASTRO_CRASH_AT of this first run; empty: none.
    void start(const QString &crashAt = {});
    /// SIGKILL from outside.
    void kill() { m_process.kill(); }
    /// SIGSTOP, as where a machine sleeps, and SIGCONT.
    void pause();
    void resume();
    /// SIGTERM. Whether it ended well, with status 0.
    [[nodiscard]] bool stop();

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    [[nodiscard]] QString dataFolder() const { return m_dataFolder; }
    /// How often it died of SIGKILL.
    [[nodiscard]] int deaths() const { return m_deaths; }
    /// It has said so since it was started last.
    [[nodiscard]] bool serves() const { return m_serves; }
    /// It ended otherwise.
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    /// What the servers wrote to standard error, all of them.
    [[nodiscard]] const QByteArray &log() const { return m_log; }

Q_SIGNALS:
    /// It says that it serves.
    void serving();

private:
    void run(const QString &crashAt);
    void read();
    void ended(int code, QProcess::ExitStatus status);
    [[nodiscard]] QProcessEnvironment environment() const;
    void prepare(QProcess &process) const;

    QString m_dataFolder;
    QString m_database;
    quint16 m_port;
    QUrl m_telegramApi;
    QUrl m_publicUrl;
    QString m_redis;
    QProcess m_process;
    QByteArray m_log;
    qsizetype m_runBegins = 0; ///< Where the present run's log begins.
    bool m_serves = false;
    bool m_isRevived = true;
    bool m_stopping = false;
    bool m_hasFailed = false;
    int m_deaths = 0;
};

/// A port of 127.0.0.1 on which nobody listens now.
[[nodiscard]] quint16 freePort();

} // namespace rastro::test
