// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/connection.h"

#include "storage/sqlfailure.h"

#include <QtCore/QFileInfo>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <atomic>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QString newConnectionName()
{
    static std::atomic<quint64> last{0};
    return u"rastro-%1"_s.arg(++last);
}

[[noreturn]] void cannotUse(const QString &message)
{
    throw core::StorageFailure({u"storage.io"_s, message, ErrorClass::Retry, {}, false});
}

void checkPlace(const QString &path)
{
    const QFileInfo file(path);
    const QFileInfo folder(file.absolutePath());
    if (!folder.isDir())
        cannotUse(u"The folder %1 for the database does not exist. Make it, or name another with --data."_s.arg(
            folder.absoluteFilePath()));
    if (!folder.isWritable() || (file.exists() && !file.isWritable()))
        cannotUse(u"The database %1 cannot be written by this user. Give it the folder and the file, or name another "
                  "with --data."_s.arg(file.absoluteFilePath()));
    if (file.isDir())
        cannotUse(u"%1 is a folder, not the file of a database. Name a file in it."_s.arg(file.absoluteFilePath()));
}

} // namespace

Connection::Connection(ConnectionOptions options)
    : m_options(std::move(options))
    , m_book(StatementBook::read(u"sqlite"_s))
    , m_name(newConnectionName())
{
    checkPlace(m_options.url.path);
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    try {
        open();
        configure();
    } catch (const core::StorageFailure &) {
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
        throw;
    }
}

Connection::~Connection()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

void Connection::open()
{
    if (!m_database.isValid())
        throw core::StorageFailure(
            {u"storage.driver"_s, u"Qt's SQLite driver is missing. Install the package libqt6sql6-sqlite."_s});
    m_database.setDatabaseName(m_options.url.path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!m_database.open())
        throwFailure(m_database.lastError(), u"Opening %1"_s.arg(m_options.url.path));
}

void Connection::configure()
{
    QSqlQuery mode(m_database);
    if (!mode.exec(u"PRAGMA journal_mode=WAL"_s))
        throwFailure(mode.lastError(), u"Opening %1"_s.arg(m_options.url.path));
    if (!mode.next() || mode.value(0).toString() != u"wal"_s)
        cannotUse(u"%1 cannot have a write-ahead log: is it on a network disk? Put it on a disk of this machine."_s.arg(
            m_options.url.path));
    mode.finish();
    execute(u"PRAGMA synchronous=FULL"_s);
    execute(u"PRAGMA foreign_keys=ON"_s);
    execute(u"PRAGMA temp_store=MEMORY"_s);
    execute(u"PRAGMA journal_size_limit=67108864"_s);
    if (m_options.maxPages > 0)
        execute(u"PRAGMA max_page_count=%1"_s.arg(m_options.maxPages));
}

void Connection::execute(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        throwFailure(query.lastError(), statement.section(u'\n', 0, 0).left(60));
}

void Connection::begin()
{
    execute(u"BEGIN IMMEDIATE"_s);
}

void Connection::commit()
{
    execute(u"COMMIT"_s);
}

void Connection::rollback() noexcept
{
    QSqlQuery(m_database).exec(u"ROLLBACK"_s);
}

void Connection::setSavepoint()
{
    execute(u"SAVEPOINT job"_s);
}

void Connection::releaseSavepoint()
{
    execute(u"RELEASE job"_s);
}

void Connection::rollbackToSavepoint()
{
    execute(u"ROLLBACK TO job"_s);
    execute(u"RELEASE job"_s);
}

} // namespace rastro::storage
