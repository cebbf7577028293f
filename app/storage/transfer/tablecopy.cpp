// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transfer/tablecopy.h"

#include "storage/connection.h"
#include "storage/transfer/template.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QString numberedPlaces(QChar mark, qsizetype count)
{
    QStringList places;
    for (qsizetype place = 1; place <= count; ++place)
        places.append(mark + QString::number(place));
    return places.join(u", "_s);
}

QString read(Connection &from, const TableLayout &layout, const QString &name, int limit)
{
    return filled(from.book().text(name),
                  {{u"table"_s, quoted(layout.name)},
                   {u"columns"_s, layout.columnList()},
                   {u"key"_s, layout.keyList()},
                   {u"values"_s, numberedPlaces(from.session().placeholderMark(), layout.key.size())},
                   {u"limit"_s, QString::number(limit)}});
}

QString write(Connection &to, const TableLayout &layout)
{
    QStringList places(layout.columns.size(), u"?"_s);
    return filled(
        to.book().text(u"move.write"_s),
        {{u"table"_s, quoted(layout.name)}, {u"columns"_s, layout.columnList()}, {u"values"_s, places.join(u", "_s)}});
}

} // namespace

TableCopy::TableCopy(Connection &from, Connection &to, TableLayout layout, int limit)
    : m_layout(std::move(layout))
    , m_limit(limit)
    , m_first(from.session().prepare(m_layout.name, read(from, m_layout, u"move.first"_s, limit)))
    , m_further(from.session().prepare(m_layout.name, read(from, m_layout, u"move.further"_s, limit)))
    , m_writer(to.session().writer(m_layout.name, write(to, m_layout)))
{
}

int TableCopy::copy(const QStringList &after)
{
    auto &rows = rowsAfter(after);
    int count = 0;
    for (bool there = rows.execute(); there; there = rows.next()) {
        writeRow(rows);
        ++count;
    }
    rows.reset();
    if (count > 0)
        m_writer->finish();
    return count;
}

PreparedStatement &TableCopy::rowsAfter(const QStringList &key)
{
    if (key.isEmpty())
        return *m_first;
    for (int place = 0; place < key.size(); ++place) {
        if (m_layout.key.at(place).kind == ColumnLayout::Integer)
            m_further->bindInteger(place, key.at(place).toLongLong());
        else
            m_further->bindText(place, key.at(place));
    }
    return *m_further;
}

void TableCopy::writeRow(const PreparedStatement &row)
{
    for (int column = 0; column < m_layout.columns.size(); ++column) {
        if (row.isNull(column))
            m_writer->addNull();
        else if (m_layout.columns.at(column).kind == ColumnLayout::Integer)
            m_writer->add(row.integer(column));
        else if (m_layout.columns.at(column).kind == ColumnLayout::Bytes)
            m_writer->addBytes(row.bytes(column));
        else
            m_writer->add(QStringView(row.text(column)));
    }
    m_writer->endRow();
    m_lastKey.clear();
    for (const auto &part : m_layout.key)
        m_lastKey.append(row.text(static_cast<int>(m_layout.columns.indexOf(part))));
}

} // namespace rastro::storage
