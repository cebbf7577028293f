// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/sqlitefailure.h"

#include "core/ports/unitofwork.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

Error retry(QString code, QString message)
{
    return {std::move(code), std::move(message), ErrorClass::Retry, {}, false};
}

Error constraintError(int extended, const QString &what, const QString &said)
{
    if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY) {
        const auto where = said.section(u':', 1).trimmed();
        return {u"storage.duplicate"_s,
                u"%1 was not stored: there is one with the same %2 already. Choose another."_s.arg(what, where)};
    }
    return {u"storage.constraint"_s, u"%1 was not stored: %2."_s.arg(what, said)};
}

} // namespace

Error sqliteError(int extendedCode, const QString &said, const QString &what)
{
    switch (extendedCode & 0xff) { // the primary code, https://www.sqlite.org/rescode.html
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return retry(u"storage.busy"_s, u"%1: another program holds the database. Close it, or wait."_s.arg(what));
    case SQLITE_FULL:
        return retry(u"storage.full"_s, u"%1: the disk of the database is full. Make room on it."_s.arg(what));
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        return retry(u"storage.io"_s, u"%1: the database cannot be reached or written (%2). Check its disk, and that "
                                      "this user may write its folder."_s.arg(what, said));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {u"storage.corrupt"_s,
                u"%1: the database is damaged (%2). Stop Rastro and restore a backup."_s.arg(what, said)};
    case SQLITE_CONSTRAINT:
        return constraintError(extendedCode, what, said);
    default:
        return {u"storage.statement"_s, u"%1 failed: %2."_s.arg(what, said)};
    }
}

void throwSqliteFailure(sqlite3 *connection, const QString &what)
{
    throw core::StorageFailure(
        sqliteError(sqlite3_extended_errcode(connection), QString::fromUtf8(sqlite3_errmsg(connection)), what));
}

} // namespace rastro::storage
