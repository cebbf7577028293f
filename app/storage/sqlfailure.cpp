// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlfailure.h"

#include <QtSql/QSqlError>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Primary result codes, https://www.sqlite.org/rescode.html; the driver reports extended ones (primary in the low
// byte).
enum PrimaryCode {
    Busy = 5,
    Locked = 6,
    NoMemory = 7,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};
constexpr int constraintPrimaryKey = 1555;
constexpr int constraintUnique = 2067;

Error retry(QString code, QString message)
{
    return {std::move(code), std::move(message), ErrorClass::Retry, {}, false};
}

Error constraintError(int extended, const QString &what, const QString &said)
{
    if (extended == constraintUnique || extended == constraintPrimaryKey) {
        const auto where = said.section(u':', 1).trimmed();
        return {u"storage.duplicate"_s,
                u"%1 was not stored: there is one with the same %2 already. Choose another."_s.arg(what, where)};
    }
    return {u"storage.constraint"_s, u"%1 was not stored: %2."_s.arg(what, said)};
}

} // namespace

Error errorFrom(const QSqlError &error, const QString &what)
{
    const int extended = error.nativeErrorCode().toInt();
    const auto said = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    switch (extended & 0xff) {
    case Busy:
    case Locked:
        return retry(u"storage.busy"_s, u"%1: another program holds the database. Close it, or wait."_s.arg(what));
    case Full:
        return retry(u"storage.full"_s, u"%1: the disk of the database is full. Make room on it."_s.arg(what));
    case NoMemory:
    case IoError:
    case CannotOpen:
    case ReadOnly:
        return retry(u"storage.io"_s, u"%1: the database cannot be reached or written (%2). Check its disk, and that "
                                      "this user may write its folder."_s.arg(what, said));
    case Corrupt:
    case NotADatabase:
        return {u"storage.corrupt"_s,
                u"%1: the database is damaged (%2). Stop Rastro and restore a backup."_s.arg(what, said)};
    case Constraint:
        return constraintError(extended, what, said);
    default:
        return {u"storage.statement"_s, u"%1 failed: %2."_s.arg(what, said)};
    }
}

void throwFailure(const QSqlError &error, const QString &what)
{
    throw core::StorageFailure(errorFrom(error, what));
}

} // namespace rastro::storage
