// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/session.h"

#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace rastro::storage {

/// A statement of SQLite's C interface.
class SqliteStatement final : public PreparedStatement
{
public:
    /// Throws StorageFailure if the text is no single statement.
    SqliteStatement(sqlite3 *connection, QString name, const QString &text);
    ~SqliteStatement() override;
    Q_DISABLE_COPY_MOVE(SqliteStatement)

    void bindNull(int place) override;
    void bindInteger(int place, qint64 value) override;
    void bindText(int place, QStringView value) override;
    void bindBytes(int place, QByteArrayView value) override;

    [[nodiscard]] bool execute() override { return step(); }
    [[nodiscard]] bool next() override { return step(); }
    [[nodiscard]] int changedRows() const override;
    void reset() noexcept override;

    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] QByteArray columnName(int column) const override;
    [[nodiscard]] qint64 integer(int column) const override;
    [[nodiscard]] QString text(int column) const override;
    [[nodiscard]] QByteArray bytes(int column) const override;
    [[nodiscard]] bool isNull(int column) const override;

private:
    [[nodiscard]] bool step();
    void check(int code) const;

    sqlite3 *m_connection;
    const QString m_name;
    sqlite3_stmt *m_statement = nullptr;
    std::vector<QByteArray> m_values; // What is bound, by place: SQLite reads it where it lies.
};

} // namespace rastro::storage
