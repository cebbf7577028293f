// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/browserid.h"
#include "core/click/capture.h"
#include "core/click/hexid.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestCapture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fbcAndFbpFollowTheVectors_data();
    void fbcAndFbpFollowTheVectors();
    void keepsEverythingThatAClickBrings();
    void readsWhatTheVisitorAgreedTo_data();
    void readsWhatTheVisitorAgreedTo();
    void keepsTheFbclidByteForByte_data();
    void keepsTheFbclidByteForByte();
    void refusesAnFbclidThatIsTooLongAndSaysSo();
    void takesTheLongestFbclidWhole();
    void keepsOtherClickIdsByTheirKeys();
    void capturesWhatPixelsAskFor();
    void recognisesAVisitorByTheCookie_data();
    void recognisesAVisitorByTheCookie();
    void cutsLongTextAndSaysSo();
    void isPure();
    void aQueryOf100KilobytesIsNoTrouble();
    void bytesThatAreNotTextAreKeptReadable();
    void notesACookieThatIsRefused();
};

namespace {

constexpr Micros NOW = 1'700'000'000'123'456;

ClickIds ids()
{
    return {TrackingToken::parse(u"018bcfe5687b7000800000000000abcd").value(), u"11112222333344445555666677778888"_s,
            u"aaaabbbbccccddddeeeeffff00001111"_s};
}

Pool pool()
{
    Pool pool;
    pool.id = 5;
    return pool;
}

CapturedClick capture(const QByteArray &query, const QByteArray &cookies = {}, const CaptureKeys &keys = {})
{
    ClickRequest request;
    request.hints.method = "GET";
    request.hints.userAgent = "Mozilla/5.0 (Linux; Android 13)";
    request.url = "https://shop.example/go/summer?" + query;
    request.query = query;
    request.cookies = cookies;
    return captureClick(request, pool(), 7, ids(), NOW, keys);
}

} // namespace

void TestCapture::fbcAndFbpFollowTheVectors_data()
{
    QTest::addColumn<QJsonObject>("vector");
    QFile file(QStringLiteral(RASTRO_FIXTURES "/click/fbc_vectors.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray vectors = QJsonDocument::fromJson(file.readAll())["vectors"_L1].toArray();
    QVERIFY(!vectors.isEmpty());
    for (const QJsonValue vector : vectors)
        QTest::newRow(qPrintable(vector["name"_L1].toString())) << vector.toObject();
}

void TestCapture::fbcAndFbpFollowTheVectors()
{
    QFETCH(QJsonObject, vector);
    const Click click =
        capture(vector["query"_L1].toString().toLatin1(), vector["cookie"_L1].toString().toLatin1()).click;
    QCOMPARE(click.fbc, vector["fbc"_L1].toString());
    QCOMPARE(click.fbp, vector["fbp"_L1].toString());
}

void TestCapture::readsWhatTheVisitorAgreedTo_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("cookies");
    QTest::addColumn<rastro::Consent>("expected");
    using rastro::Consent;
    QTest::newRow("nothing said") << QByteArray() << QByteArray() << Consent::Absent;
    QTest::newRow("address") << QByteArray("consent=granted") << QByteArray() << Consent::Granted;
    QTest::newRow("cookie") << QByteArray() << QByteArray("rastro_consent=granted") << Consent::Granted;
    QTest::newRow("address refuses") << QByteArray("consent=denied") << QByteArray("rastro_consent=granted")
                                     << Consent::Denied;
    QTest::newRow("cookie refuses") << QByteArray("consent=granted") << QByteArray("rastro_consent=denied")
                                    << Consent::Denied;
    QTest::newRow("in capitals") << QByteArray("consent=DENIED") << QByteArray("rastro_consent=Granted")
                                 << Consent::Denied;
    QTest::newRow("address said twice") << QByteArray("consent=granted&consent=denied") << QByteArray()
                                        << Consent::Denied;
    QTest::newRow("cookie sent twice") << QByteArray("consent=granted")
                                       << QByteArray("rastro_consent=granted; rastro_consent=denied")
                                       << Consent::Denied;
    QTest::newRow("no such word") << QByteArray("consent=yes") << QByteArray("rastro_consent=1") << Consent::Absent;
    QTest::newRow("case matters") << QByteArray("consent=Granted") << QByteArray() << Consent::Absent;
}

void TestCapture::readsWhatTheVisitorAgreedTo()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, cookies);
    QTEST(capture(query, cookies).click.consent, "expected");
}

