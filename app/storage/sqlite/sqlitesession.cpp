// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/sqlitesession.h"

#include "core/ports/unitofwork.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/clicknumber.h"
#include "storage/sqlite/sqlitefailure.h"
#include "storage/sqlite/sqliterowwriter.h"
#include "storage/sqlite/sqlitestatement.h"
#include "storage/sqlite/walvfs.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QThread>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr int busyTimeoutMs = 5000;
// Room for the upper levels of the trees of ten million clicks; taken as pages are read, so a small installation has
// little of it.
constexpr int mostCacheKiB = 65'536;
constexpr int busyPauseMs = 10;

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

// SQLite counts each allocation behind one lock for the whole process; nobody reads those numbers.
void countNoMemory()
{
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    Q_UNUSED(configured)
}

} // namespace

SqliteSession::SqliteSession(const QString &path, qint64 maxPages)
    : m_path(path)
{
    countNoMemory();
    checkPlace(m_path);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    try {
        if (sqlite3_open_v2(QFile::encodeName(m_path).constData(), &m_connection, flags, walVfs()) != SQLITE_OK)
            throwSqliteFailure(m_connection, u"Opening %1"_s.arg(m_path));
        sqlite3_busy_timeout(m_connection, busyTimeoutMs);
        configure(maxPages);
    } catch (const core::StorageFailure &) {
        m_checkpointer.reset();
        m_begin.reset();
        m_commit.reset();
        sqlite3_close_v2(m_connection);
        throw;
    }
}

SqliteSession::~SqliteSession()
{
    m_checkpointer.reset();
    m_begin.reset();
    m_commit.reset();
    sqlite3_close_v2(m_connection);
}

// SQLite does not wait for the others when several turn a new file's log on at once: the busy timeout knows of no
// lock that is raised from shared to exclusive.
void SqliteSession::useWriteAheadLog()
{
    const auto mode = prepare(u"Opening %1"_s.arg(m_path), u"PRAGMA journal_mode=WAL"_s);
    const QDeadlineTimer deadline(busyTimeoutMs);
    for (;;) {
        try {
            if (!mode->execute() || mode->text(0) != u"wal"_s)
                cannotUse(u"%1 cannot have a write-ahead log: is it on a network disk? Put it on a disk of this "
                          "machine."_s.arg(m_path));
            mode->reset();
            return;
        } catch (const core::StorageFailure &failure) {
            mode->reset();
            if (failure.error().code != u"storage.busy"_s || deadline.hasExpired())
                throw;
            QThread::msleep(busyPauseMs);
        }
    }
}

void SqliteSession::configure(qint64 maxPages)
{
    useWriteAheadLog();
    execute(u"PRAGMA synchronous=FULL"_s);
    execute(u"PRAGMA foreign_keys=ON"_s);
    execute(u"PRAGMA temp_store=MEMORY"_s);
    execute(u"PRAGMA journal_size_limit=67108864"_s);
    execute(u"PRAGMA cache_size=%1"_s.arg(-mostCacheKiB));
    if (maxPages > 0)
        execute(u"PRAGMA max_page_count=%1"_s.arg(maxPages));
    if (addClickNumber(m_connection) != SQLITE_OK)
        throwSqliteFailure(m_connection, u"Opening %1"_s.arg(m_path));
    m_begin = prepare(u"BEGIN"_s, u"BEGIN IMMEDIATE"_s);
    m_commit = prepare(u"COMMIT"_s, u"COMMIT"_s);
    m_checkpointer = std::make_unique<Checkpointer>(m_connection, m_path);
}

std::unique_ptr<PreparedStatement> SqliteSession::prepare(const QString &name, const QString &text)
{
    return std::make_unique<SqliteStatement>(m_connection, name, text);
}

std::unique_ptr<RowWriter> SqliteSession::writer(const QString &name, const QString &text)
{
    return std::make_unique<SqliteRowWriter>(prepare(name, text));
}

void SqliteSession::execute(const QString &statement)
{
    if (sqlite3_exec(m_connection, statement.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throwSqliteFailure(m_connection, statement.section(u'\n', 0, 0).left(60));
}

void SqliteSession::begin()
{
    run(*m_begin);
    ++m_transactions;
}

void SqliteSession::commit()
{
    run(*m_commit);
}

void SqliteSession::rollback() noexcept
{
    sqlite3_exec(m_connection, "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteSession::watch(RowWatcher &watcher)
{
    m_watchers.push_back(&watcher);
    sqlite3_update_hook(m_connection, &SqliteSession::wrote, this);
}

void SqliteSession::unwatch(RowWatcher &watcher)
{
    std::erase(m_watchers, &watcher);
    if (m_watchers.empty())
        sqlite3_update_hook(m_connection, nullptr, nullptr);
}

void SqliteSession::wrote(void *self, int what, const char *, const char *table, long long rowId)
{
    if (what == SQLITE_DELETE)
        return;
    for (auto *watcher : static_cast<SqliteSession *>(self)->m_watchers)
        watcher->wrote(table, rowId, what == SQLITE_INSERT);
}

void SqliteSession::run(PreparedStatement &statement)
{
    struct Reset
    {
        PreparedStatement &statement;
        ~Reset() { statement.reset(); }
    };
    const Reset reset{statement};
    [[maybe_unused]] const bool hasRow = statement.execute();
}

} // namespace rastro::storage
