// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

/// What a click on an ad is answered, and what is stored of it.
class RedirectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void directModeSendsOnWithATokenThatIsStored();
    void bridgeModeShowsAPageThatLeadsToTheBot();
    void theClickHoldsWhatTheAdBrought();
    void theVisitorsAddressComesThroughTrustedProxies();
    void whatIsStoredOfAnAddressIsASetting();
    void machinesGetTheSamePageAndAreMarked_data();
    void machinesGetTheSamePageAndAreMarked();
    void whoRefusedIsNotReportedByThePage();
    void botsTakeTurns();
    void badInputLosesNothing_data();
    void badInputLosesNothing();
};

void RedirectTest::directModeSendsOnWithATokenThatIsStored()
{
    PublicSite site;
    const Answer answer = ask(site.port(), "GET", "/go/direct?fbclid=AbC", {PhoneAgent});
    QCOMPARE(answer.status, 302);
    QCOMPARE(answer.headers.value("Content-Length"), "0");
    QCOMPARE(site.clicks.recorded().size(), 1);
    const Click click = site.clicks.last();
    QCOMPARE(answer.headers.value("Location"),
             "https://t.me/aurora_clube_bot?start=" + click.token.toString().toLatin1());
    QCOMPARE(click.token.toString().left(12), u"018bcfe5687b"_s);
    QCOMPARE(click.poolId, 2);
    QCOMPARE(click.botId, 7);
    QCOMPARE(site.clicks.recorded().first().workspaceId, 3);
}

void RedirectTest::bridgeModeShowsAPageThatLeadsToTheBot()
{
    PublicSite site;
    const Answer answer = ask(site.port(), "GET", "/go/summer?fbclid=AbC", {PhoneAgent});
    QCOMPARE(answer.status, 200);
    const QByteArray link = "https://t.me/aurora_clube_bot?start=" + site.clicks.last().token.toString().toLatin1();
    QVERIFY(answer.body.contains("href=\"" + link + '"'));
    QVERIFY(answer.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"2;url=" + link + '"'));
    QVERIFY(answer.body.contains("Abrir no Telegram"));
}

void RedirectTest::theClickHoldsWhatTheAdBrought()
{
    PublicSite site;
    const QByteArray target = "/go/direct?fbclid=Ab+C_aem_x&utm_source=FB&utm_campaign=Ver%C3%A3o+1&ttclid=T";
    ask(site.port(), "GET", target,
        {PhoneAgent, "Referer: https://l.facebook.com/", "Cookie: _fbp=fb.1.1600000000000.123", "Cookie: _ttp=tt1"});
    const Click click = site.clicks.last();
    QCOMPARE(click.fbclid, u"Ab+C_aem_x"_s);
    QCOMPARE(click.fbc, u"fb.1.1700000000123.Ab+C_aem_x"_s);
    QCOMPARE(click.fbp, u"fb.1.1600000000000.123"_s);
    QCOMPARE(click.utm.campaign, u"Verão 1"_s);
    QCOMPARE(click.ids.value(u"ttclid"_s), u"T"_s);
    QCOMPARE(click.ids.value(u"_ttp"_s), u"tt1"_s);
    QCOMPARE(click.referrer, u"https://l.facebook.com/"_s);
    QCOMPARE(click.landingUrl, site.url(QString::fromLatin1(target)));
    QCOMPARE(click.clientIp, QString()); // the peer is this machine
    QVERIFY(core::isHexId(click.pageviewEventId));
    QVERIFY(click.pageviewEventId != click.token.toString());
    QCOMPARE(click.traffic, u"person"_s);
}

void RedirectTest::theVisitorsAddressComesThroughTrustedProxies()
{
    PublicSite site;
    const QByteArrayList headers{PhoneAgent, "X-Forwarded-For: 6.6.6.6, 203.0.113.7"};
    ask(site.port(), "GET", "/go/direct", headers);
    QCOMPARE(site.clicks.last().clientIp, QString());
    site.settings.proxies = core::TrustedProxies::parse({u"127.0.0.1"_s}).value();
    site.apply();
    ask(site.port(), "GET", "/go/direct", headers);
    QCOMPARE(site.clicks.last().clientIp, u"203.0.113.7"_s);
}

