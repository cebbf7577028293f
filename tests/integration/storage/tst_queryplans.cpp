// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include "storage/placeholders.h"
#include "storage/statementbook.h"

#include <QtCore/QRegularExpression>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

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
    QSqlDatabase m_shell;

    QStringList planOf(const QString &statement)
    {
        auto numbered = storage::replacePlaceholders(statement, u'?');
        // By name: QtSql counts a number that comes twice as two.
        static const QRegularExpression number(u"\\?(\\d+)"_s);
        numbered.text.replace(number, u":p\\1"_s).replace(u'?', u"1"_s); // Those without a number are a row's values.
        QSqlQuery query(m_shell);
        bool isExplained = query.prepare(u"EXPLAIN QUERY PLAN "_s + numbered.text);
        for (int i = 1; i <= numbered.names.size(); ++i)
            query.bindValue(u":p%1"_s.arg(i), 1);
        isExplained = isExplained && query.exec();
        if (!isExplained)
            qFatal("%s: %s", qUtf8Printable(statement), qUtf8Printable(query.lastError().text()));
        QStringList steps;
        while (query.next())
            steps.append(query.value(3).toString());
        return steps;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_shell = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plans"_s);
        m_shell.setDatabaseName(m_db.options().url.path);
        QVERIFY(m_shell.open());
    }

    void cleanupTestCase()
    {
        m_shell = {};
        QSqlDatabase::removeDatabase(u"plans"_s);
    }

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

    void seesAFullReading()
    {
        const auto plan = planOf(u"SELECT * FROM clicks WHERE landing_url = :x"_s);
        QCOMPARE(plan, QStringList{u"SCAN clicks"_s});
    }
};

QTEST_GUILESS_MAIN(QueryPlansTest)
#include "tst_queryplans.moc"
