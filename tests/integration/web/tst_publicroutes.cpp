// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

class TestPublicRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void directModeSendsOnWithATokenThatIsStored();
    void bridgeModeShowsAPageThatLeadsToTheBot();
    void theClickHoldsWhatTheAdBrought();
    void theVisitorsAddressComesThroughTrustedProxies();
    void aReturningVisitorIsRecognised();
    void theVisitorCookieIsSecureBehindHttps();
    void botsTakeTurns();
    void aClickThatCannotBeStoredStillGoesOn_data();
    void aClickThatCannotBeStoredStillGoesOn();
    void aClickThatTakesTooLongToStoreStillGoesOnAndCounts();
    void machinesGetTheSamePageAndAreMarked_data();
    void machinesGetTheSamePageAndAreMarked();
    void aRepeatedLoadIsStoredApartAndLeadsOn();
    void whatIsStoredOfAnAddressIsASetting();
    void whoRefusedIsNotReportedByThePage();
    void everyUnavailableLinkHasAWayOn_data();
    void everyUnavailableLinkHasAWayOn();
    void retryKeepsWhatTheAdBrought();
    void aClickWithoutABotIsStoredOnce();
    void aReturningVisitorComesBackToTheSameBot();
    void theCookieOfABotThatIsNotWellIsNotObeyed();
    void everyAddressOfTheInstallationIsItsOwn_data();
    void everyAddressOfTheInstallationIsItsOwn();
    void badInputLosesNothing_data();
    void badInputLosesNothing();
    void slugsAreExact_data();
    void slugsAreExact();
    void aBrowserReportReachesTheClick();
    void aMalformedReportIsRefused_data();
    void aMalformedReportIsRefused();
    void reportedValuesThatNoPixelWritesAreIgnored();
    void theDeliveryTokenLeavesTheAddressAtOnce();
    void deliveryIsShownToWhoeverHoldsTheCookie();
    void aDeliveryThatCannotBeShownSaysWhatToDo_data();
    void aDeliveryThatCannotBeShownSaysWhatToDo();
    void everyAnswerForbidsStoringAndFraming_data();
    void everyAnswerForbidsStoringAndFraming();
};

namespace {

constexpr char TOKEN[] = "deadbeefdeadbeefdeadbeefdeadbeef";

core::OpenedDelivery aDelivery()
{
    core::OpenedDelivery delivery;
    delivery.title = u"VIP <mensal>"_s;
    delivery.deliver = u"https://shop.example/vip?a=1&b=2"_s;
    delivery.botId = 7;
    delivery.botUsername = u"aurora_clube_bot"_s;
    return delivery;
}

QByteArray visitorCookie(const Answer &answer)
{
    const QByteArray cookie = answer.headers.value("Set-Cookie");
    return cookie.mid(3, 32);
}

} // namespace

void TestPublicRoutes::directModeSendsOnWithATokenThatIsStored()
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
    QCOMPARE(site.lost(), 0);
}

void TestPublicRoutes::bridgeModeShowsAPageThatLeadsToTheBot()
{
    PublicSite site;
    const Answer answer = ask(site.port(), "GET", "/go/summer?fbclid=AbC", {PhoneAgent});
    QCOMPARE(answer.status, 200);
    const QByteArray link = "https://t.me/aurora_clube_bot?start=" + site.clicks.last().token.toString().toLatin1();
    QVERIFY(answer.body.contains("href=\"" + link + '"'));
    QVERIFY(answer.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"2;url=" + link + '"'));
    QVERIFY(answer.body.contains("Abrir no Telegram"));
}

void TestPublicRoutes::theClickHoldsWhatTheAdBrought()
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

void TestPublicRoutes::theVisitorsAddressComesThroughTrustedProxies()
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

