// SPDX-License-Identifier: GPL-3.0-or-later
#include "browser/browserpage.h"
#include "browser/pixelstandin.h"
#include "site/publicsite.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

/// Every public page on a phone's screen, light and dark, in both languages. Leaves pictures in <build>/screenshots.
class TestPagesOnAPhone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyPageFitsAndCanBeTapped_data();
    void everyPageFitsAndCanBeTapped();

private:
    void verifyLayout(BrowserPage &page);

    Chromium m_browser;
    std::unique_ptr<PublicSite> m_site;
};

namespace {

const QString IPHONE =
    u"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"_s;

// The least contrast of all texts against what lies behind them (WCAG 2.2, 1.4.3), for colours without transparency.
constexpr char LEAST_CONTRAST[] = R"JS((function () {
  function parts(color) { return color.match(/[\d.]+/g).map(Number); }
  function luminance(color) {
    var c = parts(color).slice(0, 3).map(function (v) { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  }
  function behind(element) {
    for (; element; element = element.parentElement) {
      var color = getComputedStyle(element).backgroundColor;
      if (parts(color).length < 4 || parts(color)[3] === 1) { return color; }
    }
    return 'rgb(255, 255, 255)';
  }
  return Math.min.apply(null, [].map.call(document.querySelectorAll('main *'), function (element) {
    if (!element.firstChild || element.firstChild.nodeType !== 3 || !element.textContent.trim()) { return 21; }
    var a = luminance(getComputedStyle(element).color), b = luminance(behind(element));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
})())JS";

core::Shop longNamedShop()
{
    core::Shop shop = sampleShop();
    shop.bots[1].name = u"Academia de Confeitaria Artesanal da Professora Maria Antonieta"_s;
    shop.bots[1].username = u"academia_confeitaria_artesanal_bot"_s;
    shop.pools[1].mode = u"bridge"_s;
    shop.pools[1].bots = {{8}};
    return shop;
}

core::OpenedDelivery delivery(const QString &title, const QString &deliver)
{
    core::OpenedDelivery delivery;
    delivery.title = title;
    delivery.deliver = deliver;
    delivery.botUsername = u"aurora_clube_bot"_s;
    return delivery;
}

} // namespace

void TestPagesOnAPhone::initTestCase()
{
    QVERIFY2(m_browser.start(), qPrintable(m_browser.error()));
    m_site = std::make_unique<PublicSite>(longNamedShop());
    m_site->settings.contactUrl = u"https://shop.example/contact"_s;
    m_site->settings.telegramUrl = u"https://t.me"_s;
    m_site->callItself(u"localhost"_s);
    m_site->deliveries.put(u"deadbeefdeadbeefdeadbeef00000001"_s,
                           delivery(u"Clube VIP"_s, u"https://shop.example/vip"_s));
    m_site->deliveries.put(u"deadbeefdeadbeefdeadbeef00000002"_s,
                           delivery(u"Curso completo de confeitaria artesanal, do zero ao ateliê"_s,
                                    u"Usuário: maria\nSenha: 7hQ2-xxxx-9921-abcd\nhttps é enviado por e-mail"_s));
    QVERIFY(QDir().mkpath(QStringLiteral(RASTRO_BUILD_DIR "/screenshots")));
}

void TestPagesOnAPhone::everyPageFitsAndCanBeTapped_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("width");
    const QList<std::pair<const char *, const char *>> pages{
        {"bridge", "/go/summer"},
        {"bridge-long", "/go/direct"},
        {"delivery", "/delivery/deadbeefdeadbeefdeadbeef00000001"},
        {"delivery-text", "/delivery/deadbeefdeadbeefdeadbeef00000002"},
        {"unknown-link", "/go/winter"},
        {"paused", "/go/paused"},
        {"no-bot", "/go/tired"},
        {"unopened-delivery", "/delivery"}};
    for (const auto &[name, path] : pages) {
        for (const char *language : {"pt", "en"}) {
            const bool dark = language[0] == 'e';
            QTest::addRow("%s-%s-%s", name, language, dark ? "dark" : "light")
                << QString::fromLatin1(path) << QString::fromLatin1(language) << dark << 390;
        }
        QTest::addRow("%s-small", name) << QString::fromLatin1(path) << u"pt"_s << false << 320;
    }
    QTest::addRow("bridge-desktop") << u"/go/summer"_s << u"pt"_s << false << 1280;
    QTest::addRow("delivery-desktop") << u"/delivery/deadbeefdeadbeefdeadbeef00000001"_s << u"pt"_s << true << 1280;
}

void TestPagesOnAPhone::everyPageFitsAndCanBeTapped()
{
    QFETCH(QString, path);
    QFETCH(QString, language);
    QFETCH(bool, dark);
    QFETCH(int, width);
    BrowserPage page(m_browser);
    page.setUserAgent(IPHONE, language);
    page.setScreen(width, width == 320 ? 568 : 844, dark);
    page.disableJavaScript(); // stays on the bridge
    QVERIFY(page.open(m_site->url(path)));
    const QByteArray png = page.screenshot();
    verifyLayout(page);
    QFile file(QStringLiteral(RASTRO_BUILD_DIR "/screenshots/%1.png").arg(QLatin1String(QTest::currentDataTag())));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(png) == png.size());
}

void TestPagesOnAPhone::verifyLayout(BrowserPage &page)
{
    const auto number = [&page](const QString &expression) { return page.evaluate(expression).toDouble(-1); };
    // On a machine that is busy the screenshot may be taken, and an answer given, before the page is parsed.
    QTRY_VERIFY_WITH_TIMEOUT(number(u"document.querySelectorAll('main h1').length"_s) == 1, 30'000);
    QVERIFY(number(u"document.documentElement.scrollWidth - innerWidth"_s) <= 0);
    QVERIFY(
        number(
            u"[].filter.call(document.querySelectorAll('main a'), a => a.getBoundingClientRect().height < 48).length"_s) ==
        0);
    const double contrast = number(QString::fromLatin1(LEAST_CONTRAST));
    QVERIFY2(contrast >= 4.5 && contrast <= 21, qPrintable(QString::number(contrast)));
}

QTEST_GUILESS_MAIN(TestPagesOnAPhone)
#include "tst_pagesonaphone.moc"
