// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "core/report/reportjson.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr Micros noonUtc = 1'795'003'200'000'000; // 2026-11-18 12:00 UTC
constexpr Micros hour = 3'600'000'000;

core::SaleFacts sale(Micros paidAt, qint64 minor, const QString &currency = u"BRL"_s)
{
    core::SaleFacts sale;
    sale.botId = 1;
    sale.paidAt = paidAt;
    sale.amount = {minor, currency};
    sale.attribution = u"organic"_s;
    sale.started = true;
    return sale;
}

core::SaleFacts attributed(Micros paidAt, qint64 minor, const QString &rule, const QString &campaign)
{
    auto facts = sale(paidAt, minor);
    facts.attribution = u"attached"_s;
    facts.token = core::TokenMinter().mint(paidAt);
    facts.rule = rule;
    facts.poolId = 7;
    facts.utmCampaign = campaign;
    return facts;
}

core::ShopPtr shop()
{
    auto shop = std::make_shared<core::Shop>();
    shop->bots = {core::Bot{.id = 1, .key = u"demo"_s}};
    shop->pools = {core::Pool{.id = 7, .slug = u"summer"_s}};
    return shop;
}

core::SaleReport reportOf(const QList<core::SaleFacts> &sales, const QByteArray &zone = "UTC")
{
    core::SaleReportBuilder builder(shop(), QTimeZone(zone));
    for (const auto &facts : sales)
        builder.add(facts);
    return builder.report();
}

QStringList keys(const QList<core::ReportLine> &lines)
{
    QStringList keys;
    for (const auto &line : lines)
        keys.append(line.key);
    return keys;
}

} // namespace

class SaleReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsMoneyByCurrencyAndNeverMixesIt()
    {
        const auto report = reportOf(
            {attributed(noonUtc, 1997, u"start_token"_s, u"a"_s), sale(noonUtc, 500), sale(noonUtc, 300, u"EUR"_s)});
        QCOMPARE(report.total.sales, 3);
        QCOMPARE(report.total.attributed, 1);
        QCOMPARE(report.total.minor.at(u"BRL"_s), 2497);
        QCOMPARE(report.total.minor.at(u"EUR"_s), 300);
        QCOMPARE(report.total.attributedMinor.at(u"BRL"_s), 1997);
        QVERIFY(!report.total.attributedMinor.contains(u"EUR"_s));
    }

    void ordersByTheNumberOfSalesAndDaysByDate()
    {
        const auto report = reportOf({attributed(noonUtc, 1, u"start_fbclid"_s, u"b"_s),
                                      attributed(noonUtc, 1, u"start_token"_s, u"a"_s),
                                      attributed(noonUtc - 24 * hour, 1, u"start_token"_s, u"a"_s), sale(noonUtc, 1)});
        QCOMPARE(keys(report.rules), (QStringList{u"start_token"_s, u"start_fbclid"_s}));
        QCOMPARE(keys(report.campaigns), (QStringList{u"a"_s, QString(), u"b"_s}));
        QCOMPARE(keys(report.days), (QStringList{u"2026-11-17"_s, u"2026-11-18"_s}));
        QCOMPARE(keys(report.pools), (QStringList{u"summer"_s, QString()}));
        QCOMPARE(keys(report.bots), QStringList{u"demo"_s});
        QCOMPARE(keys(report.reasons), QStringList{u"opened_directly"_s});
    }

    void aDayBeginsWhereTheOperatorLives()
    {
        const auto lateInLisbon = noonUtc + 14 * hour; // 02:00 UTC of the next day
        QCOMPARE(keys(reportOf({sale(lateInLisbon, 1)}).days), QStringList{u"2026-11-19"_s});
        QCOMPARE(keys(reportOf({sale(lateInLisbon, 1)}, "America/Sao_Paulo").days), QStringList{u"2026-11-18"_s});
    }

    void whatWasDeletedKeepsItsNumber()
    {
        auto facts = attributed(noonUtc, 1, {}, {});
        facts.poolId = 99;
        facts.botId = 98;
        const auto report = reportOf({facts});
        QCOMPARE(keys(report.pools), QStringList{u"99"_s});
        QCOMPARE(keys(report.bots), QStringList{u"98"_s});
        QCOMPARE(keys(report.rules), QStringList{u"unknown"_s});
    }

    void everyReasonHasItsRemedyInJson()
    {
        const auto json = core::toJson(reportOf({sale(noonUtc, 1)}));
        const auto reason = json[u"reasons"_s][0];
        QCOMPARE(reason[u"key"_s].toString(), u"opened_directly"_s);
        QCOMPARE(reason[u"sales"_s].toInteger(), 1);
        QVERIFY(reason[u"remedy"_s].toString().contains(u"/go"_s));
        QCOMPARE(json[u"total"_s][u"minor"_s][u"BRL"_s].toInteger(), 1);
    }

    void aCampaignCannotBreakTheTable()
    {
        const auto csv =
            core::toCsv(reportOf({attributed(noonUtc, 1997, u"start_token"_s, u"=HYPERLINK(\"x\",\"%5\")"_s)}));
        QVERIFY(csv.startsWith(u"section,key,currency,sales,attributed,minor,attributed_minor\r\n"_s));
        QVERIFY2(csv.contains(u"campaign,\"'=HYPERLINK(\"\"x\"\",\"\"%5\"\")\",BRL,1,1,1997,1997\r\n"_s),
                 qPrintable(csv));
        QVERIFY(csv.contains(u"total,,BRL,1,1,1997,1997\r\n"_s));
    }
};

QTEST_GUILESS_MAIN(SaleReportTest)
#include "tst_salereport.moc"