void RedirectTest::whatIsStoredOfAnAddressIsASetting()
{
    PublicSite site;
    site.settings.proxies = core::TrustedProxies::parse({u"127.0.0.1"_s}).value();
    const auto stored = [&](core::AddressStorage storage, const QByteArray &address) {
        site.settings.addresses = storage;
        site.apply();
        ask(site.port(), "GET", "/go/direct", {PhoneAgent, "X-Forwarded-For: " + address});
        return site.clicks.last().clientIp;
    };
    QCOMPARE(stored(core::AddressStorage::Full, "203.0.113.7"), u"203.0.113.7"_s);
    QCOMPARE(stored(core::AddressStorage::Truncated, "203.0.113.7"), u"203.0.113.0"_s);
    QCOMPARE(stored(core::AddressStorage::Truncated, "2804:14c:65a1:1234::7"), u"2804:14c:65a1::"_s);
    QCOMPARE(stored(core::AddressStorage::None, "203.0.113.7"), QString());
}

void RedirectTest::machinesGetTheSamePageAndAreMarked_data()
{
    QTest::addColumn<QByteArrayList>("headers");
    QTest::addColumn<QString>("traffic");
    QTest::newRow("preview") << QByteArrayList{"User-Agent: facebookexternalhit/1.1"} << u"preview"_s;
    QTest::newRow("crawler") << QByteArrayList{"User-Agent: Googlebot/2.1"} << u"crawler"_s;
    QTest::newRow("nameless") << QByteArrayList{} << u"crawler"_s;
    QTest::newRow("prefetch") << QByteArrayList{PhoneAgent, "Sec-Purpose: prefetch"} << u"prefetch"_s;
}

void RedirectTest::machinesGetTheSamePageAndAreMarked()
{
    QFETCH(QByteArrayList, headers);
    PublicSite site;
    const auto page = [&](const QByteArrayList &as) {
        const QByteArray body = ask(site.port(), "GET", "/go/summer?fbclid=A", as).body;
        return QByteArray(body).replace(site.clicks.last().token.toString().toLatin1(), "TOKEN");
    };
    const QByteArray people = page({PhoneAgent});
    QCOMPARE(page(headers), people);
    QTEST(site.clicks.last().traffic, "traffic");
}

void RedirectTest::whoRefusedIsNotReportedByThePage()
{
    BrowserSnippet snippet;
    snippet.script = u"track(event.id);"_s;
    const core::PluginScope pool{core::PluginScope::Pool, 1};
    PublicSite site(sampleShop(), {{pool, EventName::PageView, snippet}});
    const auto page = [&](const QByteArray &target) { return ask(site.port(), "GET", target, {PhoneAgent}).body; };
    QVERIFY(page("/go/summer").contains("track(event.id);"));
    QCOMPARE(site.clicks.last().consent, Consent::Absent);
    QVERIFY(page("/go/summer?consent=granted").contains("track(event.id);"));
    QCOMPARE(site.clicks.last().consent, Consent::Granted);
    const QByteArray refused = page("/go/summer?consent=denied");
    QVERIFY(!refused.contains("track(event.id);"));
    QVERIFY(!refused.contains(site.clicks.last().pageviewEventId.toLatin1()));
    QVERIFY(refused.contains(site.clicks.last().token.toString().toLatin1()));
    QCOMPARE(site.clicks.last().consent, Consent::Denied);
}

void RedirectTest::botsTakeTurns()
{
    PublicSite site;
    QList<qint64> bots;
    for (int i = 0; i < 4; ++i) {
        ask(site.port(), "GET", "/go/direct", {PhoneAgent});
        bots.append(site.clicks.last().botId);
    }
    QCOMPARE(bots, (QList<qint64>{7, 8, 7, 8}));
}

void RedirectTest::badInputLosesNothing_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArrayList>("headers");
    QTest::newRow("invalid UTF-8") << QByteArray("utm_source=%FF%FE&x=\xff&fbclid=AbC") << QByteArrayList{};
    QTest::newRow("malformed cookies") << QByteArray("fbclid=AbC")
                                       << QByteArrayList{"Cookie: ;;=;\xff=\xfe;_fbp;_fbc=;rv=x"};
    QTest::newRow("big query") << "junk=" + QByteArray(100'000, 'x') + "&fbclid=AbC" << QByteArrayList{};
    QTest::newRow("many keys") << QByteArray("a=1&").repeated(20'000) + "fbclid=AbC" << QByteArrayList{};
}

void RedirectTest::badInputLosesNothing()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArrayList, headers);
    PublicSite site;
    QCOMPARE(ask(site.port(), "GET", "/go/direct?" + query, headers + QByteArrayList{PhoneAgent}).status, 302);
    QCOMPARE(site.clicks.last().fbclid, u"AbC"_s);
}

QTEST_GUILESS_MAIN(RedirectTest)
#include "tst_redirect.moc"
