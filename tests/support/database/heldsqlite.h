// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

namespace rastro::test {

/// A file of SQLite that another process has, as a shell of the operator's would: it can keep everybody else from
/// writing, and look.
class HeldSqlite
{
public:
    explicit HeldSqlite(QString file)
        : m_file(std::move(file))
    {
    }
    ~HeldSqlite()
    {
        m_shell = {};
        QSqlDatabase::removeDatabase(name());
    }
    Q_DISABLE_COPY_MOVE(HeldSqlite)

    /// Nobody else writes from now on.
    [[nodiscard]] bool hold() { return QSqlQuery(shell()).exec(QStringLiteral("BEGIN IMMEDIATE")); }
    [[nodiscard]] bool letGo() { return QSqlQuery(shell()).exec(QStringLiteral("ROLLBACK")); }
    /// First value of what a statement gives. One that fails ends the test program.
    [[nodiscard]] QVariant ask(const QString &statement)
    {
        QSqlQuery query(shell());
        if (!query.exec(statement))
            qFatal("%s: %s", qUtf8Printable(statement), qUtf8Printable(query.lastError().text()));
        return query.next() ? query.value(0) : QVariant();
    }

private:
    [[nodiscard]] static QString name() { return QStringLiteral("held-sqlite"); }
    QSqlDatabase &shell()
    {
        if (!m_shell.isValid()) {
            m_shell = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name());
            m_shell.setDatabaseName(m_file);
            if (!m_shell.open())
                qFatal("%s", qUtf8Printable(m_shell.lastError().text()));
        }
        return m_shell;
    }

    QString m_file;
    QSqlDatabase m_shell;
};

} // namespace rastro::test