void TestPublicRoutes::aReturningVisitorIsRecognised()
{
    PublicSite site;
    const Answer first = ask(site.port(), "GET", "/go/direct", {PhoneAgent});
    const QByteArray cookie = first.headers.value("Set-Cookie");
    const QByteArray visitor = visitorCookie(first);
    QCOMPARE(cookie, "rv=" + visitor + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    QCOMPARE(site.clicks.last().visitorId, QString::fromLatin1(visitor));

    const Answer second = ask(site.port(), "GET", "/go/direct", {PhoneAgent, "Cookie: rv=" + visitor});
    QCOMPARE(visitorCookie(second), visitor);
    QCOMPARE(site.clicks.last().visitorId, QString::fromLatin1(visitor));
    QVERIFY(visitorCookie(ask(site.port(), "GET", "/go/direct", {PhoneAgent})) != visitor);
}

void TestPublicRoutes::theVisitorCookieIsSecureBehindHttps()
{
    PublicSite site;
    site.settings.publicUrl = u"https://shop.example"_s;
    site.apply();
    QVERIFY(ask(site.port(), "GET", "/go/direct", {PhoneAgent}).headers.value("Set-Cookie").endsWith("; Secure"));
}

void TestPublicRoutes::botsTakeTurns()
{
    PublicSite site;
    QList<qint64> bots;
    for (int i = 0; i < 4; ++i) {
        ask(site.port(), "GET", "/go/direct", {PhoneAgent});
        bots.append(site.clicks.last().botId);
    }
    QCOMPARE(bots, (QList<qint64>{7, 8, 7, 8}));
}

void TestPublicRoutes::aClickThatCannotBeStoredStillGoesOn_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("direct") << QByteArray("/go/direct") << 302;
    QTest::newRow("bridge") << QByteArray("/go/summer") << 200;
}

void TestPublicRoutes::aClickThatCannotBeStoredStillGoesOn()
{
    QFETCH(QByteArray, target);
    PublicSite site;
    site.clicks.fail(true);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be stored.*storage\\.full"_s));
    QTEST(ask(site.port(), "GET", target, {PhoneAgent}).status, "status");
    QCOMPARE(site.lost(), 1);
}

void TestPublicRoutes::aClickThatTakesTooLongToStoreStillGoesOnAndCounts()
{
    PublicSite site(sampleShop(), {}, std::chrono::milliseconds(1));
    site.clicks.hold();
    QCOMPARE(ask(site.port(), "GET", "/go/direct", {PhoneAgent}).status, 302);
    QCOMPARE(ask(site.port(), "GET", "/go/direct", {PhoneAgent}).status, 302);
    site.clicks.release();
    QCOMPARE(site.late(), 2);
    QCOMPARE(site.lost(), 0);
    QCOMPARE(site.clicks.recorded().size(), 2);
}

void TestPublicRoutes::machinesGetTheSamePageAndAreMarked_data()
{
    QTest::addColumn<QByteArrayList>("headers");
    QTest::addColumn<QString>("traffic");
    QTest::newRow("preview") << QByteArrayList{"User-Agent: facebookexternalhit/1.1"} << u"preview"_s;
    QTest::newRow("crawler") << QByteArrayList{"User-Agent: Googlebot/2.1"} << u"crawler"_s;
    QTest::newRow("nameless") << QByteArrayList{} << u"crawler"_s;
    QTest::newRow("prefetch") << QByteArrayList{PhoneAgent, "Sec-Purpose: prefetch"} << u"prefetch"_s;
}

void TestPublicRoutes::machinesGetTheSamePageAndAreMarked()
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

void TestPublicRoutes::aRepeatedLoadIsStoredApartAndLeadsOn()
{
    PublicSite site;
    const Answer first = ask(site.port(), "GET", "/go/summer?fbclid=A", {PhoneAgent});
    const QByteArray cookie = first.headers.values("Set-Cookie").last();
    QVERIFY2(cookie.startsWith("rr="), cookie);
    QVERIFY2(cookie.endsWith("; Path=/go/summer; Max-Age=10; HttpOnly; SameSite=Lax"), cookie);
    const QByteArrayList again{PhoneAgent, "Cookie: " + cookie.left(cookie.indexOf(';'))};
    QCOMPARE(site.clicks.last().traffic, u"person"_s);
    const auto page = [&](const Answer &answer) {
        return QByteArray(answer.body).replace(site.clicks.last().token.toString().toLatin1(), "TOKEN");
    };
    const QByteArray before = page(first);

    const Answer second = ask(site.port(), "GET", "/go/summer?fbclid=A", again);
    QCOMPARE(second.status, 200);
    QCOMPARE(page(second), before);
    QCOMPARE(site.clicks.last().traffic, u"repeat"_s);
    for (const QByteArray &set : second.headers.values("Set-Cookie"))
        QVERIFY2(!set.startsWith("rr="), set); // the ten seconds are those of the visit
    // Another ad, and another pool, are other visits.
    ask(site.port(), "GET", "/go/summer?fbclid=B", again);
    QCOMPARE(site.clicks.last().traffic, u"person"_s);
    // A machine stays one.
    ask(site.port(), "GET", "/go/summer?fbclid=A", {"User-Agent: Googlebot/2.1", again.last()});
    QCOMPARE(site.clicks.last().traffic, u"crawler"_s);
}

