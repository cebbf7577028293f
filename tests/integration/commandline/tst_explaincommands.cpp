// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/salesbench.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr Micros second = 1'000'000;

} // namespace

// `trace`, `report` and `funnel` on a stored world, as operators type them.
class ExplainCommandsTest : public QObject, private test::SalesBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }

    void aTraceExplainsEveryFieldThatIsMissing()
    {
        qint64 attributed = 0;
        qint64 organic = 0;
        m_sales->write([&](core::UnitOfWork &uow) {
            const auto click = m_sales->newClick(m_sales->now() - 60 * second);
            uow.clicks().insert(m_sales->workspace(), click);
            attributed = m_sales->sell(uow, 41, click).payment.id;
            organic = m_sales->sell(uow, 42, {}, u"partner"_s).payment.id;
        });
        const auto trace = json({u"trace"_s, u"--payment"_s, QString::number(attributed)});
        QVERIFY(trace[0][u"verdict"_s].toString().contains(u"start_token"_s));
        QCOMPARE(trace[0][u"trail"_s][0][u"step"_s].toString(), u"click.stored"_s);
        QMap<QString, QJsonObject> fields;
        const auto all = trace[0][u"fields"_s].toArray();
        for (const auto &field : all) {
            const auto object = field.toObject();
            fields.insert(object[u"field"_s].toString(), object);
            if (object[u"value"_s].toString().isEmpty())
                QVERIFY(!object[u"code"_s].toString().isEmpty() && !object[u"reason"_s].toString().isEmpty());
        }
        QCOMPARE(fields[u"fbclid"_s][u"code"_s].toString(), u"fbclid_missing"_s);
        QCOMPARE(fields[u"delivery"_s][u"code"_s].toString(), u"delivery_missing"_s);
        QCOMPARE(fields[u"delivery"_s][u"severity"_s].toString(), u"trouble"_s);
        const auto other = json({u"trace"_s, u"--payment"_s, QString::number(organic)});
        QCOMPARE(other[0][u"fields"_s][0][u"code"_s].toString(), u"parameter_foreign"_s);
        const auto text = run({u"trace"_s, u"--payment"_s, QString::number(attributed)});
        QCOMPARE(text.status, 0);
        QVERIFY(text.out.contains(u"[delivery_missing]"_s) && text.out.contains(u"→"_s));
        const auto ofOrganic = run({u"trace"_s, u"--payment"_s, QString::number(organic)}).out;
        QCOMPARE(ofOrganic.count(u"[no_click]"_s), 1); // Neighbours with one reason are told together.
        QVERIFY(ofOrganic.contains(u"  attribution_rule, fbclid, fbp, fbc, utm_source"_s));
        QVERIFY(!text.out.contains(QChar(0x1b))); // Neither colours, into a pipe, nor what an ad's address smuggles in.
    }

    void aReportCountsByRuleAndReason()
    {
        m_sales->write([&](core::UnitOfWork &uow) {
            const auto click = m_sales->newClick(m_sales->now() - 60 * second);
            uow.clicks().insert(m_sales->workspace(), click);
            m_sales->sell(uow, 41, click);
            m_sales->sell(uow, 42, {}, u"partner"_s);
            m_sales->sell(uow, 43, {});
            m_sales->sell(uow, 44, {});
        });
        const auto report = json({u"report"_s});
        QCOMPARE(report[u"total"_s][u"sales"_s].toInt(), 4);
        QCOMPARE(report[u"total"_s][u"attributed"_s].toInt(), 1);
        QCOMPARE(report[u"total"_s][u"minor"_s][u"BRL"_s].toInt(), 4 * 1997);
        QCOMPARE(report[u"rules"_s][0][u"key"_s].toString(), u"start_token"_s);
        QCOMPARE(report[u"reasons"_s][0][u"key"_s].toString(), u"opened_directly"_s);
        QCOMPARE(report[u"reasons"_s][0][u"sales"_s].toInt(), 2);
        QCOMPARE(json({u"report"_s, u"--pool"_s, m_sales->pool().slug})[u"total"_s][u"sales"_s].toInt(), 1);
        QCOMPARE(json({u"report"_s, u"--to"_s, u"2020-01-31"_s})[u"total"_s][u"sales"_s].toInt(), 0);
        const auto text = run({u"report"_s});
        QVERIFY(text.out.contains(u"4 sales"_s) && text.out.contains(u"opened_directly"_s));
        QVERIFY(!text.out.contains(QChar(0x1b)));
        const auto csv = run({u"report"_s, u"--csv"_s}).out;
        QVERIFY2(csv.contains(u"total,,BRL,4,1,7988,1997\r\n"_s), qPrintable(csv));
    }

    void aFunnelCountsTheStepsToASale()
    {
        m_sales->write([&](core::UnitOfWork &uow) {
            const auto click = m_sales->newClick(m_sales->now() - 60 * second);
            uow.clicks().insert(m_sales->workspace(), click);
            uow.clicks().insert(m_sales->workspace(), m_sales->newClick(m_sales->now() - 60 * second));
            m_sales->sell(uow, 41, click);
            m_sales->sell(uow, 42, {});
        });
        const auto funnel = json({u"funnel"_s, u"--by"_s, u"pool,campaign"_s});
        QCOMPARE(funnel[u"by"_s].toArray(), (QJsonArray{u"pool"_s, u"campaign"_s}));
        QCOMPARE(funnel[u"total"_s][u"visits"_s].toInt(), 2);
        QCOMPARE(funnel[u"total"_s][u"sales"_s].toInt(), 2);
        QCOMPARE(funnel[u"total"_s][u"minor"_s][u"BRL"_s].toInt(), 2 * 1997);
        QCOMPARE(funnel[u"lines"_s].toArray().size(), 2);
        QCOMPARE(funnel[u"lines"_s][0][u"pool"_s].toString(), m_sales->pool().slug);
        QCOMPARE(funnel[u"lines"_s][0][u"visits"_s].toInt(), 2);
        QCOMPARE(funnel[u"lines"_s][1][u"organic"_s].toBool(), true);
        QCOMPARE(json({u"funnel"_s, u"--pool"_s, m_sales->pool().slug})[u"total"_s][u"sales"_s].toInt(), 1);
        QCOMPARE(json({u"funnel"_s, u"--to"_s, u"2020-01-31"_s})[u"total"_s][u"visits"_s].toInt(), 0);
        const auto text = run({u"funnel"_s, u"--by"_s, u"campaign"_s});
        QCOMPARE(text.status, 0);
        QVERIFY2(text.out.contains(u"(organic)"_s) && text.out.contains(u"R$39.94"_s), qPrintable(text.out));
        QVERIFY(!text.out.contains(QChar(0x1b)));
    }

    void wrongWishesAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("no day") << QStringList{u"report"_s, u"--from"_s, u"yesterday"_s} << u"2026-11-21"_s;
        QTest::newRow("backwards") << QStringList{u"report"_s, u"--from"_s, u"2026-02-01"_s, u"--to"_s, u"2026-01-01"_s}
                                   << u"lies after"_s;
        QTest::newRow("no zone") << QStringList{u"report"_s, u"--zone"_s, u"Mars/Olympus"_s} << u"America/Sao_Paulo"_s;
        QTest::newRow("no bot") << QStringList{u"report"_s, u"--bot"_s, u"nobody"_s} << u"There are: "_s;
        QTest::newRow("no pool") << QStringList{u"watch"_s, u"--pool"_s, u"nowhere"_s} << u"There are: "_s;
        QTest::newRow("no kind") << QStringList{u"funnel"_s, u"--by"_s, u"hour"_s} << u"campaign"_s;
        QTest::newRow("no funnel's day") << QStringList{u"funnel"_s, u"--to"_s, u"soon"_s} << u"2026-11-21"_s;
        QTest::newRow("no funnel's pool") << QStringList{u"funnel"_s, u"--pool"_s, u"nowhere"_s} << u"There are: "_s;
        QTest::newRow("two formats") << QStringList{u"report"_s, u"--json"_s, u"--csv"_s} << u"--json"_s;
    }
    void wrongWishesAreNamed()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, says);
        const auto ran = run(arguments);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(says), qPrintable(ran.err));
    }
};

QTEST_GUILESS_MAIN(ExplainCommandsTest)
#include "tst_explaincommands.moc"
