// SPDX-License-Identifier: GPL-3.0-or-later
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

/// Which addresses answer at all, and what every answer forbids.
class PublicRoutesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAddressOfTheInstallationIsItsOwn_data();
    void everyAddressOfTheInstallationIsItsOwn();
    void slugsAreExact_data();
    void slugsAreExact();
    void everyAnswerForbidsStoringAndFraming_data();
    void everyAnswerForbidsStoringAndFraming();
};

void PublicRoutesTest::everyAddressOfTheInstallationIsItsOwn_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("base");
    QTest::newRow("public") << QByteArray("shop.example") << u"https://shop.example"_s;
    QTest::newRow("another") << QByteArray("shop.example.net") << u"https://shop.example.net"_s;
    QTest::newRow("capitals") << QByteArray("Shop.Example.NET") << u"https://shop.example.net"_s;
    QTest::newRow("with a port") << QByteArray("shop.example.org:8443") << u"https://shop.example.org:8443"_s;
    QTest::newRow("without its port") << QByteArray("shop.example.org") << u"https://shop.example"_s;
    QTest::newRow("unknown is never repeated") << QByteArray("evil.example") << u"https://shop.example"_s;
}

void PublicRoutesTest::everyAddressOfTheInstallationIsItsOwn()
{
    QFETCH(QByteArray, host);
    QFETCH(QString, base);
    PublicSite site;
    site.settings.publicUrl = u"https://shop.example"_s;
    site.settings.otherUrls = {u"https://shop.example.net"_s, u"https://shop.example.org:8443"_s};
    site.apply();
    QCOMPARE(ask(site.port(), "GET", "/go/direct?x=1", {PhoneAgent}, {}, host).status, 302);
    QCOMPARE(site.clicks.last().landingUrl, base + u"/go/direct?x=1"_s);
}

void PublicRoutesTest::slugsAreExact_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("exact") << QByteArray("/go/direct") << 302;
    QTest::newRow("a slash behind it") << QByteArray("/go/direct/") << 302;
    QTest::newRow("percent-encoded") << QByteArray("/go/d%69rect") << 302;
    QTest::newRow("case matters") << QByteArray("/go/Direct") << 404;
    QTest::newRow("no slug") << QByteArray("/go/") << 404;
    QTest::newRow("more behind it") << QByteArray("/go/direct/x") << 404;
    QTest::newRow("NUL behind it") << QByteArray("/go/direct%00") << 404;
    QTest::newRow("climbing") << QByteArray("/go/../go/direct") << 404;
}

void PublicRoutesTest::slugsAreExact()
{
    QFETCH(QByteArray, target);
    PublicSite site;
    QTEST(ask(site.port(), "GET", target, {PhoneAgent}).status, "status");
}

void PublicRoutesTest::everyAnswerForbidsStoringAndFraming_data()
{
    QTest::addColumn<bool>("isPage");
    for (const char *target : {"/go/summer", "/go/winter", "/go/paused", "/delivery", "/nowhere"})
        QTest::newRow(target) << true;
    for (const char *target : {"/go/direct", "/delivery/deadbeefdeadbeefdeadbeefdeadbeef"})
        QTest::newRow(target) << false;
}

void PublicRoutesTest::everyAnswerForbidsStoringAndFraming()
{
    QFETCH(bool, isPage);
    PublicSite site;
    const Answer answer = ask(site.port(), "GET", QTest::currentDataTag(), {PhoneAgent});
    QCOMPARE(answer.headers.value("Cache-Control"), "no-store");
    QCOMPARE(answer.headers.value("Referrer-Policy"), "no-referrer");
    const QByteArray policy = answer.headers.value("Content-Security-Policy");
    QCOMPARE(policy.startsWith("default-src 'none'"), isPage);
    QCOMPARE(policy.contains("frame-ancestors 'none'"), isPage);
    QVERIFY(!policy.contains("unsafe"));
    QCOMPARE(answer.headers.value("X-Content-Type-Options") == "nosniff", isPage);
}

QTEST_GUILESS_MAIN(PublicRoutesTest)
#include "tst_publicroutes.moc"
