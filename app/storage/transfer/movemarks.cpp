// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transfer/movemarks.h"

#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/statement.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr auto tableKind = "table"_L1;
constexpr auto rowsKind = "rows"_L1;
constexpr auto triggerKind = "trigger"_L1;
constexpr auto sourceKind = "source"_L1;
const auto done = u"done"_s; // No JSON, as a key is.

} // namespace

bool MoveMarks::areIn(Connection &connection)
{
    Statement tables(connection, "schema.tables"_L1);
    return tables.all([](const Row &row) { return row.text("name"_L1); }).contains(u"unfinished_move"_s);
}

void MoveMarks::refuseUnfinished(Connection &connection)
{
    if (areIn(connection))
        throw core::StorageFailure(
            {u"storage.unfinished_move"_s,
             u"Another database is being moved into this one and not all of it is here. Run the same “rastro migrate” "
             "again until it says that all is here, or use the other one."_s});
}

void MoveMarks::create()
{
    m_to.execute(m_to.book().text(u"move.begin"_s));
}

void MoveMarks::drop()
{
    m_to.execute(m_to.book().text(u"move.end"_s));
}

void MoveMarks::setSource(const QString &installation, const QString &digest)
{
    set(sourceKind, u"installation"_s, installation);
    set(sourceKind, u"digest"_s, digest);
}

void MoveMarks::setKey(const QString &table, const QStringList &key, qint64 rows)
{
    set(rowsKind, table, QString::number(rows));
    const QJsonDocument document(QJsonArray::fromStringList(key));
    set(tableKind, table, QString::fromUtf8(document.toJson(QJsonDocument::Compact)));
}

QStringList MoveMarks::key(const QString &table) const
{
    QStringList key;
    const auto parts = QJsonDocument::fromJson(value(tableKind, table).toUtf8()).array();
    for (const auto &part : parts)
        key.append(part.toString());
    return key;
}

qint64 MoveMarks::rows(const QString &table) const
{
    return value(rowsKind, table).toLongLong();
}

void MoveMarks::setDone(const QString &table)
{
    set(tableKind, table, done);
}

bool MoveMarks::isDone(const QString &table) const
{
    return value(tableKind, table) == done;
}

void MoveMarks::forgetTables()
{
    Statement forget(m_to, "move.forgetMarks"_L1);
    forget.bind("kind"_L1, tableKind.toString()).run();
}

void MoveMarks::addTrigger(const QString &name, const QString &statement)
{
    set(triggerKind, name, statement);
}

QHash<QString, QString> MoveMarks::triggers() const
{
    return all(triggerKind);
}

void MoveMarks::set(QLatin1StringView kind, const QString &name, const QString &value)
{
    Statement mark(m_to, "move.mark"_L1);
    mark.bind("kind"_L1, kind.toString()).bind("name"_L1, name).bind("value"_L1, value).run();
}

QString MoveMarks::value(QLatin1StringView kind, const QString &name) const
{
    return all(kind).value(name);
}

QHash<QString, QString> MoveMarks::all(QLatin1StringView kind) const
{
    QHash<QString, QString> marks;
    Statement read(m_to, "move.marks"_L1);
    read.bind("kind"_L1, kind.toString()).all([&marks](const Row &row) {
        marks.insert(row.text("name"_L1), row.text("value"_L1));
        return true;
    });
    return marks;
}

} // namespace rastro::storage