void TestCapture::keepsEverythingThatAClickBrings()
{
    ClickRequest request;
    request.hints = {"GET", "Mozilla/5.0 (iPhone)", {}, {}, {}, {}};
    request.query =
        "fbclid=AbC&utm_source=FB&utm_medium=Set%7C12&utm_campaign=Ver%C3%A3o+2026&utm_content=Ad&utm_term=feed";
    request.url = "https://shop.example/go/summer?" + request.query;
    request.cookies = "_fbp=fb.1.1600000000000.123456";
    request.referrer = "https://l.facebook.com/";
    request.clientIp = u"203.0.113.7"_s;
    const CapturedClick captured = captureClick(request, pool(), 7, ids(), NOW);
    const Click &click = captured.click;

    QCOMPARE(click.token, ids().token);
    QCOMPARE(click.poolId, 5);
    QCOMPARE(click.botId, 7);
    QCOMPARE(click.fbclid, u"AbC"_s);
    QCOMPARE(click.fbp, u"fb.1.1600000000000.123456"_s);
    QCOMPARE(click.fbc, u"fb.1.1700000000123.AbC"_s);
    QCOMPARE(click.utm, (Utm{u"FB"_s, u"Set|12"_s, u"Verão 2026"_s, u"Ad"_s, u"feed"_s}));
    QCOMPARE(click.visitorId, ids().visitorId);
    QCOMPARE(click.clientIp, u"203.0.113.7"_s);
    QCOMPARE(click.userAgent, u"Mozilla/5.0 (iPhone)"_s);
    QCOMPARE(click.landingUrl, QString::fromLatin1(request.url));
    QCOMPARE(click.referrer, u"https://l.facebook.com/"_s);
    QCOMPARE(click.firstSeenMs, 1'700'000'000'123);
    QCOMPARE(click.pageviewEventId, ids().pageviewEventId);
    QCOMPARE(click.traffic, u"person"_s);
    QCOMPARE(captured.notes, QStringList());
}

void TestCapture::keepsTheFbclidByteForByte_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QString>("expected");

    QTest::newRow("case") << QByteArrayLiteral("IwAR_aBcD-eF") << u"IwAR_aBcD-eF"_s;
    QTest::newRow("plus") << QByteArrayLiteral("Ab+C") << u"Ab+C"_s;
    QTest::newRow("encoded once") << QByteArrayLiteral("Ab%2BC") << u"Ab+C"_s;
    QTest::newRow("never twice") << QByteArrayLiteral("Ab%252BC") << u"Ab%2BC"_s;
    QTest::newRow("trailing equals") << QByteArrayLiteral("AbC==") << u"AbC=="_s;
    QTest::newRow("not UTF-8") << QByteArrayLiteral("Ab%FFC") << u"Ab%FFC"_s;
    QTest::newRow("with a dot") << QByteArrayLiteral("Ab.C") << u"Ab.C"_s;
}

void TestCapture::keepsTheFbclidByteForByte()
{
    QFETCH(QByteArray, sent);
    QFETCH(QString, expected);
    const Click click = capture("fbclid=" + sent).click;
    QCOMPARE(click.fbclid, expected);
    QCOMPARE(click.fbc, u"fb.1.1700000000123."_s + expected);
    QVERIFY(isFbcOf(click.fbc, expected));
}

void TestCapture::refusesAnFbclidThatIsTooLongAndSaysSo()
{
    const CapturedClick captured = capture("fbclid=" + QByteArray(MaxClickId + 1, 'a'));
    QCOMPARE(captured.click.fbclid, QString());
    QCOMPARE(captured.click.fbc, QString());
    QCOMPARE(captured.notes, QStringList{u"fbclid of 2049 bytes was refused: longer than 2048, it is not a fbclid."_s});
}

void TestCapture::takesTheLongestFbclidWhole()
{
    const QByteArray longest(MaxClickId, 'a');
    QCOMPARE(capture("fbclid=" + longest).click.fbclid, QString::fromLatin1(longest));
}

void TestCapture::keepsOtherClickIdsByTheirKeys()
{
    const Click click =
        capture("ttclid=T+1&gclid=G&gbraid=GB&wbraid=WB&click_id=K&other=x", "_ttp=abc123; other=y").click;
    QCOMPARE(click.ids, (QMap<QString, QString>{{u"ttclid"_s, u"T+1"_s},
                                                {u"gclid"_s, u"G"_s},
                                                {u"gbraid"_s, u"GB"_s},
                                                {u"wbraid"_s, u"WB"_s},
                                                {u"click_id"_s, u"K"_s},
                                                {u"_ttp"_s, u"abc123"_s}}));
}

