// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/sqlitestatement.h"

#include "core/ports/unitofwork.h"
#include "storage/sqlite/sqlitefailure.h"

#include <QtCore/QStringEncoder>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Into memory that is there, and that nobody clears: a QByteArray leaves new room as it is, and keeps it.
void assignUtf8(QByteArray &to, QStringView text)
{
    QStringEncoder encoder(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
    to.resize(encoder.requiredSpace(text.size()));
    const auto *end = encoder.appendToBuffer(to.data(), text);
    to.truncate(end - to.constData());
}

} // namespace

SqliteStatement::SqliteStatement(sqlite3 *connection, QString name, const QString &text)
    : m_connection(connection)
    , m_name(std::move(name))
{
    const auto utf8 = text.toUtf8();
    const char *rest = nullptr;
    check(sqlite3_prepare_v3(m_connection, utf8.constData(), static_cast<int>(utf8.size()) + 1,
                             SQLITE_PREPARE_PERSISTENT, &m_statement, &rest));
    if (!m_statement || !QByteArrayView(rest).trimmed().isEmpty())
        throw core::StorageFailure({u"storage.statement"_s, u"%1 is not one statement."_s.arg(m_name)});
    m_values.resize(static_cast<std::size_t>(sqlite3_bind_parameter_count(m_statement)));
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

void SqliteStatement::bindNull(int place)
{
    check(sqlite3_bind_null(m_statement, place + 1));
}

void SqliteStatement::bindInteger(int place, qint64 value)
{
    check(sqlite3_bind_int64(m_statement, place + 1, value));
}

void SqliteStatement::bindText(int place, QStringView value)
{
    auto &utf8 = m_values[static_cast<std::size_t>(place)];
    assignUtf8(utf8, value);
    check(sqlite3_bind_text64(m_statement, place + 1, utf8.constData(), static_cast<sqlite3_uint64>(utf8.size()),
                              SQLITE_STATIC, SQLITE_UTF8));
}

void SqliteStatement::bindBytes(int place, QByteArrayView value)
{
    auto &bytes = m_values[static_cast<std::size_t>(place)];
    bytes = value.toByteArray();
    check(sqlite3_bind_blob64(m_statement, place + 1, bytes.constData(), static_cast<sqlite3_uint64>(bytes.size()),
                              SQLITE_STATIC));
}

bool SqliteStatement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        throwSqliteFailure(m_connection, m_name);
    return false;
}

int SqliteStatement::changedRows() const
{
    return sqlite3_changes(m_connection);
}

void SqliteStatement::reset() noexcept
{
    sqlite3_reset(m_statement); // Repeats the error of the last step, which was thrown already.
}

int SqliteStatement::columnCount() const
{
    return sqlite3_column_count(m_statement);
}

QByteArray SqliteStatement::columnName(int column) const
{
    return sqlite3_column_name(m_statement, column);
}

qint64 SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString SqliteStatement::text(int column) const
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return text ? QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column)) : QString();
}

QByteArray SqliteStatement::bytes(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

void SqliteStatement::check(int code) const
{
    if (code != SQLITE_OK)
        throwSqliteFailure(m_connection, m_name);
}

} // namespace rastro::storage