void TestPublicRoutes::whatIsStoredOfAnAddressIsASetting()
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

void TestPublicRoutes::whoRefusedIsNotReportedByThePage()
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

void TestPublicRoutes::everyUnavailableLinkHasAWayOn_data()
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

void TestPublicRoutes::everyUnavailableLinkHasAWayOn()
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

void TestPublicRoutes::aClickWithoutABotIsStoredOnce()
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

static core::Shop stickyShop()
{
    core::Shop shop = sampleShop();
    shop.pools[1].sticky = true;
    return shop;
}

void TestPublicRoutes::aReturningVisitorComesBackToTheSameBot()
{
    PublicSite site(stickyShop());
    const Answer first = ask(site.port(), "GET", "/go/direct", {PhoneAgent});
    const QByteArray bot = "aurora_clube_bot";
    QCOMPARE(first.headers.values("Set-Cookie").value(1),
             "rb=" + bot + "; Path=/go/direct; Max-Age=31536000; HttpOnly; SameSite=Lax");
    for (int i = 0; i < 3; ++i) {
        const Answer again = ask(site.port(), "GET", "/go/direct", {PhoneAgent, "Cookie: rb=outro_bot"});
        QVERIFY(again.headers.value("Location").startsWith("https://t.me/outro_bot?start="));
        QCOMPARE(site.clicks.last().botId, 8);
    }
    // Only this pool is.
    const auto elsewhere = ask(site.port(), "GET", "/go/summer", {PhoneAgent}).headers.values("Set-Cookie");
    QVERIFY(std::none_of(elsewhere.begin(), elsewhere.end(),
                         [](const QByteArray &cookie) { return cookie.startsWith("rb="); }));
}

void TestPublicRoutes::theCookieOfABotThatIsNotWellIsNotObeyed()
{
    core::Shop shop = stickyShop();
    shop.bots[1].health.state = core::Circuit::Open;
    PublicSite site(shop);
    const Answer answer = ask(site.port(), "GET", "/go/direct", {PhoneAgent, "Cookie: rb=outro_bot"});
    QVERIFY(answer.headers.value("Location").startsWith("https://t.me/aurora_clube_bot?start="));
    QVERIFY(answer.headers.values("Set-Cookie").value(1).startsWith("rb=aurora_clube_bot;"));
}

void TestPublicRoutes::everyAddressOfTheInstallationIsItsOwn_data()
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

void TestPublicRoutes::everyAddressOfTheInstallationIsItsOwn()
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

void TestPublicRoutes::retryKeepsWhatTheAdBrought()
{
    PublicSite site;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"tired.*no bot"_s));
    const Answer answer = ask(site.port(), "GET", "/go/tired?fbclid=A+b&x=\"><script>", {PhoneAgent});
    QVERIFY(answer.body.contains("href=\"/go/tired?fbclid=A+b&amp;x=&quot;&gt;&lt;script&gt;\""));
    QVERIFY(answer.body.contains("http-equiv=\"refresh\""));
    QCOMPARE(answer.headers.value("Retry-After"), "20");
}

void TestPublicRoutes::badInputLosesNothing_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArrayList>("headers");
    QTest::newRow("invalid UTF-8") << QByteArray("utm_source=%FF%FE&x=\xff&fbclid=AbC") << QByteArrayList{};
    QTest::newRow("malformed cookies") << QByteArray("fbclid=AbC")
                                       << QByteArrayList{"Cookie: ;;=;\xff=\xfe;_fbp;_fbc=;rv=x"};
    QTest::newRow("big query") << "junk=" + QByteArray(100'000, 'x') + "&fbclid=AbC" << QByteArrayList{};
    QTest::newRow("many keys") << QByteArray("a=1&").repeated(20'000) + "fbclid=AbC" << QByteArrayList{};
}

void TestPublicRoutes::badInputLosesNothing()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArrayList, headers);
    PublicSite site;
    QCOMPARE(ask(site.port(), "GET", "/go/direct?" + query, headers + QByteArrayList{PhoneAgent}).status, 302);
    QCOMPARE(site.clicks.last().fbclid, u"AbC"_s);
}

void TestPublicRoutes::slugsAreExact_data()
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

void TestPublicRoutes::slugsAreExact()
{
    QFETCH(QByteArray, target);
    PublicSite site;
    QTEST(ask(site.port(), "GET", target, {PhoneAgent}).status, "status");
}

void TestPublicRoutes::aBrowserReportReachesTheClick()
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