void TestCapture::capturesWhatPixelsAskFor()
{
    const CaptureKeys keys{{"sck", "fbclid", "none"}, {"_scid", "_fbp", "rv"}};
    const Click click = capture("sck=S%20S&fbclid=F", "_scid=abc; _fbp=x; rv=y", keys).click;
    QCOMPARE(click.ids, (QMap<QString, QString>{{u"sck"_s, u"S S"_s}, {u"_scid"_s, u"abc"_s}}));
}

void TestCapture::recognisesAVisitorByTheCookie_data()
{
    QTest::addColumn<QByteArray>("cookie");
    QTest::addColumn<QString>("expected");

    QTest::newRow("known") << QByteArrayLiteral("rv=0123456789abcdef0123456789abcdef")
                           << u"0123456789abcdef0123456789abcdef"_s;
    QTest::newRow("none") << QByteArrayLiteral("") << ids().visitorId;
    QTest::newRow("upper case") << QByteArrayLiteral("rv=0123456789ABCDEF0123456789ABCDEF") << ids().visitorId;
    QTest::newRow("too short") << QByteArrayLiteral("rv=0123") << ids().visitorId;
    QTest::newRow("an attack") << QByteArrayLiteral("rv=<script>") << ids().visitorId;
}

void TestCapture::recognisesAVisitorByTheCookie()
{
    QFETCH(QByteArray, cookie);
    QTEST(capture({}, cookie).click.visitorId, "expected");
}

void TestCapture::cutsLongTextAndSaysSo()
{
    const QByteArray userAgent(5000, 'u');
    const QByteArray referrer(5000, 'r');
    ClickRequest request;
    request.hints.userAgent = userAgent;
    request.referrer = referrer;
    request.query = "utm_campaign=" + QByteArray(5000, 'c');
    request.url = "https://shop.example/go/s?" + QByteArray(9000, 'q');
    const CapturedClick captured = captureClick(request, pool(), 7, ids(), NOW);
    QCOMPARE(captured.click.userAgent.size(), CaptureLimits::UserAgent);
    QCOMPARE(captured.click.referrer.size(), CaptureLimits::Referrer);
    QCOMPARE(captured.click.utm.campaign.size(), CaptureLimits::Utm);
    QCOMPARE(captured.click.landingUrl.size(), CaptureLimits::Url);
    QCOMPARE(captured.notes.size(), 4);
}

void TestCapture::isPure()
{
    const CapturedClick one = capture("fbclid=A&utm_source=x");
    const CapturedClick other = capture("fbclid=A&utm_source=x");
    QCOMPARE(one.click.fbc, other.click.fbc);
    QCOMPARE(one.click.pageviewEventId, other.click.pageviewEventId);
    QCOMPARE(one.click.visitorId, other.click.visitorId);
}

void TestCapture::aQueryOf100KilobytesIsNoTrouble()
{
    const CapturedClick captured =
        capture("junk=" + QByteArray(100'000, 'x') + "&fbclid=AbC&utm_source=" + QByteArray(1000, 's'));
    QCOMPARE(captured.click.fbclid, u"AbC"_s);
    QCOMPARE(captured.click.utm.source.size(), 1000);
    QCOMPARE(captured.click.landingUrl.size(), CaptureLimits::Url);
}

void TestCapture::bytesThatAreNotTextAreKeptReadable()
{
    ClickRequest request;
    request.hints.userAgent = "Mozilla \xe9t\xe9";
    request.referrer = "https://a/\xc3\xa9";
    request.query = "utm_source=\xff\xfe";
    request.url = "https://shop.example/go/s?" + request.query;
    const Click click = captureClick(request, pool(), 7, ids(), NOW).click;
    QCOMPARE(click.userAgent, u"Mozilla été"_s);
    QCOMPARE(click.referrer, u"https://a/é"_s);
    QCOMPARE(click.utm.source, u"%FF%FE"_s);
    QCOMPARE(click.landingUrl, u"https://shop.example/go/s?utm_source=%FF%FE"_s);
}

void TestCapture::notesACookieThatIsRefused()
{
    const CapturedClick captured = capture({}, "_fbp=1234");
    QCOMPARE(captured.click.fbp, QString());
    QCOMPARE(captured.notes.size(), 1);
    QVERIFY(captured.notes.first().contains("_fbp"_L1));
}

QTEST_APPLESS_MAIN(TestCapture)
#include "tst_capture.moc"
