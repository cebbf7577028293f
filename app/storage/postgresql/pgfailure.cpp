// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/pgfailure.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

Error retry(QString code, QString message)
{
    return {std::move(code), std::move(message), ErrorClass::Retry, {}, false};
}

bool isConflict(const QString &state)
{
    return state == u"40001" || state == u"40P01"; // serialization_failure, deadlock_detected
}

bool isBusy(const QString &state)
{
    return state == u"55P03" || state == u"57014"; // lock_not_available, query_canceled
}

bool isUnreachable(const QString &state)
{
    // Connection exceptions, insufficient resources, operator intervention (a shutdown), system and I/O errors; 25006
    // is a standby, 25P03 a transaction that was idle too long.
    return state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"53") || state.startsWith(u"57P") ||
           state.startsWith(u"58") || state == u"25006" || state == u"25P03";
}

} // namespace

Error pgError(const QString &sqlState, const QString &said, const QString &what)
{
    if (isConflict(sqlState))
        return retry(u"storage.conflict"_s, u"%1: another node changed the same rows. It is tried again."_s.arg(what));
    if (isBusy(sqlState))
        return retry(u"storage.busy"_s, u"%1: the database is held by another program (%2). Wait, or end that "
                                        "program's transaction."_s.arg(what, said));
    if (sqlState == u"53100")
        return retry(u"storage.full"_s, u"%1: the disk of the database is full. Make room on it."_s.arg(what));
    if (isUnreachable(sqlState))
        return retry(u"storage.io"_s,
                     u"%1: the PostgreSQL server cannot be reached or used (%2). Check that it runs and "
                     "that the address of the database names it."_s.arg(what, said));
    if (sqlState == u"23505")
        return {u"storage.duplicate"_s,
                u"%1 was not stored: there is one with the same %2 already. Choose another."_s.arg(what, said)};
    if (sqlState.startsWith(u"23") || sqlState == u"P0001")
        return {u"storage.constraint"_s, u"%1 was not stored: %2."_s.arg(what, said)};
    if (sqlState.startsWith(u"28") || sqlState == u"3D000" || sqlState == u"42501")
        return {u"storage.login"_s, u"%1: PostgreSQL refuses (%2). Check user, password and name in the address of the "
                                    "database, and that this user owns the database."_s.arg(what, said)};
    if (sqlState.startsWith(u"XX"))
        return {u"storage.corrupt"_s,
                u"%1: the database is damaged (%2). Stop Rastro and restore a backup."_s.arg(what, said)};
    return {u"storage.statement"_s, u"%1 failed: %2."_s.arg(what, said)};
}

} // namespace rastro::storage
