// SPDX-License-Identifier: GPL-3.0-or-later
#include "browser/browserpage.h"
#include "browser/pixelstandin.h"
#include "site/publicsite.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

/// The public pages in a real Chromium, with a local stand-in for the pixel's servers.
class TestPublicPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void theBridgeFiresOnePageViewAndOpensTheBot();
    void theBridgeReportsTheCookiesThatThePixelSet();
    void aTapOnTheButtonReportsTheCookiesToo();
    void theBridgeGoesOnWhenThePixelIsBlocked();
    void theBridgeGoesOnAtOnceWithoutAPixel();
    void aPhoneIsAskedToOpenTheApp();
    void theBridgeWorksWithoutJavaScript();
    void theTokenOnThePageIsTheOneThatIsStored();
    void thePurchaseFiresOnceHoweverOftenThePageIsReloaded();
    void openingTheDeliveryLinkAgainFiresNothing();
    void aSecondBrowserFiresNothing();
    void theDeliveryTokenReachesNoPixel();
    void aPreviewDoesNotUseUpThePurchase();
    void noInlineScriptButOursRuns();

private:
    [[nodiscard]] QString goUrl(const QString &query = {}) const { return m_site->url(u"/go/summer"_s + query); }
    [[nodiscard]] QString botUrl() const;
    void putDelivery();

    Chromium m_browser;
    std::unique_ptr<PixelStandIn> m_pixel;
    std::unique_ptr<PublicSite> m_site;
    std::unique_ptr<BrowserPage> m_page;
};

namespace {

const QString COMPUTER =
    u"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"_s;
const QString PHONE =
    u"Mozilla/5.0 (Linux; Android 13; SM-A135M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"_s;
const QString DELIVERY = u"deadbeefdeadbeefdeadbeefdeadbeef"_s;

} // namespace

void TestPublicPages::initTestCase()
{
    QVERIFY2(m_browser.start(), qPrintable(m_browser.error()));
}

void TestPublicPages::init()
{
    m_pixel = std::make_unique<PixelStandIn>();
    const core::PluginScope pool{core::PluginScope::Pool, 1};
    m_site = std::make_unique<PublicSite>(sampleShop(),
                                          QList<web::ScopedSnippet>{{pool, EventName::PageView, m_pixel->snippet()},
                                                                    {pool, EventName::Purchase, m_pixel->snippet()}});
    m_site->settings.telegramUrl = m_pixel->url();
    m_site->settings.mostDwell = std::chrono::minutes(1); // the pixel says when it is done, however busy the machine is
    m_site->callItself(u"localhost"_s);
    m_page = std::make_unique<BrowserPage>(m_browser);
    m_page->setUserAgent(COMPUTER);
}

void TestPublicPages::cleanup()
{
    m_page.reset();
    m_site.reset();
    m_pixel.reset();
}

QString TestPublicPages::botUrl() const
{
    return m_pixel->url() + u"/aurora_clube_bot?start="_s + m_site->clicks.last().token.toString();
}

void TestPublicPages::putDelivery()
{
    core::OpenedDelivery delivery;
    delivery.title = u"Clube VIP"_s;
    delivery.deliver = u"https://shop.example/vip"_s;
    delivery.poolId = 1;
    delivery.botId = 7;
    delivery.purchase = {u"purchase-event-1"_s, u"visitor"_s, {1997, u"BRL"_s}, u"vip"_s, u"Clube VIP"_s, u"order-1"_s};
    m_site->deliveries.put(DELIVERY, delivery);
}

void TestPublicPages::theBridgeFiresOnePageViewAndOpensTheBot()
{
    QVERIFY(m_page->open(goUrl(u"?fbclid=AbC"_s)));
    QVERIFY(m_page->waitUntil([this] { return m_page->address() == botUrl(); }));
    QCOMPARE(m_site->clicks.recorded().size(), 1);
    QCOMPARE(m_site->clicks.last().traffic, u"person"_s);
    const QList<PixelStandIn::Event> events = m_pixel->events();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().name, u"PageView"_s);
    QCOMPARE(events.first().id, m_site->clicks.last().pageviewEventId);
    QCOMPARE(m_page->complaints(), QStringList());
}

