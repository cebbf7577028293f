// SPDX-License-Identifier: GPL-3.0-or-later
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

/// Whatever is amiss behind a link, there is a way on, and no click is lost unnoticed.
class WaysOnwardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClickThatCannotBeStoredStillGoesOn_data();
    void aClickThatCannotBeStoredStillGoesOn();
    void aClickThatTakesTooLongToStoreStillGoesOnAndCounts();
    void everyUnavailableLinkHasAWayOn_data();
    void everyUnavailableLinkHasAWayOn();
    void retryKeepsWhatTheAdBrought();
    void aClickWithoutABotIsStoredOnce();
};

void WaysOnwardTest::aClickThatCannotBeStoredStillGoesOn_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("direct") << QByteArray("/go/direct") << 302;
    QTest::newRow("bridge") << QByteArray("/go/summer") << 200;
}

void WaysOnwardTest::aClickThatCannotBeStoredStillGoesOn()
{
    QFETCH(QByteArray, target);
    PublicSite site;
    site.clicks.fail(true);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was not stored.*storage\\.full"_s));
    QTEST(ask(site.port(), "GET", target, {PhoneAgent}).status, "status");
}

void WaysOnwardTest::aClickThatTakesTooLongToStoreStillGoesOnAndCounts()
{
    PublicSite site(sampleShop(), {}, std::chrono::milliseconds(1));
    site.clicks.hold();
    QCOMPARE(ask(site.port(), "GET", "/go/direct", {PhoneAgent}).status, 302);
    QCOMPARE(ask(site.port(), "GET", "/go/direct", {PhoneAgent}).status, 302);
    site.clicks.release();
    QCOMPARE(site.late(), 2);
    QCOMPARE(site.clicks.recorded().size(), 2);
}

void WaysOnwardTest::everyUnavailableLinkHasAWayOn_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArrayList>("links");
    const QByteArray contact = "https://shop.example/contact";
    const QByteArray fallback = "https://shop.example/elsewhere";
    QTest::newRow("unknown slug") << QByteArray("/go/winter") << 404 << QByteArrayList{contact};
    QTest::newRow("paused") << QByteArray("/go/paused") << 503 << QByteArrayList{contact, fallback, "/go/paused"};
    QTest::newRow("no healthy bot") << QByteArray("/go/tired") << 503 << QByteArrayList{contact, fallback, "/go/tired"};
    QTest::newRow("no such page") << QByteArray("/wp-login.php") << 404 << QByteArrayList{contact};
    QTest::newRow("delivery") << QByteArray("/delivery/x") << 404 << QByteArrayList{contact};
}

void WaysOnwardTest::everyUnavailableLinkHasAWayOn()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArrayList, links);
    PublicSite site;
    site.settings.contactUrl = u"https://shop.example/contact"_s;
    site.apply();
    if (target == "/go/tired")
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"tired.*no bot"_s));
    const Answer answer = ask(site.port(), "GET", target, {PhoneAgent, "Accept-Language: en"});
    QTEST(answer.status, "status");
    for (const QByteArray &link : links)
        QVERIFY2(answer.body.contains("href=\"" + link + '"'), link);
    QVERIFY(answer.body.contains("Talk to us"));
    QCOMPARE(site.clicks.recorded().isEmpty(), target != "/go/tired");
}

void WaysOnwardTest::retryKeepsWhatTheAdBrought()
{
    PublicSite site;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"tired.*no bot"_s));
    const Answer answer = ask(site.port(), "GET", "/go/tired?fbclid=A+b&x=\"><script>", {PhoneAgent});
    QVERIFY(answer.body.contains("href=\"/go/tired?fbclid=A+b&amp;x=&quot;&gt;&lt;script&gt;\""));
    QVERIFY(answer.body.contains("http-equiv=\"refresh\""));
    QCOMPARE(answer.headers.value("Retry-After"), "20");
}

void WaysOnwardTest::aClickWithoutABotIsStoredOnce()
{
    PublicSite site;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"tired.*no bot"_s));
    const Answer first = ask(site.port(), "GET", "/go/tired?fbclid=A&utm_campaign=c", {PhoneAgent});
    QCOMPARE(first.status, 503);
    const Click click = site.clicks.last();
    QCOMPARE(click.botId, 0);
    QCOMPARE(click.poolId, 5);
    QCOMPARE(click.fbclid, u"A"_s);
    QCOMPARE(click.utm.campaign, u"c"_s);
    QCOMPARE(click.visitorId, QString::fromLatin1(visitorCookie(first)));
    QCOMPARE(first.headers.values("Set-Cookie").value(1), "rw=1; Path=/go/tired; Max-Age=60; HttpOnly; SameSite=Lax");
    QCOMPARE(site.unserved(), 1);
    QVERIFY(!first.body.contains(click.token.toString().toLatin1()));

    // The page reloads itself every 20 seconds.
    QCOMPARE(ask(site.port(), "GET", "/go/tired?fbclid=A&utm_campaign=c", {PhoneAgent, "Cookie: rw=1"}).status, 503);
    QCOMPARE(site.clicks.recorded().size(), 1);
    QCOMPARE(site.unserved(), 1);
    // Once a bot is there, the click that leads to it is stored.
    QCOMPARE(ask(site.port(), "GET", "/go/summer", {PhoneAgent, "Cookie: rw=1"}).status, 200);
    QCOMPARE(site.clicks.recorded().size(), 2);
}

QTEST_GUILESS_MAIN(WaysOnwardTest)
#include "tst_waysonward.moc"
