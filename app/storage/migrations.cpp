// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations.h"

#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/migrationtext.h"
#include "storage/sqlresources.h"
#include "storage/statement.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

const auto folder = u"migrations"_s;

int numberOf(const QString &file)
{
    return QFileInfo(file).fileName().section(u'_', 0, 0).toInt();
}

// A Rastro database has the table schema_version; an empty file becomes one; anything else is left alone.
void refuseForeign(Connection &connection)
{
    Statement tables(connection, "schema.tables"_L1);
    const auto names = tables.all([](const Row &row) { return row.text("name"_L1); });
    if (!names.isEmpty() && !names.contains(u"schema_version"_s))
        throw core::StorageFailure(
            {u"storage.foreign"_s, u"This database belongs to another program (it has the table “%1”). Name another "
                                   "file or database."_s.arg(names.first())});
}

QSet<int> appliedVersions(Connection &connection)
{
    Statement applied(connection, "schema.versions"_L1);
    const auto versions = applied.all([](const Row &row) { return static_cast<int>(row.integer("version"_L1)); });
    return {versions.begin(), versions.end()};
}

void refuseNewer(int present)
{
    if (present > newestSchema())
        throw core::StorageFailure(
            {u"storage.newer_schema"_s,
             u"This database was made by a newer Rastro (schema %1, this one knows %2). Install "
             "the version that made it or a later one, or restore a backup made before it."_s.arg(present)
                 .arg(newestSchema())});
}

void apply(Connection &connection, const QString &file)
{
    const auto statements = migrationStatements(sqlText(file), connection.dialect());
    for (const auto &statement : statements)
        connection.execute(statement);
    Statement applied(connection, "schema.applied"_L1);
    applied.bind("version"_L1, numberOf(file)).bind("applied_at"_L1, connection.now()).run();
}

// Another process may have migrated meanwhile: the version is read again inside the transaction.
void applyOnce(Connection &connection, const QString &file)
{
    connection.begin();
    try {
        if (!appliedVersions(connection).contains(numberOf(file)))
            apply(connection, file);
        connection.commit();
    } catch (const core::StorageFailure &failure) {
        connection.rollback();
        auto error = failure.error();
        error.message = u"Bringing the database to schema %1 failed, nothing was changed. %2"_s.arg(numberOf(file))
                            .arg(error.message);
        throw core::StorageFailure(error);
    }
}

} // namespace

int newestSchema()
{
    const auto files = sqlFiles(folder);
    return files.isEmpty() ? 0 : numberOf(files.last());
}

void migrate(Connection &connection)
{
    connection.execute(connection.book().text(u"schema.lock"_s));
    refuseForeign(connection);
    connection.execute(connection.book().text(u"schema.create"_s));
    const auto applied = appliedVersions(connection);
    refuseNewer(applied.isEmpty() ? 0 : *std::max_element(applied.begin(), applied.end()));
    const auto files = sqlFiles(folder);
    for (const auto &file : files) {
        if (!applied.contains(numberOf(file)))
            applyOnce(connection, file);
    }
    connection.execute(connection.book().text(u"schema.unlock"_s));
}

} // namespace rastro::storage