void TestPublicPages::theBridgeReportsTheCookiesThatThePixelSet()
{
    QVERIFY(m_page->open(goUrl(u"?fbclid=AbC"_s)));
    QVERIFY(m_page->waitUntil([this] { return !m_site->reports.reports().isEmpty(); }));
    const RecordingReports::Report report = m_site->reports.reports().last();
    QCOMPARE(report.token, m_site->clicks.last().token.toString());
    QVERIFY2(report.fbp.startsWith("fb.0."_L1), qPrintable(report.fbp));
    QVERIFY2(report.fbc.endsWith(".AbC"_L1), qPrintable(report.fbc));
}

void TestPublicPages::aTapOnTheButtonReportsTheCookiesToo()
{
    QVERIFY(m_page->open(goUrl()));
    QVERIFY(
        m_page->waitUntil([this] { return m_page->evaluate(u"document.cookie"_s).toString().contains("_fbp="_L1); }));
    (void)m_page->evaluate(u"document.getElementById('open').click()"_s);
    QVERIFY(
        m_page->waitUntil([this] { return m_page->address() == botUrl() && !m_site->reports.reports().isEmpty(); }));
    QVERIFY(!m_site->reports.reports().last().fbp.isEmpty());
}

void TestPublicPages::theBridgeGoesOnWhenThePixelIsBlocked()
{
    m_pixel->block();
    m_site->settings.mostDwell = std::chrono::milliseconds(900);
    m_site->apply();
    QVERIFY(m_page->open(goUrl()));
    QVERIFY(m_page->waitUntil([this] { return m_page->address() == botUrl(); }));
    QVERIFY(m_pixel->events().isEmpty());
}

void TestPublicPages::theBridgeGoesOnAtOnceWithoutAPixel()
{
    m_site = std::make_unique<PublicSite>();
    m_site->settings.telegramUrl = m_pixel->url();
    m_site->callItself(u"localhost"_s);
    QVERIFY(m_page->open(goUrl()));
    QVERIFY(m_page->waitUntil([this] { return m_page->address() == botUrl(); }));
    QCOMPARE(m_page->complaints(), QStringList());
    QVERIFY(m_site->reports.reports().isEmpty());
}

void TestPublicPages::aPhoneIsAskedToOpenTheApp()
{
    m_page->setUserAgent(PHONE);
    QVERIFY(m_page->open(goUrl()));
    QVERIFY(m_page->waitUntil([this] { return m_page->address() == botUrl(); })); // no app here: its web page follows
    const QString app = u"tg://resolve?domain=aurora_clube_bot&start="_s + m_site->clicks.last().token.toString();
    QVERIFY2(m_page->requests().contains(app), qPrintable(m_page->requests().join(u'\n')));
}

void TestPublicPages::theBridgeWorksWithoutJavaScript()
{
    m_page->disableJavaScript();
    QVERIFY(m_page->open(goUrl(u"?fbclid=AbC"_s)));
    QCOMPARE(m_page->evaluate(u"document.getElementById('open').href"_s).toString(), botUrl());
    QVERIFY(m_page->waitUntil([this] { return m_page->address() == botUrl(); })); // by itself, after two seconds
    QVERIFY(m_pixel->events().isEmpty());
    QCOMPARE(m_page->complaints(), QStringList());
}

void TestPublicPages::theTokenOnThePageIsTheOneThatIsStored()
{
    QVERIFY(m_page->open(goUrl()));
    QVERIFY(m_page->open(goUrl()));
    const QList<RecordingClicks::Recorded> clicks = m_site->clicks.recorded();
    QCOMPARE(clicks.size(), 2);
    QVERIFY(clicks.first().captured.click.token != clicks.last().captured.click.token);
    QVERIFY(clicks.first().captured.click.pageviewEventId != clicks.last().captured.click.pageviewEventId);
    QCOMPARE(clicks.last().captured.click.visitorId, clicks.first().captured.click.visitorId); // by the cookie
}

