// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transfer/figures.h"

#include "storage/connection.h"
#include "storage/statement.h"
#include "storage/transfer/template.h"

#include <QtCore/QCryptographicHash>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// An offset of its own for NULL, so that it is not taken for 0.
QString sumOf(const ColumnLayout &column)
{
    switch (column.kind) {
    case ColumnLayout::Integer:
        return u", COALESCE(CAST(SUM(COALESCE(%1, -7) % 1000000007) AS BIGINT), 0)"_s.arg(quoted(column.name));
    case ColumnLayout::Bytes:
        return u", COALESCE(CAST(SUM(LENGTH(%1)) AS BIGINT), 0)"_s.arg(quoted(column.name));
    case ColumnLayout::Text:
        break;
    }
    return u", COUNT(%1)"_s.arg(quoted(column.name));
}

bool isNumbered(const TableLayout &layout)
{
    return layout.key.size() == 1 && layout.key.first().kind == ColumnLayout::Integer;
}

QList<Figure> readTable(Connection &connection, const TableLayout &layout)
{
    QStringList names{u"rows"_s};
    QString sums;
    if (isNumbered(layout)) {
        names.append(u"last "_s + layout.key.first().name);
        sums += u", COALESCE(MAX(%1), 0)"_s.arg(quoted(layout.key.first().name));
    }
    for (const auto &column : layout.columns) {
        names.append(u"sum of "_s + column.name);
        sums += sumOf(column);
    }
    const auto text =
        filled(connection.book().text(u"move.figures"_s), {{u"table"_s, quoted(layout.name)}, {u"sums"_s, sums}});
    const auto statement = connection.session().prepare(u"move.figures"_s, text);
    QList<Figure> figures;
    if (statement->execute()) {
        for (int column = 0; column < names.size(); ++column)
            figures.append({layout.name, names.at(column), statement->integer(column)});
    }
    statement->reset();
    return figures;
}

QList<Figure> readMoney(Connection &connection)
{
    QList<Figure> figures;
    Statement money(connection, "move.money"_L1);
    money.all([&figures](const Row &row) {
        const auto kind = row.text("status"_L1) + u' ' + row.text("currency"_L1);
        figures.append({u"payments"_s, kind, row.integer("n"_L1)});
        figures.append({u"payments"_s, kind + u", amount"_s, row.integer("amount"_L1)});
        return true;
    });
    return figures;
}

} // namespace

QList<Figure> readFigures(Connection &connection, const QList<TableLayout> &layouts)
{
    QList<Figure> figures;
    for (const auto &layout : layouts)
        figures += readTable(connection, layout);
    return figures + readMoney(connection);
}

QString digestOf(const QList<Figure> &figures)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto &figure : figures)
        hash.addData((figure.table + u'\0' + figure.what + u'\0' + QString::number(figure.value) + u'\n').toUtf8());
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace rastro::storage