void TestPublicRoutes::aMalformedReportIsRefused_data()
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

void TestPublicRoutes::aMalformedReportIsRefused()
{
    QFETCH(QByteArray, body);
    PublicSite site;
    QCOMPARE(ask(site.port(), "POST", "/go/summer/browser", {}, body).status, 400);
    QVERIFY(site.reports.reports().isEmpty());
}

void TestPublicRoutes::reportedValuesThatNoPixelWritesAreIgnored()
{
    PublicSite site;
    const QByteArray report = R"({"token":"0123456789abcdef0123456789abcdef","fbp":"<script>","fbc":{"a":1}})";
    QCOMPARE(ask(site.port(), "POST", "/go/summer/browser", {}, report).status, 204);
    QCOMPARE(site.reports.reports().first().fbp, QString());
    QCOMPARE(site.reports.reports().first().fbc, QString());
}

void TestPublicRoutes::theDeliveryTokenLeavesTheAddressAtOnce()
{
    PublicSite site;
    const Answer answer = ask(site.port(), "GET", QByteArray("/delivery/") + TOKEN, {PhoneAgent});
    QCOMPARE(answer.status, 303);
    QCOMPARE(answer.headers.value("Location"), "/delivery");
    QCOMPARE(answer.headers.value("Set-Cookie"),
             QByteArray("delivery=") + TOKEN + "; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    site.settings.publicUrl = u"https://shop.example"_s;
    site.apply();
    QCOMPARE(ask(site.port(), "GET", QByteArray("/delivery/") + TOKEN, {PhoneAgent}).headers.value("Set-Cookie"),
             QByteArray("__Host-delivery=") + TOKEN + "; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
}

void TestPublicRoutes::deliveryIsShownToWhoeverHoldsTheCookie()
{
    PublicSite site;
    site.deliveries.put(QString::fromLatin1(TOKEN), aDelivery());
    const Answer answer = ask(site.port(), "GET", "/delivery", {PhoneAgent, QByteArray("Cookie: delivery=") + TOKEN});
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("Acesso liberado"));
    QVERIFY(answer.body.contains("VIP &lt;mensal&gt;"));
    QVERIFY(answer.body.contains("href=\"https://shop.example/vip?a=1&amp;b=2\""));
    QVERIFY(answer.body.contains("href=\"https://t.me/aurora_clube_bot\""));
    QVERIFY(!answer.body.contains(TOKEN));
    QVERIFY(!answer.body.contains("<script"));
}

void TestPublicRoutes::aDeliveryThatCannotBeShownSaysWhatToDo_data()
{
    QTest::addColumn<QByteArrayList>("headers");
    QTest::addColumn<bool>("failing");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const QByteArray cookie = QByteArray("Cookie: delivery=") + TOKEN;
    QTest::newRow("unknown") << QByteArrayList{cookie} << false << 404 << QByteArray("Este link não abre mais");
    QTest::newRow("without the cookie") << QByteArrayList{} << false << 404 << QByteArray("Abra pela conversa");
    QTest::newRow("malformed cookie") << QByteArrayList{"Cookie: delivery=x"} << false << 404
                                      << QByteArray("Abra pela conversa");
    QTest::newRow("storage fails") << QByteArrayList{cookie} << true << 503 << QByteArray("href=\"/delivery\"");
}

void TestPublicRoutes::aDeliveryThatCannotBeShownSaysWhatToDo()
{
    QFETCH(QByteArrayList, headers);
    QFETCH(bool, failing);
    QFETCH(QByteArray, says);
    PublicSite site;
    site.deliveries.fail(failing);
    if (failing)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be opened.*storage\\.busy"_s));
    const Answer answer = ask(site.port(), "GET", "/delivery", headers + QByteArrayList{PhoneAgent});
    QTEST(answer.status, "status");
    QVERIFY2(answer.body.contains(says), answer.body);
}

void TestPublicRoutes::everyAnswerForbidsStoringAndFraming_data()
{
    QTest::addColumn<bool>("isPage");
    for (const char *target : {"/go/summer", "/go/winter", "/go/paused", "/delivery", "/nowhere"})
        QTest::newRow(target) << true;
    for (const char *target : {"/go/direct", "/delivery/deadbeefdeadbeefdeadbeefdeadbeef"})
        QTest::newRow(target) << false;
}

void TestPublicRoutes::everyAnswerForbidsStoringAndFraming()
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

QTEST_GUILESS_MAIN(TestPublicRoutes)
#include "tst_publicroutes.moc"