void TestPublicPages::thePurchaseFiresOnceHoweverOftenThePageIsReloaded()
{
    putDelivery();
    QVERIFY(m_page->open(m_site->url(u"/delivery/"_s + DELIVERY)));
    QCOMPARE(m_page->address(), m_site->url(u"/delivery"_s));
    QVERIFY(m_page->waitUntil([this] { return !m_pixel->events().isEmpty(); }));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(m_page->reload());
        QCOMPARE(m_page->evaluate(u"document.querySelector('h2').textContent"_s).toString(), u"Clube VIP"_s);
    }
    const QList<PixelStandIn::Event> events = m_pixel->events();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().name, u"Purchase"_s);
    QCOMPARE(events.first().id, u"purchase-event-1"_s);
    QCOMPARE(events.first().event["value"_L1].toDouble(), 19.97);
    QCOMPARE(events.first().event["currency"_L1].toString(), u"BRL"_s);
    QCOMPARE(m_page->requests().count(m_pixel->url() + u"/pixel.js"_s), 1); // nor is there an event on its way
    QCOMPARE(m_page->complaints(), QStringList());
}

void TestPublicPages::openingTheDeliveryLinkAgainFiresNothing()
{
    putDelivery();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(m_page->open(m_site->url(u"/delivery/"_s + DELIVERY)));
        QVERIFY(m_page->waitUntil([this] { return !m_pixel->events().isEmpty(); }));
    }
    QCOMPARE(m_page->requests().count(m_pixel->url() + u"/pixel.js"_s), 1);
    QCOMPARE(m_pixel->events().size(), 1);
}

void TestPublicPages::aSecondBrowserFiresNothing()
{
    putDelivery();
    QVERIFY(m_page->open(m_site->url(u"/delivery/"_s + DELIVERY)));
    QVERIFY(m_page->waitUntil([this] { return !m_pixel->events().isEmpty(); }));
    BrowserPage other(m_browser);
    other.setUserAgent(PHONE);
    QVERIFY(other.open(m_site->url(u"/delivery/"_s + DELIVERY)));
    QCOMPARE(other.evaluate(u"document.querySelector('h2').textContent"_s).toString(), u"Clube VIP"_s);
    QVERIFY(!other.requests().contains(m_pixel->url() + u"/pixel.js"_s));
    QCOMPARE(m_pixel->events().size(), 1);
}

void TestPublicPages::theDeliveryTokenReachesNoPixel()
{
    putDelivery();
    QVERIFY(m_page->open(m_site->url(u"/delivery/"_s + DELIVERY)));
    QVERIFY(
        m_page->waitUntil([this] { return m_pixel->everything().contains("/tr?") && !m_pixel->events().isEmpty(); }));
    const QByteArray everything = m_pixel->everything();
    QVERIFY(everything.contains("/delivery")); // the page's address did reach it
    QVERIFY2(!everything.contains(DELIVERY.toLatin1()), everything);
    for (const QString &url : m_page->requests())
        QVERIFY(!url.startsWith(m_pixel->url()) || !url.contains(DELIVERY));
}

void TestPublicPages::aPreviewDoesNotUseUpThePurchase()
{
    putDelivery();
    BrowserPage preview(m_browser);
    preview.setUserAgent(u"TelegramBot (like TwitterBot)"_s);
    QVERIFY(preview.open(m_site->url(u"/delivery/"_s + DELIVERY)));
    QVERIFY(m_pixel->events().isEmpty());
    QVERIFY(m_page->open(m_site->url(u"/delivery/"_s + DELIVERY)));
    QVERIFY(m_page->waitUntil([this] { return m_pixel->events().size() == 1; }));
}

void TestPublicPages::noInlineScriptButOursRuns()
{
    putDelivery();
    QVERIFY(m_page->open(m_site->url(u"/delivery/"_s + DELIVERY)));
    (void)m_page->evaluate(u"var s = document.createElement('script'); s.textContent = 'window.intruder = 1'; "
                           "document.body.appendChild(s); var i = new Image(); i.src = 'http://127.0.0.1:1/x';"_s);
    QVERIFY(m_page->evaluate(u"window.intruder"_s).isUndefined() || m_page->evaluate(u"window.intruder"_s).isNull());
    QVERIFY(m_page->waitUntil([this] { return m_page->complaints().size() >= 2; }));
}

QTEST_GUILESS_MAIN(TestPublicPages)
#include "tst_publicpages.moc"
