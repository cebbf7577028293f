// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "storage/databaseurl.h"
#include "storage/secretbox.h"
#include "storage/statementbook.h"

#include <QtSql/QSqlDatabase>
#include <functional>
#include <memory>

namespace rastro::storage {

/// What a connection needs beside its address.
struct ConnectionOptions
{
    DatabaseUrl url;
    std::shared_ptr<const SecretBox> secrets; ///< Seals what must not lie in the file in the clear.
    std::function<Micros()> now;              ///< For the columns that say when a row was changed. Any thread.
    qint64 maxPages = 0;                      ///< SQLite's max_page_count: a small disk, for tests. 0: no limit.
};

/// One connection to the database: opened, used and closed on one storage thread.
class Connection
{
public:
    /// Opens the file (made if it is not there), sets WAL, synchronous=FULL and foreign keys, and reads the statements.
    /// Throws StorageFailure: "storage.io" with the folder that cannot be used, "storage.corrupt", "storage.busy".
    explicit Connection(ConnectionOptions options);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Runs one statement that has neither values nor rows. Throws StorageFailure.
    void execute(const QString &statement);

    void begin();
    void commit();
    /// Ends the transaction without storing anything. Never throws: a database that failed may have done so by itself.
    void rollback() noexcept;

    void setSavepoint();
    void releaseSavepoint();
    /// Undoes what happened since setSavepoint(). Throws if the whole transaction is gone.
    void rollbackToSavepoint();

    [[nodiscard]] const QSqlDatabase &database() const { return m_database; }
    [[nodiscard]] const StatementBook &book() const { return m_book; }
    [[nodiscard]] const SecretBox &secrets() const { return *m_options.secrets; }
    [[nodiscard]] Micros now() const { return m_options.now(); }

private:
    void open();
    void configure();

    ConnectionOptions m_options;
    StatementBook m_book;
    QString m_name;
    QSqlDatabase m_database;
};

} // namespace rastro::storage
