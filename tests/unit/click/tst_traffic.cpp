// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/traffic.h"

#include <QtTest/QTest>

using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestTraffic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsPeopleFromMachinesByUserAgent_data();
    void tellsPeopleFromMachinesByUserAgent();
    void tellsPrefetchesByHeaders_data();
    void tellsPrefetchesByHeaders();
    void aHeadRequestIsNobody();
};

const QByteArray IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
                          "Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/468.0.0.30.107;FBDV/iPhone14,5]";

void TestTraffic::tellsPeopleFromMachinesByUserAgent_data()
{
    QTest::addColumn<QByteArray>("agent");
    QTest::addColumn<QString>("expected");

    QTest::newRow("Facebook's app on iOS") << IPHONE << u"person"_s;
    QTest::newRow("Instagram on Android") << QByteArrayLiteral("Mozilla/5.0 (Linux; Android 13; SM-A135M Build/TP1A; "
                                                               "wv) AppleWebKit/537.36 Instagram 331.0.0.37.90 Android")
                                          << u"person"_s;
    QTest::newRow("Chrome") << QByteArrayLiteral(
                                   "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36")
                            << u"person"_s;
    QTest::newRow("a phone called Cubot")
        << QByteArrayLiteral("Mozilla/5.0 (Linux; Android 9; CUBOT_X19) Chrome/126.0") << u"person"_s;
    QTest::newRow("Cubot at the end of a word")
        << QByteArrayLiteral("Mozilla/5.0 (Linux; Android 9; CUBOT X19)") << u"person"_s;
    QTest::newRow("a word that begins with bot") << QByteArrayLiteral("Bottle/1.0 Mozilla") << u"person"_s;
    QTest::newRow("Facebook's preview")
        << QByteArrayLiteral("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")
        << u"preview"_s;
    QTest::newRow("Meta's fetcher") << QByteArrayLiteral("meta-externalfetcher/1.1") << u"preview"_s;
    QTest::newRow("Telegram's preview") << QByteArrayLiteral("TelegramBot (like TwitterBot)") << u"preview"_s;
    QTest::newRow("WhatsApp's preview") << QByteArrayLiteral("WhatsApp/2.23.20.0 A") << u"preview"_s;
    QTest::newRow("Googlebot") << QByteArrayLiteral(
                                      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
                               << u"crawler"_s;
    QTest::newRow("AdsBot") << QByteArrayLiteral("AdsBot-Google (+http://www.google.com/adsbot.html)") << u"crawler"_s;
    QTest::newRow("an unlisted bot") << QByteArrayLiteral("Mozilla/5.0 (compatible; AhrefsBot/7.0)") << u"crawler"_s;
    QTest::newRow("headless Chrome") << QByteArrayLiteral(
                                            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0.0.0 Safari/537.36")
                                     << u"crawler"_s;
    QTest::newRow("curl") << QByteArrayLiteral("curl/7.88.1") << u"crawler"_s;
    QTest::newRow("Python") << QByteArrayLiteral("python-requests/2.31") << u"crawler"_s;
    QTest::newRow("none") << QByteArrayLiteral("") << u"crawler"_s;
    QTest::newRow("blank") << QByteArrayLiteral("  ") << u"crawler"_s;
    QTest::newRow("not UTF-8") << QByteArrayLiteral("\xff\xfe Mozilla") << u"person"_s;
}

void TestTraffic::tellsPeopleFromMachinesByUserAgent()
{
    QFETCH(QByteArray, agent);
    QTEST(classifyTraffic({"GET", agent, {}, {}, {}, {}}), "expected");
}

void TestTraffic::tellsPrefetchesByHeaders_data()
{
    QTest::addColumn<VisitHints>("hints");
    QTest::addColumn<QString>("expected");

    QTest::newRow("Sec-Purpose") << VisitHints{"GET", IPHONE, "prefetch;prerender", {}, {}, {}} << u"prefetch"_s;
    QTest::newRow("Purpose") << VisitHints{"GET", IPHONE, {}, "Prefetch", {}, {}} << u"prefetch"_s;
    QTest::newRow("Safari's top hit") << VisitHints{"GET", IPHONE, {}, "preview", {}, {}} << u"preview"_s;
    QTest::newRow("X-Moz") << VisitHints{"GET", IPHONE, {}, {}, {}, "prefetch"} << u"prefetch"_s;
    QTest::newRow("Meta's app fetches ahead") << VisitHints{"GET", IPHONE, {}, {}, "preview", {}} << u"preview"_s;
    QTest::newRow("none") << VisitHints{"GET", IPHONE, {}, {}, {}, {}} << u"person"_s;
}

void TestTraffic::tellsPrefetchesByHeaders()
{
    QFETCH(VisitHints, hints);
    QFETCH(QString, expected);
    QCOMPARE(classifyTraffic(hints), expected);
    QCOMPARE(isPerson(hints), expected == u"person"_s);
}

void TestTraffic::aHeadRequestIsNobody()
{
    QCOMPARE(classifyTraffic({"HEAD", IPHONE, {}, {}, {}, {}}), u"head"_s);
}

QTEST_APPLESS_MAIN(TestTraffic)
#include "tst_traffic.moc"
