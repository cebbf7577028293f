// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <memory>

namespace rastro::storage {

/// A statement that a database has prepared, and the row of its result that it stands on. Places and columns count
/// from 0. A bound value stays bound until the next one at its place. Storage thread only; what the database refuses is
/// thrown as StorageFailure, by name of the statement.
class PreparedStatement
{
public:
    virtual ~PreparedStatement() = default;

    virtual void bindNull(int place) = 0;
    virtual void bindInteger(int place, qint64 value) = 0;
    virtual void bindText(int place, QStringView value) = 0;
    virtual void bindBytes(int place, QByteArrayView value) = 0;

    /// Runs up to the first row. False: there is none.
    [[nodiscard]] virtual bool execute() = 0;
    /// Goes on to the next row. False: there is none.
    [[nodiscard]] virtual bool next() = 0;
    /// Rows that it changed, once it stands behind the last row of its result.
    [[nodiscard]] virtual int changedRows() const = 0;
    /// Gives locks back; the rows are gone.
    virtual void reset() noexcept = 0;

    /// Of its result; 0 before it was executed for the first time.
    [[nodiscard]] virtual int columnCount() const = 0;
    [[nodiscard]] virtual QByteArray columnName(int column) const = 0;
    /// Of the present row. NULL reads as 0 or empty.
    [[nodiscard]] virtual qint64 integer(int column) const = 0;
    [[nodiscard]] virtual QString text(int column) const = 0;
    [[nodiscard]] virtual QByteArray bytes(int column) const = 0;
    [[nodiscard]] virtual bool isNull(int column) const = 0;
};

/// Writes many rows of one table. Call add() for each column of the statement in its order, then endRow(); finish()
/// after the last row. A row may be refused at endRow() or at finish(); after that the writer starts anew. Storage
/// thread only.
class RowWriter
{
public:
    virtual ~RowWriter() = default;

    virtual void addNull() = 0;
    virtual void add(qint64 value) = 0;
    virtual void add(QStringView value) = 0;
    virtual void addBytes(QByteArrayView value) = 0;
    virtual void endRow() = 0;
    virtual void finish() = 0;
};

/// One connection as a database's own library has it: what SQLite and PostgreSQL do differently. Storage thread only;
/// throws StorageFailure.
class Session
{
public:
    virtual ~Session() = default;

    /// Folder of its statements under resources/sql: "sqlite", "postgresql".
    [[nodiscard]] virtual QString dialect() const = 0;
    /// What stands before the number of a value in a statement: '?' in "?1", '$' in "$1".
    [[nodiscard]] virtual QChar placeholderMark() const = 0;

    /// `name` is for errors. The statement must not outlive the session.
    [[nodiscard]] virtual std::unique_ptr<PreparedStatement> prepare(const QString &name, const QString &text) = 0;
    /// By the fastest way that the database has; `text` is what that way needs.
    [[nodiscard]] virtual std::unique_ptr<RowWriter> writer(const QString &name, const QString &text) = 0;
    /// Runs one statement that has neither values nor rows.
    virtual void execute(const QString &statement) = 0;

    /// Begins a transaction that may write.
    virtual void begin() = 0;
    virtual void commit() = 0;
    /// Ends the transaction without storing anything: a database that failed may have done so by itself.
    virtual void rollback() noexcept = 0;
};

} // namespace rastro::storage
