// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/testdatabase.h"

#include <QtCore/QCoreApplication>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtSql/QSqlRecord>
#include <atomic>
#include <functional>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

QString socketFolder()
{
    return qEnvironmentVariable("RASTRO_TEST_POSTGRESQL");
}

// A connection of its own for each question: nothing stays open that would hold up the program under test.
void ask(const std::function<void(QSqlDatabase &)> &connect, const QString &statement,
         const std::function<void(QSqlQuery &)> &read)
{
    static std::atomic<int> last{0};
    const auto name = u"operator-%1"_s.arg(++last);
    {
        auto shell = QSqlDatabase::addDatabase(TestDatabase::isServer() ? u"QPSQL"_s : u"QSQLITE"_s, name);
        connect(shell);
        if (!shell.open())
            qFatal("%s", qUtf8Printable(shell.lastError().text()));
        QSqlQuery query(shell);
        if (!query.exec(statement))
            qFatal("%s: %s", qUtf8Printable(statement), qUtf8Printable(query.lastError().text()));
        if (read)
            read(query);
    }
    QSqlDatabase::removeDatabase(name);
}

std::function<void(QSqlDatabase &)> onServer(const QString &database)
{
    return [database](QSqlDatabase &shell) {
        shell.setHostName(socketFolder());
        shell.setUserName(u"rastro"_s);
        shell.setDatabaseName(database);
    };
}

std::function<void(QSqlDatabase &)> inFile(const QString &path)
{
    return [path](QSqlDatabase &shell) {
        shell.setDatabaseName(path);
        shell.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    };
}

} // namespace

TestDatabase::TestDatabase()
{
    if (!isServer())
        return;
    if (socketFolder().isEmpty())
        qFatal("RASTRO_TEST_POSTGRESQL must name the folder of the server's socket: run the test by ctest");
    static std::atomic<int> last{0};
    m_name = u"t_%1_%2"_s.arg(QCoreApplication::applicationPid()).arg(++last);
    ask(onServer(u"postgres"_s), u"CREATE DATABASE %1 TEMPLATE template0"_s.arg(m_name), {});
}

TestDatabase::~TestDatabase()
{
    if (isServer())
        ask(onServer(u"postgres"_s), u"DROP DATABASE IF EXISTS %1 WITH (FORCE)"_s.arg(m_name), {});
}

bool TestDatabase::isServer()
{
    return qEnvironmentVariable("RASTRO_TEST_DATABASE") == u"postgresql";
}

QString TestDatabase::url() const
{
    if (!isServer())
        return u"sqlite:"_s + path();
    return u"postgresql:///%1?host=%2&user=rastro"_s.arg(m_name, socketFolder());
}

QString TestDatabase::path() const
{
    return isServer() ? QString() : m_folder.filePath(u"rastro.db"_s);
}

QVariant TestDatabase::peek(const QString &statement) const
{
    QVariant value;
    ask(isServer() ? onServer(m_name) : inFile(path()), statement, [&value](QSqlQuery &query) {
        if (query.next())
            value = query.value(0);
    });
    return value;
}

QList<QVariantMap> TestDatabase::rows(const QString &statement) const
{
    QList<QVariantMap> rows;
    ask(isServer() ? onServer(m_name) : inFile(path()), statement, [&rows](QSqlQuery &query) {
        const auto record = query.record();
        while (query.next()) {
            QVariantMap row;
            for (int column = 0; column < record.count(); ++column)
                row.insert(record.fieldName(column), query.value(column));
            rows.append(row);
        }
    });
    return rows;
}

void TestDatabase::write(const QString &statement) const
{
    ask(isServer() ? onServer(m_name) : inFile(path()), statement, {});
}

} // namespace rastro::test
