// SPDX-License-Identifier: GPL-3.0-or-later
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

namespace {

core::Shop stickyShop()
{
    core::Shop shop = sampleShop();
    shop.pools[1].sticky = true;
    return shop;
}

} // namespace

/// Who comes again, told by cookies: the same person, the same bot, the same load of a page.
class ReturningVisitorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReturningVisitorIsRecognised();
    void theVisitorCookieIsSecureBehindHttps();
    void aReturningVisitorComesBackToTheSameBot();
    void theCookieOfABotThatIsNotWellIsNotObeyed();
    void aRepeatedLoadIsStoredApartAndLeadsOn();
};

void ReturningVisitorsTest::aReturningVisitorIsRecognised()
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

void ReturningVisitorsTest::theVisitorCookieIsSecureBehindHttps()
{
    PublicSite site;
    site.settings.publicUrl = u"https://shop.example"_s;
    site.apply();
    QVERIFY(ask(site.port(), "GET", "/go/direct", {PhoneAgent}).headers.value("Set-Cookie").endsWith("; Secure"));
}

void ReturningVisitorsTest::aReturningVisitorComesBackToTheSameBot()
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

void ReturningVisitorsTest::theCookieOfABotThatIsNotWellIsNotObeyed()
{
    core::Shop shop = stickyShop();
    shop.bots[1].health.state = core::Circuit::Open;
    PublicSite site(shop);
    const Answer answer = ask(site.port(), "GET", "/go/direct", {PhoneAgent, "Cookie: rb=outro_bot"});
    QVERIFY(answer.headers.value("Location").startsWith("https://t.me/aurora_clube_bot?start="));
    QVERIFY(answer.headers.values("Set-Cookie").value(1).startsWith("rb=aurora_clube_bot;"));
}

void ReturningVisitorsTest::aRepeatedLoadIsStoredApartAndLeadsOn()
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

QTEST_GUILESS_MAIN(ReturningVisitorsTest)
#include "tst_returningvisitors.moc"
