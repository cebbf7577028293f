// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transfer/mover.h"

#include "core/desk/crashpoint.h"
#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/migrations.h"
#include "storage/statement.h"
#include "storage/transfer/tablecopy.h"
#include "storage/transfer/template.h"

#include <QtCore/QCryptographicHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

template <class Work>
void inTransaction(Connection &connection, Work work)
{
    connection.begin();
    try {
        work();
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

// The sample of its key was sealed once: no other installation has the same.
QString installationOf(Connection &from)
{
    Statement get(from, "setting.get"_L1);
    const auto sample =
        get.bind("name"_L1, u"secrets.sample"_s).one([](const Row &row) { return row.text("value"_L1); });
    return QString::fromLatin1(
        QCryptographicHash::hash(sample.value_or(QString()).toUtf8(), QCryptographicHash::Sha256).toHex());
}

bool hasRows(Connection &connection, const TableLayout &layout)
{
    const auto text = filled(connection.book().text(u"move.hasRows"_s), {{u"table"_s, quoted(layout.name)}});
    const auto statement = connection.session().prepare(u"move.hasRows"_s, text);
    const bool has = statement->execute();
    statement->reset();
    return has;
}

void refuseData(Connection &to, const QList<TableLayout> &layouts, const DatabaseUrl &url)
{
    for (const auto &layout : layouts) {
        if (hasRows(to, layout))
            throw core::StorageFailure(
                {u"storage.not_empty"_s, u"The database %1 is in use already (“%2” has rows). Name an empty one with "
                                         "--to: nothing of it is overwritten."_s.arg(url.shown(), layout.name)});
    }
}

void refuseOtherSchema(const QList<TableLayout> &from, const QList<TableLayout> &to)
{
    for (const auto &layout : from) {
        const auto isSame = [&layout](const TableLayout &other) {
            return other.name == layout.name && other.columns == layout.columns;
        };
        if (!std::any_of(to.begin(), to.end(), isSame))
            throw core::StorageFailure({u"storage.layout"_s, u"The table “%1” is not the same in both databases. Was "
                                                             "one of them changed by hand?"_s.arg(layout.name)});
    }
}

} // namespace

Mover::Mover(Connection &from, Connection &to, const TransferOptions &options)
    : m_from(from)
    , m_to(to)
    , m_options(options)
    , m_layouts(readLayouts(from))
    , m_figures(readFigures(from, m_layouts))
    , m_digest(digestOf(m_figures))
    , m_marks(to)
{
}

TransferReport Mover::run()
{
    prepareTarget();
    for (const auto &layout : m_layouts)
        copyTable(layout);
    m_report.figures = compare(readFigures(m_to, m_layouts));
    if (m_report.isEqual())
        finish();
    else
        inTransaction(m_to, [this] { m_marks.setSource(installationOf(m_from), {}); });
    return m_report;
}

void Mover::prepareTarget()
{
    const bool isGoingOn = MoveMarks::areIn(m_to);
    if (isGoingOn && m_marks.installation() != installationOf(m_from))
        throw core::StorageFailure(
            {u"storage.other_move"_s, u"Another installation is being moved into %1. Finish that, or name an empty "
                                      "database with --to."_s.arg(m_options.to.shown())});
    migrate(m_to);
    m_to.execute(m_to.book().text(u"move.patience"_s)); // migrate() has set its own.
    const auto layouts = readLayouts(m_to);
    refuseOtherSchema(m_layouts, layouts);
    if (!isGoingOn)
        refuseData(m_to, layouts, m_options.to);
    m_report.wasResumed = isGoingOn && m_marks.digest() == m_digest;
    m_report.startedAnew = isGoingOn && !m_report.wasResumed;
    if (!m_report.wasResumed)
        inTransaction(m_to, [&] { beginAnew(); });
}

void Mover::beginAnew()
{
    if (!m_report.startedAnew)
        m_marks.create();
    m_marks.setSource(installationOf(m_from), m_digest);
    m_marks.forgetTables();
    silenceTriggers();
    for (auto layout = m_layouts.rbegin(); layout != m_layouts.rend(); ++layout)
        m_to.execute(filled(m_to.book().text(u"move.clear"_s), {{u"table"_s, quoted(layout->name)}}));
}

// They would count rows a second time, and do again what was done when the rows were new.
void Mover::silenceTriggers()
{
    Statement triggers(m_to, "move.triggers"_L1);
    const auto found = triggers.all([](const Row &row) { return std::pair{row.text("name"_L1), row.text("text"_L1)}; });
    for (const auto &[name, statement] : found) {
        m_marks.addTrigger(name, statement);
        m_to.execute(filled(m_to.book().text(u"move.silence"_s), {{u"name"_s, quoted(name)}}));
    }
}

void Mover::copyTable(const TableLayout &layout)
{
    if (m_marks.isDone(layout.name))
        return;
    TableCopy copy(m_from, m_to, layout, m_options.batchRows);
    auto key = m_marks.key(layout.name);
    TransferProgress progress{layout.name, key.isEmpty() ? 0 : m_marks.rows(layout.name), rowsOf(layout.name)};
    for (bool isDone = false; !isDone;) {
        inTransaction(m_to, [&] {
            const int rows = copy.copy(key);
            progress.rows += rows;
            isDone = rows < m_options.batchRows;
            if (isDone)
                m_marks.setDone(layout.name);
            else
                m_marks.setKey(layout.name, copy.lastKey(), progress.rows);
        });
        key = copy.lastKey();
        core::crashPoint("move.copied", layout.name);
        m_options.progress(progress);
    }
}

void Mover::finish()
{
    Statement numbers(m_from, "move.numbers"_L1);
    const auto lasts = numbers.all([](const Row &row) {
        return std::pair{row.text("name"_L1), row.integer("last"_L1)};
    });
    inTransaction(m_to, [&] {
        Statement(m_to, "move.forgetDerived"_L1).run();
        m_to.execute(m_to.book().text(u"move.forgetNumbers"_s));
        Statement set(m_to, "move.setNumber"_L1);
        for (const auto &[table, last] : lasts) {
            if (last > 0)
                set.bind("table"_L1, table).bind("last"_L1, last).all([](const Row &) { return true; });
        }
        const auto triggers = m_marks.triggers();
        for (const auto &statement : triggers)
            m_to.execute(statement);
        m_marks.drop();
    });
    m_to.execute(m_to.book().text(u"move.settle"_s));
}

QList<ComparedFigure> Mover::compare(const QList<Figure> &there) const
{
    QList<ComparedFigure> figures;
    QHash<std::pair<QString, QString>, qint64> values;
    for (const auto &figure : there)
        values[{figure.table, figure.what}] = figure.value;
    for (const auto &figure : m_figures)
        figures.append({figure, values.take({figure.table, figure.what})});
    // Of a status that only the target knows.
    for (auto rest = values.constBegin(); rest != values.constEnd(); ++rest)
        figures.append({{rest.key().first, rest.key().second, 0}, rest.value()});
    return figures;
}

qint64 Mover::rowsOf(const QString &table) const
{
    for (const auto &figure : m_figures) {
        if (figure.table == table && figure.what == u"rows")
            return figure.value;
    }
    return 0;
}

} // namespace rastro::storage
