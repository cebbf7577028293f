// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/postgresql/pgresult.h"
#include "storage/session.h"

namespace rastro::storage {

/// A connection to a PostgreSQL server by libpq. Transactions are REPEATABLE READ: of two nodes that change the same
/// row one gets "storage.conflict" and runs again. When the connection is lost, the next begin() makes a new one.
class PgSession final : public Session
{
public:
    /// `address`: a connection URI, https://www.postgresql.org/docs/15/libpq-connect.html. Throws StorageFailure:
    /// "storage.io" when the server is not there, "storage.login" when it refuses.
    explicit PgSession(QString address);
    ~PgSession() override;
    Q_DISABLE_COPY_MOVE(PgSession)

    [[nodiscard]] QString dialect() const override { return QStringLiteral("postgresql"); }
    [[nodiscard]] QChar placeholderMark() const override { return u'$'; }
    [[nodiscard]] std::unique_ptr<PreparedStatement> prepare(const QString &name, const QString &text) override;
    [[nodiscard]] std::unique_ptr<RowWriter> writer(const QString &name, const QString &text) override;
    void execute(const QString &statement) override;
    void begin() override;
    void commit() override;
    void rollback() noexcept override;

    /// For its statements: the connection, and a number that changes with each new one, on which nothing is prepared.
    [[nodiscard]] PGconn *connection() const { return m_connection.get(); }
    [[nodiscard]] quint64 generation() const { return m_generation; }
    [[nodiscard]] QByteArray newStatementName() { return "s" + QByteArray::number(++m_statements); }
    /// Throws what the result says, unless it says that all went well.
    void check(const PGresult *result, const QString &what) const;

private:
    struct ConnectionCloser
    {
        void operator()(PGconn *connection) const { PQfinish(connection); }
    };

    void connect();
    PgResult run(const char *statement, const QString &what);

    const QString m_address;
    std::unique_ptr<PGconn, ConnectionCloser> m_connection;
    quint64 m_generation = 0;
    quint64 m_statements = 0;
};

} // namespace rastro::storage
