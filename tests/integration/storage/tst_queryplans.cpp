// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/placeholders.h"
#include "storage/sqlite/sqlitesession.h"
#include "storage/statementbook.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include <QtCore/QRegularExpression>

namespace {

// Indexes that hold only what is pending: walking along one of them, in its order, is not reading the table.
bool isSmallIndex(const QString &step)
{
    static const QRegularExpression index(
        u"USING (COVERING )?INDEX "
        u"(starts_due|payments_attach|payments_check|gateway_notices_due|conversions_due|conversions_due_purchases|"
        "conversions_group|conversions_stopped|messages_chat|telegram_updates_pending)\\b"_s);
    return index.match(step).hasMatch();
}

} // namespace

// SQLite only: each database has its own way of explaining.
class QueryPlansTest : public QObject
{
    Q_OBJECT

private:
    StorageFixture m_db;
    storage::SqliteSession m_session{m_db.options().url.path};

    // As the program's connection runs it, foreign keys included: but an INSERT would look among the rows that refer to
    // its own only if some had been left without one, and every constraint is immediate.
    QStringList planOf(const QString &statement)
    {
        m_session.execute(u"PRAGMA foreign_keys=%1"_s.arg(statement.contains(u"INSERT INTO"_s) ? u"OFF"_s : u"ON"_s));
        const auto numbered = storage::replacePlaceholders(statement, m_session.placeholderMark());
        const auto plan = m_session.prepare(statement, u"EXPLAIN QUERY PLAN "_s + numbered.text);
        QStringList steps;
        for (bool isThere = plan->execute(); isThere; isThere = plan->next())
            steps.append(plan->text(3));
        return steps;
    }

private Q_SLOTS:
    void readsNoLargeTableFromEndToEnd_data()
    {
        QTest::addColumn<QString>("statement");
        const auto book = storage::StatementBook::read(u"sqlite"_s);
        auto names = book.names();
        names.sort();
        // health.integrity reads everything, by its meaning, and for doctor only. What a person has in these two tables
        // is asked for by hand and seldom: an index for it would cost every sale.
        const QStringList whole{u"health.integrity"_s, u"person.conversions"_s, u"person.erase_conversions"_s,
                                u"person.buttons"_s, u"person.erase_buttons"_s};
        for (const auto &name : names) {
            // What moves a whole installation reads it whole, too.
            const bool moves = name.startsWith(u"move."_s) || name.startsWith(u"layout."_s);
            if (!name.startsWith(u"schema."_s) && !moves && !whole.contains(name))
                QTest::newRow(qUtf8Printable(name)) << book.text(name);
        }
    }
    void readsNoLargeTableFromEndToEnd()
    {
        QFETCH(QString, statement);
        // What an operator configured and the few servers are read whole on purpose, and a slice of a table (s) is
        // bounded by its LIMIT.
        static const QRegularExpression small(
            u"^SCAN (workspaces|bots|offers|redirect_pools|pool_bots|plugin_settings|public_urls|s|nodes|leases|"
            "database_clock|clock|CONSTANT ROW)\\b"_s);
        const auto plan = planOf(statement);
        for (const auto &step : plan) {
            const bool reads = step.startsWith(u"SCAN"_s) && !small.match(step).hasMatch() && !isSmallIndex(step);
            QVERIFY2(!reads, qUtf8Printable(plan.join(u"; "_s)));
            QVERIFY2(!step.contains(u"AUTOMATIC"_s), qUtf8Printable(plan.join(u"; "_s)));
        }
    }

    void sortsNoLookUpOfAClick_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto *name : {"click.byFbclid", "click.byVisitor", "click.personByFbclid", "click.personByVisitor"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void sortsNoLookUpOfAClick()
    {
        QFETCH(QString, name);
        const auto plan = planOf(storage::StatementBook::read(u"sqlite"_s).text(name)).join(u"; "_s);
        QVERIFY2(!plan.contains(u"TEMP B-TREE"_s), qUtf8Printable(plan));
        const auto way =
            name.contains(u"person"_s) ? u"INDEX clicks_bound_"_s : u"SEARCH k USING PRIMARY KEY (key=?)"_s;
        QVERIFY2(plan.contains(way), qUtf8Printable(plan));
    }

    void looksByNumberFirstAndByTokenThen()
    {
        const auto book = storage::StatementBook::read(u"sqlite"_s);
        for (const auto *name : {"click.byToken", "click.byFbclid", "click.byVisitor", "click.allOfVisitor"}) {
            const auto plan = planOf(book.text(QString::fromLatin1(name))).join(u"; "_s);
            const auto byNumber = plan.indexOf(u"USING INTEGER PRIMARY KEY (rowid=?)"_s);
            const auto byToken = plan.indexOf(u"INDEX sqlite_autoindex_clicks_1 (token=?)"_s);
            QVERIFY2(byNumber >= 0 && byToken > byNumber, qUtf8Printable(plan));
        }
    }

    void seesAFullReading()
    {
        const auto plan = planOf(u"SELECT * FROM clicks WHERE landing_url = :x"_s);
        QCOMPARE(plan, QStringList{u"SCAN clicks"_s});
    }
};

QTEST_GUILESS_MAIN(QueryPlansTest)
#include "tst_queryplans.moc"
