// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/funnelreport.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

core::Shop shop()
{
    core::Shop shop;
    shop.bots = {core::Bot{.id = 1, .key = u"demo"_s}};
    shop.pools = {core::Pool{.id = 7, .slug = u"summer"_s}};
    return shop;
}

core::FunnelLine line(qint64 day, qint64 pool, const QString &campaign, qint64 visits, qint64 sales)
{
    core::FunnelLine line;
    line.key = {.day = day, .poolId = pool, .botId = 1, .isOrganic = pool == 0, .campaign = campaign};
    line.tally.visits = visits;
    line.tally.starts = sales * 2;
    line.tally.adStarts = pool == 0 ? 0 : sales * 2;
    line.tally.charges = sales * 2;
    line.tally.sales = sales;
    if (sales > 0)
        line.tally.minor[u"BRL"_s] = sales * 1997;
    return line;
}

} // namespace

class FunnelReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesWhatIsToldApart()
    {
        core::FunnelWanted wanted;
        wanted.byDay = wanted.byPool = wanted.byBot = wanted.byCampaign = true;
        const auto report =
            core::funnelReport(wanted, {line(20775, 7, u"x"_s, 1, 0), line(20775, 9, {}, 1, 0)}, shop());
        QCOMPARE(report.by, (QStringList{u"day"_s, u"pool"_s, u"bot"_s, u"campaign"_s}));
        QCOMPARE(report.lines[0].names, (QStringList{u"2026-11-18"_s, u"summer"_s, u"demo"_s, u"x"_s}));
        QCOMPARE(report.lines[1].names, (QStringList{u"2026-11-18"_s, u"9"_s, u"demo"_s, QString()}));
    }

    void putsDaysInOrderAndTheLargestFirst()
    {
        core::FunnelWanted wanted;
        wanted.byDay = wanted.byCampaign = true;
        const auto report = core::funnelReport(wanted,
                                               {line(2, 7, u"late"_s, 9, 9), line(1, 7, u"few"_s, 500, 1),
                                                line(1, 7, u"seen"_s, 600, 1), line(1, 0, {}, 0, 3)},
                                               shop());
        QStringList order;
        for (const auto &each : report.lines)
            order.append(each.isOrganic ? u"organic"_s : each.names.last());
        QCOMPARE(order, (QStringList{u"organic"_s, u"seen"_s, u"few"_s, u"late"_s}));
    }

    void addsUpAndGivesShares()
    {
        core::FunnelWanted wanted;
        wanted.byPool = true;
        const auto report = core::funnelReport(wanted, {line(1, 7, {}, 40, 5), line(1, 0, {}, 0, 1)}, shop());
        QCOMPARE(report.total.sales, 6);
        QCOMPARE(report.total.minor.at(u"BRL"_s), 6 * 1997);
        const auto json = core::toJson(report);
        const auto total = json[u"total"_s];
        QCOMPARE(total[u"ad_starts_per_visit"_s].toDouble(), 0.25); // Organic starts had no visit.
        QCOMPARE(total[u"sales_per_charge"_s].toDouble(), 0.5);
        QVERIFY(json[u"lines"_s][1][u"ad_starts_per_visit"_s].isNull());
        QCOMPARE(json[u"lines"_s][1][u"organic"_s].toBool(), true);
    }
};

QTEST_APPLESS_MAIN(FunnelReportTest)
#include "tst_funnelreport.moc"
