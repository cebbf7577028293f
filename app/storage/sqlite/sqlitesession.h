// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/session.h"

#include <vector>

struct sqlite3;

namespace rastro::storage {

class Checkpointer;

/// Is told of rows that a connection writes: see SqliteSession::watch().
class RowWatcher
{
public:
    virtual ~RowWatcher() = default;
    /// In the midst of the statement that writes it: asks the database nothing, throws nothing.
    virtual void wrote(const char *table, qint64 rowId, bool isNew) noexcept = 0;
};

/// A connection to a SQLite file, with a write-ahead log that is synced at each commit. The C interface and not QtSql:
/// on the way of a click the driver costs more than the database (tests/bench/README.md).
class SqliteSession final : public Session
{
public:
    /// Opens the file (made if it is not there), sets WAL, synchronous=FULL and foreign keys. `maxPages`: SQLite's
    /// max_page_count, a small disk for tests; 0: no limit. Throws StorageFailure: "storage.io" with the folder that
    /// cannot be used, "storage.corrupt", "storage.busy".
    explicit SqliteSession(const QString &path, qint64 maxPages = 0);
    ~SqliteSession() override;
    Q_DISABLE_COPY_MOVE(SqliteSession)

    [[nodiscard]] QString dialect() const override { return QStringLiteral("sqlite"); }
    [[nodiscard]] QChar placeholderMark() const override { return u'?'; }
    [[nodiscard]] std::unique_ptr<PreparedStatement> prepare(const QString &name, const QString &text) override;
    [[nodiscard]] std::unique_ptr<RowWriter> writer(const QString &name, const QString &text) override;
    void execute(const QString &statement) override;
    void begin() override;
    void commit() override;
    void rollback() noexcept override;

    /// `watcher` hears from now on of every row that this connection inserts or changes, whatever the statement and
    /// whether or not it is committed; not of rows that are deleted. It must unwatch() before it goes.
    void watch(RowWatcher &watcher);
    void unwatch(RowWatcher &watcher);
    /// Transactions that were begun, by begin().
    [[nodiscard]] quint64 transactions() const { return m_transactions; }

private:
    static void wrote(void *self, int what, const char *schema, const char *table, long long rowId);
    void useWriteAheadLog();
    void configure(qint64 maxPages);
    void run(PreparedStatement &statement);

    const QString m_path;
    sqlite3 *m_connection = nullptr;
    std::vector<RowWatcher *> m_watchers;
    quint64 m_transactions = 0;
    std::unique_ptr<PreparedStatement> m_begin;
    std::unique_ptr<PreparedStatement> m_commit;
    std::unique_ptr<Checkpointer> m_checkpointer;
};

} // namespace rastro::storage
