// SPDX-License-Identifier: GPL-3.0-or-later
#include "site/sampleshop.h"
#include "web/bridgepage.h"
#include "web/deliverypage.h"
#include "web/unavailablepage.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::web;
using namespace Qt::StringLiterals;

class TestPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyInlineElementIsNamedByThePolicy_data();
    void everyInlineElementIsNamedByThePolicy();
    void valuesAreEscaped();
    void thePageViewHasTheClicksEventId();
    void aBridgeWithoutPixelsWaitsForNothing();
    void thePurchaseIsThereOnlyWhenItMayBeRendered();
    void aDeliveryThatIsNoLinkIsShownAsText();
    void pagesAreWrittenInBothLanguages_data();
    void pagesAreWrittenInBothLanguages();
    void bothLanguagesHaveTheSameTexts();

private:
    [[nodiscard]] WebSnapshot snapshot() const;
    [[nodiscard]] Click click() const;
    [[nodiscard]] core::OpenedDelivery delivery() const;
    [[nodiscard]] http::HttpResponse page(const QByteArray &name, Language language = Language::Portuguese) const;

    std::shared_ptr<const PageTemplates> m_pages;
};

namespace {

QByteArray between(const QByteArray &text, const QByteArray &begin, const QByteArray &end)
{
    const qsizetype from = text.indexOf(begin);
    return from < 0 ? QByteArray() : text.mid(from + begin.size(), text.indexOf(end, from) - from - begin.size());
}

QJsonObject dataOf(const http::HttpResponse &page)
{
    return QJsonDocument::fromJson(between(page.body, "id=\"rastro-events\">", "</script>")).object();
}

/// The texts of all elements that begin with `begin` ("<script>").
QByteArrayList inlineTexts(QByteArray html, const QByteArray &begin, const QByteArray &end)
{
    QByteArrayList texts;
    for (qsizetype at = html.indexOf(begin); at >= 0; at = html.indexOf(begin)) {
        html = html.mid(at);
        texts.append(between(html, begin, end));
        html = html.mid(begin.size());
    }
    return texts;
}

} // namespace

void TestPages::initTestCase()
{
    const auto loaded = PageTemplates::load();
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
    m_pages = *loaded;
}

WebSnapshot TestPages::snapshot() const
{
    core::Shop shop = rastro::testing::sampleShop();
    shop.bots.first().name = u"Ana & <b>Bia</b>"_s;
    const BrowserSnippet snippet{u"pixel(event);"_s, {u"https://s.example"_s}, {}, {}, {u"_fbp"_s, u"_fbc"_s}};
    return WebSnapshot(shop, {},
                       {{{core::PluginScope::Pool, 1}, EventName::PageView, snippet},
                        {{core::PluginScope::Pool, 1}, EventName::Purchase, snippet}});
}

Click TestPages::click() const
{
    Click click{TrackingToken::parse(u"018bcfe5687b7000800000000000abcd").value()};
    click.poolId = 1;
    click.botId = 7;
    click.visitorId = u"abc"_s;
    click.landingUrl = u"https://shop.example/go/summer?x=</script>"_s;
    click.pageviewEventId = u"11112222333344445555666677778888"_s;
    return click;
}

core::OpenedDelivery TestPages::delivery() const
{
    core::OpenedDelivery delivery;
    delivery.title = u"VIP </title><script>x</script>"_s;
    delivery.deliver = u"https://shop.example/vip"_s;
    delivery.poolId = 1;
    delivery.botId = 7;
    delivery.purchase = {u"event-1"_s, u"abc"_s, {1997, u"BRL"_s}, u"vip"_s, u"VIP"_s, u"order-1"_s};
    return delivery;
}

http::HttpResponse TestPages::page(const QByteArray &name, Language language) const
{
    const WebSnapshot site = snapshot();
    if (name == "bridge")
        return bridgePage(*m_pages, site, site.pool("summer")->pool, click(), language);
    if (name == "delivery")
        return deliveryPage(*m_pages, site, delivery(), language);
    return unavailablePage(*m_pages, Unavailable::NoBot, language, {u"https://a.example"_s, u"/go/tired"_s, {}});
}

void TestPages::everyInlineElementIsNamedByThePolicy_data()
{
    QTest::addColumn<int>("scripts");
    QTest::newRow("bridge") << 2;
    QTest::newRow("delivery") << 2;
    QTest::newRow("unavailable") << 0;
}

void TestPages::everyInlineElementIsNamedByThePolicy()
{
    QFETCH(int, scripts);
    const http::HttpResponse response = page(QTest::currentDataTag());
    const QByteArray policy = response.headers.value("Content-Security-Policy");
    const QByteArrayList found = inlineTexts(response.body, "<script>", "</script>");
    QCOMPARE(found.size(), scripts);
    for (const QByteArray &script : found)
        QVERIFY2(policy.contains(inlineHash(script)), script);
    QVERIFY(policy.contains(inlineHash(between(response.body, "<style>", "</style>"))));
    QVERIFY(!response.body.contains(" style=") && !response.body.contains(" onclick="));
    QVERIFY(!policy.contains("unsafe"));
}

