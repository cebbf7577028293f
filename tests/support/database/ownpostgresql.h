// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

namespace rastro::test {

/// A PostgreSQL server that one test may end and start again; gone with this object.
class OwnPostgresql
{
public:
    OwnPostgresql()
        : m_runs(run(QStringLiteral("start")))
    {
    }
    ~OwnPostgresql() { run(QStringLiteral("stop")); }
    Q_DISABLE_COPY_MOVE(OwnPostgresql)

    /// Did it start? Not where PostgreSQL is not installed.
    [[nodiscard]] bool runs() const { return m_runs; }
    /// For --database.
    [[nodiscard]] QString url() const
    {
        return QStringLiteral("postgresql:///postgres?host=%1&user=rastro").arg(m_folder.path());
    }
    /// Ends it at once, as a crash would, and leaves its data.
    [[nodiscard]] bool halt() { return run(QStringLiteral("halt")); }
    /// Starts it again, and waits until it answers.
    [[nodiscard]] bool resume() { return run(QStringLiteral("resume")); }
    /// Makes it hang: it takes what is sent, and answers nothing.
    [[nodiscard]] bool pause() { return run(QStringLiteral("pause")); }
    /// Lets it go on.
    [[nodiscard]] bool goOn() { return run(QStringLiteral("continue")); }

    /// First value of what a statement gives, asked as an operator would. A statement that fails ends the test program.
    QVariant ask(const QString &statement) const
    {
        const auto name = QStringLiteral("own-postgresql");
        QVariant value;
        {
            auto shell = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), name);
            shell.setHostName(m_folder.path());
            shell.setUserName(QStringLiteral("rastro"));
            shell.setDatabaseName(QStringLiteral("postgres"));
            if (!shell.open())
                qFatal("%s", qUtf8Printable(shell.lastError().text()));
            QSqlQuery query(shell);
            if (!query.exec(statement))
                qFatal("%s: %s", qUtf8Printable(statement), qUtf8Printable(query.lastError().text()));
            if (query.next())
                value = query.value(0);
        }
        QSqlDatabase::removeDatabase(name);
        return value;
    }

private:
    bool run(const QString &command)
    {
        constexpr int patienceMs = 60'000;
        QProcess script;
        script.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        script.start(QStringLiteral(RASTRO_SOURCE_DIR "/tests/support/database/postgresql.sh"),
                     {command, m_folder.path()});
        return script.waitForFinished(patienceMs) && script.exitCode() == 0;
    }

    QTemporaryDir m_folder{QStringLiteral("/tmp/rastro-own-XXXXXX")}; // The path of a socket must be short.
    const bool m_runs;
};

} // namespace rastro::test
