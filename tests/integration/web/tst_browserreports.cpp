// SPDX-License-Identifier: GPL-3.0-or-later
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

/// What the bridge page tells of the browser's own pixel.
class BrowserReportsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBrowserReportReachesTheClick();
    void aMalformedReportIsRefused_data();
    void aMalformedReportIsRefused();
    void reportedValuesThatNoPixelWritesAreIgnored();
};

void BrowserReportsTest::aBrowserReportReachesTheClick()
{
    PublicSite site;
    const QByteArray report =
        R"({"token":"0123456789abcdef0123456789abcdef","fbp":"fb.1.1600000000000.1","fbc":"fb.1.1600000000000.AbC"})";
    const Answer answer = ask(site.port(), "POST", "/go/summer/browser", {"Content-Type: application/json"}, report);
    QCOMPARE(answer.status, 204);
    QCOMPARE(site.reports.reports().size(), 1);
    QCOMPARE(site.reports.reports().first().token, u"0123456789abcdef0123456789abcdef"_s);
    QCOMPARE(site.reports.reports().first().fbp, u"fb.1.1600000000000.1"_s);
    QCOMPARE(site.reports.reports().first().fbc, u"fb.1.1600000000000.AbC"_s);
}

void BrowserReportsTest::aMalformedReportIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no JSON") << QByteArray("token=1");
    QTest::newRow("cut off") << QByteArray(R"({"token":"0123456789abcdef0123456789abcdef)");
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("no token") << QByteArray(R"({"fbp":"fb.1.1600000000000.1"})");
    QTest::newRow("a minted token") << QByteArray(R"({"token":"tracking_89abcdef0123456789abcdef0"})");
    QTest::newRow("a number") << QByteArray(R"({"token":1})");
    QTest::newRow("too big") << R"({"token":"0123456789abcdef0123456789abcdef","x":")" + QByteArray(9000, 'x') + "\"}";
    QTest::newRow("empty") << QByteArray();
}

void BrowserReportsTest::aMalformedReportIsRefused()
{
    QFETCH(QByteArray, body);
    PublicSite site;
    QCOMPARE(ask(site.port(), "POST", "/go/summer/browser", {}, body).status, 400);
    QVERIFY(site.reports.reports().isEmpty());
}

void BrowserReportsTest::reportedValuesThatNoPixelWritesAreIgnored()
{
    PublicSite site;
    const QByteArray report = R"({"token":"0123456789abcdef0123456789abcdef","fbp":"<script>","fbc":{"a":1}})";
    QCOMPARE(ask(site.port(), "POST", "/go/summer/browser", {}, report).status, 204);
    QCOMPARE(site.reports.reports().first().fbp, QString());
    QCOMPARE(site.reports.reports().first().fbc, QString());
}

QTEST_GUILESS_MAIN(BrowserReportsTest)
#include "tst_browserreports.moc"