void TestPages::valuesAreEscaped()
{
    QVERIFY(page("bridge").body.contains("<h1>Ana &amp; &lt;b&gt;Bia&lt;/b&gt;</h1>"));
    QVERIFY(page("delivery").body.contains("<h2>VIP &lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</h2>"));
}

void TestPages::thePageViewHasTheClicksEventId()
{
    const QJsonObject data = dataOf(page("bridge"));
    const QJsonValue event = data["events"_L1][0];
    QCOMPARE(event["name"_L1].toString(), u"PageView"_s);
    QCOMPARE(event["id"_L1].toString(), click().pageviewEventId);
    QCOMPARE(event["externalId"_L1].toString(), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
    QCOMPARE(event["sourceUrl"_L1].toString(), click().landingUrl);
    QCOMPARE(data["report"_L1]["url"_L1].toString(), u"/go/summer/browser"_s);
    QCOMPARE(data["report"_L1]["cookies"_L1].toObject(), (QJsonObject{{u"fbp"_s, u"_fbp"_s}, {u"fbc"_s, u"_fbc"_s}}));
    QCOMPARE(data["next"_L1]["app"_L1].toString(),
             u"tg://resolve?domain=aurora_clube_bot&start=018bcfe5687b7000800000000000abcd"_s);
}

void TestPages::aBridgeWithoutPixelsWaitsForNothing()
{
    const WebSnapshot site(rastro::testing::sampleShop(), {});
    const http::HttpResponse response =
        bridgePage(*m_pages, site, site.pool("summer")->pool, click(), Language::English);
    const QJsonObject data = dataOf(response);
    QCOMPARE(data.keys(), QStringList{u"next"_s});
    QVERIFY(!response.headers.value("Content-Security-Policy").contains("connect-src"));
}

void TestPages::thePurchaseIsThereOnlyWhenItMayBeRendered()
{
    const QJsonValue event = dataOf(page("delivery"))["events"_L1][0];
    QCOMPARE(event["name"_L1].toString(), u"Purchase"_s);
    QCOMPARE(event["id"_L1].toString(), u"event-1"_s);
    QCOMPARE(event["value"_L1].toDouble(), 19.97);
    QCOMPARE(event["orderId"_L1].toString(), u"order-1"_s);

    core::OpenedDelivery again = delivery();
    again.purchase.reset();
    const http::HttpResponse response = deliveryPage(*m_pages, snapshot(), again, Language::English);
    QVERIFY(!response.body.contains("<script"));
    QVERIFY(!response.headers.value("Content-Security-Policy").contains("script-src"));
}

void TestPages::aDeliveryThatIsNoLinkIsShownAsText()
{
    core::OpenedDelivery code = delivery();
    code.deliver = u"javascript:alert('<1>')"_s;
    const QByteArray body = deliveryPage(*m_pages, snapshot(), code, Language::English).body;
    QVERIFY(body.contains("<p class=\"content\">javascript:alert(&apos;&lt;1&gt;&apos;)</p>"));
    QVERIFY(!body.contains("href=\"javascript"));
}

void TestPages::pagesAreWrittenInBothLanguages_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("portuguese");
    QTest::addColumn<QByteArray>("english");
    QTest::newRow("bridge") << QByteArray("bridge") << QByteArray("Abrir no Telegram")
                            << QByteArray("Open in Telegram");
    QTest::newRow("delivery") << QByteArray("delivery") << QByteArray("Acesso liberado")
                              << QByteArray("You have access");
    QTest::newRow("unavailable") << QByteArray("unavailable") << QByteArray("Já voltamos")
                                 << QByteArray("Back in a moment");
}

void TestPages::pagesAreWrittenInBothLanguages()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, portuguese);
    QFETCH(QByteArray, english);
    const QByteArray pt = page(name, Language::Portuguese).body;
    const QByteArray en = page(name, Language::English).body;
    QVERIFY(pt.contains("<html lang=\"pt-BR\">") && pt.contains(portuguese) && !pt.contains(english));
    QVERIFY(en.contains("<html lang=\"en\">") && en.contains(english) && !en.contains(portuguese));
}

void TestPages::bothLanguagesHaveTheSameTexts()
{
    const auto keys = [](const QString &file) {
        QFile json(u":/rastro/pages/"_s + file);
        QStringList list;
        if (!json.open(QIODevice::ReadOnly))
            return list;
        const QJsonObject pages = QJsonDocument::fromJson(json.readAll()).object();
        for (const QString &page : pages.keys()) {
            for (const QString &key : pages[page].toObject().keys())
                list.append(page + u'.' + key);
        }
        return list;
    };
    QVERIFY(!keys(u"pt.json"_s).isEmpty());
    QCOMPARE(keys(u"en.json"_s), keys(u"pt.json"_s));
}

QTEST_GUILESS_MAIN(TestPages)
#include "tst_pages.moc"
