// SPDX-License-Identifier: GPL-3.0-or-later
// A write-ahead log whose pages reach the system together is the same log to everyone else.
#include "storage/sqlite/walvfs.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <csignal>
#include <memory>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using rastro::storage::walVfs;

namespace {

constexpr int kibibyte = 1024;

struct Close
{
    void operator()(sqlite3 *connection) const { sqlite3_close(connection); }
};
using Connection = std::unique_ptr<sqlite3, Close>;

int run(const Connection &connection, const QByteArray &statement)
{
    return sqlite3_exec(connection.get(), statement.constData(), nullptr, nullptr, nullptr);
}

qint64 number(const Connection &connection, const QByteArray &query)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(connection.get(), query.constData(), -1, &statement, nullptr);
    const qint64 found = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return found;
}

bool isWhole(const Connection &connection)
{
    return number(connection, "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1;
}

// Rows of a KiB each.
QByteArray insertion(int rows)
{
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + QByteArray::number(rows) +
           ") INSERT INTO t SELECT NULL, randomblob(1024) FROM n";
}

// Of this process, so far: proc(5), /proc/pid/io.
qint64 writeCalls()
{
    QFile io(u"/proc/self/io"_s);
    if (!io.open(QIODevice::ReadOnly))
        return -1;
    const auto text = io.readAll();
    const auto at = text.indexOf("syscw: ");
    return text.mid(at + 7, text.indexOf('\n', at) - at - 7).toLongLong();
}

} // namespace

class WalVfsTest : public QObject
{
    Q_OBJECT

private:
    Connection open(const char *vfs)
    {
        sqlite3 *connection = nullptr;
        const int code = sqlite3_open_v2(QFile::encodeName(m_folder->filePath(u"t.db"_s)).constData(), &connection,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
        Connection owned(connection);
        if (code != SQLITE_OK || run(owned, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL") != SQLITE_OK)
            return {};
        return owned;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Connection m_writer;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_writer = open(walVfs());
        QVERIFY(m_writer);
        QCOMPARE(run(m_writer, "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)"), SQLITE_OK);
    }

    void cleanup() { m_writer.reset(); }

    void aCommitsPagesAreWrittenTogether()
    {
        QCOMPARE(run(m_writer, insertion(10)), SQLITE_OK); // The log has its head.
        const auto before = writeCalls();
        QVERIFY(before > 0);
        QCOMPARE(run(m_writer, insertion(400)), SQLITE_OK);
        const auto calls = writeCalls() - before;
        QVERIFY2(calls >= 1 && calls <= 5, qPrintable(u"%1 calls for some 130 pages"_s.arg(calls)));
    }

    void anotherConnectionSeesWhatIsCommitted()
    {
        const auto reader = open(nullptr);
        for (int rows = 1; rows <= 50; ++rows) {
            QCOMPARE(run(m_writer, insertion(1)), SQLITE_OK);
            QCOMPARE(number(reader, "SELECT COUNT(*) FROM t WHERE length(bytes) = 1024"), rows);
        }
        QVERIFY(isWhole(reader));
        QCOMPARE(run(reader, insertion(1)), SQLITE_OK);
        QCOMPARE(number(m_writer, "SELECT COUNT(*) FROM t"), 51);
    }

    void whatDoesNotFitTheCacheIsReadBack()
    {
        QCOMPARE(run(m_writer, "PRAGMA cache_size=10; BEGIN"), SQLITE_OK);
        QCOMPARE(run(m_writer, insertion(2000)), SQLITE_OK);
        QCOMPARE(number(m_writer, "SELECT SUM(length(bytes)) FROM t"), 2000 * kibibyte);
        const auto reader = open(nullptr);
        QCOMPARE(number(reader, "SELECT COUNT(*) FROM t"), 0);
        QCOMPARE(run(m_writer, "ROLLBACK"), SQLITE_OK);
        QCOMPARE(number(m_writer, "SELECT COUNT(*) FROM t"), 0);
        QCOMPARE(run(m_writer, "BEGIN; " + insertion(3000) + "; COMMIT"), SQLITE_OK);
        QCOMPARE(number(reader, "SELECT COUNT(*) FROM t"), 3000);
        QVERIFY(isWhole(reader));
    }

    void aLogThatIsMovedBeginsAnew()
    {
        const auto checkpointer = open(nullptr);
        for (int round = 1; round <= 5; ++round) {
            QCOMPARE(run(m_writer, insertion(300)), SQLITE_OK);
            QCOMPARE(run(round % 2 == 0 ? checkpointer : m_writer, "PRAGMA wal_checkpoint(RESTART)"), SQLITE_OK);
            QCOMPARE(number(checkpointer, "SELECT COUNT(*) FROM t"), 300 * round);
        }
        m_writer.reset();
        QVERIFY(isWhole(checkpointer));
    }

    void aWriteThatFailsFailsTheCommitAlone()
    {
        QCOMPARE(run(m_writer, insertion(10)), SQLITE_OK);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{256 * kibibyte, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const int refused = run(m_writer, insertion(1000));
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY2(refused == SQLITE_FULL || refused == SQLITE_IOERR, sqlite3_errstr(refused));
        QCOMPARE(number(m_writer, "SELECT COUNT(*) FROM t"), 10);
        QCOMPARE(run(m_writer, insertion(20)), SQLITE_OK);
        const auto reader = open(nullptr);
        QCOMPARE(number(reader, "SELECT COUNT(*) FROM t"), 30);
        QVERIFY(isWhole(reader));
    }
};

QTEST_GUILESS_MAIN(WalVfsTest)
#include "tst_walvfs.moc"
