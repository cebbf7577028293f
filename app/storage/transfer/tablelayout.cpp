// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transfer/tablelayout.h"

#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/statement.h"
#include "storage/transfer/template.h"

#include <QtCore/QSet>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Kept by migrations, by the move itself, and made anew from the clicks.
const QSet<QString> passedOver{u"schema_version"_s, u"unfinished_move"_s, u"click_keys"_s};

[[noreturn]] void cannotMove(const QString &why)
{
    throw core::StorageFailure({u"storage.layout"_s, why + u" Use a newer Rastro for the move."_s});
}

ColumnLayout::Kind kindOf(const QString &table, const QString &type)
{
    const auto name = type.toUpper();
    if (name.contains(u"INT"_s))
        return ColumnLayout::Integer;
    if (name == u"TEXT")
        return ColumnLayout::Text;
    if (name == u"BLOB" || name == u"BYTEA")
        return ColumnLayout::Bytes;
    cannotMove(u"The table “%1” has a column of the type %2, which cannot be moved."_s.arg(table, type));
}

TableLayout readLayout(Statement &columns, const QString &table)
{
    TableLayout layout{table, {}, {}};
    std::map<qint64, ColumnLayout> key;
    columns.bind("table"_L1, table).all([&](const Row &row) {
        const ColumnLayout column{row.text("name"_L1), kindOf(table, row.text("type"_L1))};
        layout.columns.append(column);
        if (const auto place = row.integer("key_place"_L1); place > 0)
            key[place] = column;
        return true;
    });
    for (const auto &[place, column] : key)
        layout.key.append(column);
    if (layout.key.isEmpty())
        cannotMove(u"The table “%1” has no primary key: it cannot be moved in steps."_s.arg(table));
    return layout;
}

QString nameList(const QList<ColumnLayout> &columns)
{
    QStringList names;
    for (const auto &column : columns)
        names.append(quoted(column.name));
    return names.join(u", "_s);
}

// Each round takes the tables all of whose parents are taken.
QStringList parentsFirst(const std::map<QString, QSet<QString>> &parentsOf)
{
    QStringList order;
    while (order.size() < static_cast<qsizetype>(parentsOf.size())) {
        const QSet<QString> taken(order.begin(), order.end());
        for (const auto &[table, parents] : parentsOf) {
            if (!taken.contains(table) && taken.contains(parents))
                order.append(table);
        }
        if (taken.size() == order.size())
            cannotMove(u"Tables refer to each other in a circle."_s);
    }
    return order;
}

} // namespace

QString TableLayout::columnList() const
{
    return nameList(columns);
}

QString TableLayout::keyList() const
{
    return nameList(key);
}

QList<TableLayout> readLayouts(Connection &connection)
{
    Statement tables(connection, "schema.tables"_L1);
    Statement columns(connection, "layout.columns"_L1);
    Statement references(connection, "layout.references"_L1);
    const auto nameOf = [](const Row &row) { return row.text("name"_L1); };
    std::map<QString, QSet<QString>> parentsOf;
    const auto names = tables.all(nameOf);
    for (const auto &name : names) {
        if (passedOver.contains(name))
            continue;
        const auto parents = references.bind("table"_L1, name).all(nameOf);
        auto &set = parentsOf[name] = QSet<QString>(parents.begin(), parents.end()) - passedOver;
        set.remove(name);
    }
    QList<TableLayout> layouts;
    const auto order = parentsFirst(parentsOf);
    for (const auto &name : order)
        layouts.append(readLayout(columns, name));
    return layouts;
}

} // namespace rastro::storage
