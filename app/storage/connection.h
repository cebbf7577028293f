// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "storage/databaseurl.h"
#include "storage/secretbox.h"
#include "storage/session.h"
#include "storage/statementbook.h"

#include <functional>

namespace rastro::storage {

/// What a connection needs beside its address.
struct ConnectionOptions
{
    DatabaseUrl url;
    std::shared_ptr<const SecretBox> secrets; ///< Seals what must not lie in the database in the clear.
    std::function<Micros()> now;              ///< For the columns that say when a row was changed. Any thread.
    qint64 maxPages = 0;                      ///< See SqliteSession: a small disk, for tests. 0: no limit.
    QString node{};                           ///< Notes itself in what it claims (core/ports/nodestore.h).
};

/// One connection to the database, with the statements of its dialect: opened, used and closed on one storage thread.
class Connection
{
public:
    /// Errors as of SqliteSession and PgSession.
    explicit Connection(ConnectionOptions options);
    Q_DISABLE_COPY_MOVE(Connection)
    ~Connection() = default;

    /// Runs one statement that has neither values nor rows. Throws StorageFailure.
    void execute(const QString &statement) { m_session->execute(statement); }

    void begin() { m_session->begin(); }
    void commit() { m_session->commit(); }
    /// Ends the transaction without storing anything. Never throws.
    void rollback() noexcept { m_session->rollback(); }

    void setSavepoint();
    void releaseSavepoint();
    /// Undoes what happened since setSavepoint(). Throws if the whole transaction is gone.
    void rollbackToSavepoint();

    [[nodiscard]] Session &session() { return *m_session; }
    /// For another connection to the same database.
    [[nodiscard]] const ConnectionOptions &options() const { return m_options; }
    [[nodiscard]] QString dialect() const { return m_session->dialect(); }
    [[nodiscard]] const StatementBook &book() const { return m_book; }
    [[nodiscard]] const SecretBox &secrets() const { return *m_options.secrets; }
    [[nodiscard]] const QString &node() const { return m_options.node; }
    [[nodiscard]] Micros now() const { return m_options.now(); }

private:
    const ConnectionOptions m_options;
    const std::unique_ptr<Session> m_session;
    const StatementBook m_book;
};

} // namespace rastro::storage
