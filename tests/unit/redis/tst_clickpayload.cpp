// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/clickpayload.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::redis;

namespace {

constexpr qint64 now = 1'767'323'045'000;

TrackingToken token()
{
    return TrackingToken::parse(u"0123456789abcdef0123456789abcdef"_s).value();
}

Click fullClick()
{
    return {.token = token(),
            .poolId = 7,
            .botId = 3,
            .fbclid = u"IwAR0a+B_c-D"_s,
            .fbp = u"fb.1.1760000000000.123"_s,
            .fbc = u"fb.1.1760000000001.IwAR0a+B_c-D"_s,
            .ids = {{u"ttclid"_s, u"E.C.P"_s}, {u"_ttp"_s, u"ç"_s}},
            .utm = {u"FB"_s, u"paid"_s, u"summer|1"_s, u"ad"_s, u"term"_s},
            .visitorId = u"000000000000000000000000000000ee"_s,
            .clientIp = u"2001:db8::1"_s,
            .userAgent = u"Mozilla/5.0"_s,
            .landingUrl = u"https://shop.example/go/summer?fbclid=IwAR0a+B_c-D"_s,
            .referrer = u"https://l.facebook.com/"_s,
            .firstSeenMs = 1'760'000'000'001,
            .pageviewEventId = u"000000000000000000000000000000ef"_s,
            .traffic = u"person"_s};
}

core::ForeignClick read(const QByteArray &payload)
{
    return readClick(token(), payload, now).value();
}

} // namespace

/// Clicks in the origin platform's form.
class ClickPayloadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreTheOriginPlatforms()
    {
        QCOMPARE(clickKey(token()), "tracking:0123456789abcdef0123456789abcdef"_ba);
        QCOMPARE(fbclidKey(u"IwAR0a+B_c-D"_s), "tracking:fbclid:IwAR0a+B_c-D"_ba);
    }

    void givesBackAllOfOurOwnClick()
    {
        const auto click = fullClick();
        const auto foreign = read(writeClick(5, click));
        QVERIFY(foreign.isOwn);
        QCOMPARE(foreign.workspaceId, 5);
        QCOMPARE(foreign.slug, u"summer"_s);
        const auto &back = foreign.click;
        QCOMPARE(back.poolId, click.poolId);
        QCOMPARE(back.botId, click.botId);
        QCOMPARE(back.fbclid, click.fbclid);
        QCOMPARE(back.fbp, click.fbp);
        QCOMPARE(back.fbc, click.fbc);
        QCOMPARE(back.ids, click.ids);
        QVERIFY(back.utm == click.utm);
        QCOMPARE(back.visitorId, click.visitorId);
        QCOMPARE(back.clientIp, click.clientIp);
        QCOMPARE(back.userAgent, click.userAgent);
        QCOMPARE(back.landingUrl, click.landingUrl);
        QCOMPARE(back.referrer, click.referrer);
        QCOMPARE(back.firstSeenMs, click.firstSeenMs);
        QCOMPARE(back.pageviewEventId, click.pageviewEventId);
        QCOMPARE(back.traffic, click.traffic);
    }

    void writesWhatTheOriginPlatformReads()
    {
        const auto object = QJsonDocument::fromJson(writeClick(1, fullClick())).object();
        QCOMPARE(object[u"client_ip"_s].toString(), u"2001:db8::1"_s);
        QCOMPARE(object[u"client_user_agent"_s].toString(), u"Mozilla/5.0"_s);
        QCOMPARE(object[u"fbc_origin"_s].toString(), u"cookie"_s);
        QCOMPARE(object[u"campaign_code"_s].toString(), u"IwAR0a+B_c-D"_s);
        QCOMPARE(object[u"utm_campaign"_s].toString(), u"summer|1"_s);
        QCOMPARE(object[u"pageview_ts"_s].toInteger(), 1'760'000'000);
        QCOMPARE(object[u"event_source_url"_s].toString(), fullClick().landingUrl);
        QVERIFY(!object.contains(u"first_page"_s));
    }

    void readsTheOriginPlatformsLatestForm()
    {
        const auto foreign = read(R"({"pool_id": 12, "pixel_id": "1234567890", "client_ip": "203.0.113.7.AQYBAQIA",
            "client_user_agent": "UA", "fbclid": "IwARlatest",
            "pageview_event_id": "pageview_0123456789abcdef0123456789abcdef"})");
        QVERIFY(!foreign.isOwn);
        QCOMPARE(foreign.poolNumber, 12);
        QCOMPARE(foreign.click.poolId, 0); // Its pools have other ids than ours.
        QCOMPARE(foreign.pixelId, u"1234567890"_s);
        QCOMPARE(foreign.click.clientIp, u"203.0.113.7"_s);
        QCOMPARE(foreign.click.pageviewEventId, u"pageview_0123456789abcdef0123456789abcdef"_s);
        QCOMPARE(foreign.click.firstSeenMs, now);
        QCOMPARE(foreign.click.fbc, u"fb.1.%1.IwARlatest"_s.arg(now));
        QCOMPARE(foreign.click.traffic, u"person"_s);
    }

    void readsTheOriginPlatformsEarlierForm()
    {
        const auto payload = QByteArray(R"({"fbclid": "IwARearlier", "fbp": "fb.1.1760000000000.99",
            "fbc": "fb.1.1760000000500.IwARearlier", "fbc_origin": "cookie", "pageview_ts": 1760000000,
            "event_source_url": "%", "utm_source": "FB", "utm_campaign": "black|77", "utm_id": 5, "grim": null})")
                                 .replace('%', "https://old.example/go/red1?fbclid=IwARearlier");
        const auto foreign = read(payload);
        QCOMPARE(foreign.click.firstSeenMs, 1'760'000'000'000);
        QCOMPARE(foreign.click.fbc, u"fb.1.1760000000500.IwARearlier"_s);
        QCOMPARE(foreign.click.fbp, u"fb.1.1760000000000.99"_s);
        QCOMPARE(foreign.slug, u"red1"_s);
        QCOMPARE(foreign.click.utm.campaign, u"black|77"_s);
        QVERIFY(!foreign.click.pageviewEventId.isEmpty());
    }

    void fieldsMayBeMissing()
    {
        const auto foreign = read("{}");
        QCOMPARE(foreign.click.token, token());
        QVERIFY(foreign.click.fbclid.isEmpty() && foreign.click.fbc.isEmpty() && foreign.click.fbp.isEmpty());
        QVERIFY(!foreign.click.pageviewEventId.isEmpty());
        QVERIFY(!foreign.click.pageviewEventId.contains(token().toString()));
    }

    void whatIsNotOfTheRightFormIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("an invented fbp") << R"({"fbp": "made-up"})"_ba;
        QTest::newRow("None") << R"({"fbclid": "None", "fbp": "None", "client_ip": "None"})"_ba;
        QTest::newRow("an fbc of another fbclid") << R"({"fbc": "fb.1.1760000000500."})"_ba;
        QTest::newRow("no address") << R"({"client_ip": "localhost"})"_ba;
        QTest::newRow("a cut fbclid") << QByteArray(R"({"fbclid": "%"})").replace('%', QByteArray(5000, 'x'));
        QTest::newRow("another type") << R"({"fbclid": ["a"], "fbp": {"b": 1}, "client_ip": true})"_ba;
    }

    void whatIsNotOfTheRightFormIsLeftOut()
    {
        QFETCH(const QByteArray, payload);
        const auto click = read(payload).click;
        QCOMPARE(click.fbclid + click.fbp + click.fbc + click.clientIp, QString());
    }

    void anFbcThatNoBrowserMadeIsMadeAnew()
    {
        const auto click = read(R"({"fbclid": "IwARx", "fbc": "fb.1.1700000000000.IwARx", "fbc_origin": "synthetic",
            "pageview_ts": 1760000000})")
                               .click;
        QCOMPARE(click.fbc, u"fb.1.1760000000000.IwARx"_s);
    }

    void aClickOfTheFutureIsOfNow()
    {
        QCOMPARE(read(R"({"pageview_ts": 1999999999})").click.firstSeenMs, now);
        QCOMPARE(read(R"({"pageview_ts": "1760000000"})").click.firstSeenMs, 1'760'000'000'000);
    }

    void refusesWhatIsNoObject_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a token") << "0123456789abcdef0123456789abcdef"_ba;
        QTest::newRow("a list") << "[1]"_ba;
        QTest::newRow("cut off") << "{\"fbclid\": "_ba;
    }

    void refusesWhatIsNoObject()
    {
        QFETCH(const QByteArray, payload);
        QVERIFY(!readClick(token(), payload, now));
    }

    void browserIdsAreAddedWhereThereAreNone()
    {
        const auto added = withBrowserIds(R"({"fbclid": "x"})", u"fb.1.1.2"_s, u"fb.1.1.x"_s);
        QVERIFY(added);
        const auto object = QJsonDocument::fromJson(*added).object();
        QCOMPARE(object[u"fbp"_s].toString(), u"fb.1.1.2"_s);
        QCOMPARE(object[u"fbc"_s].toString(), u"fb.1.1.x"_s);
        QCOMPARE(object[u"fbclid"_s].toString(), u"x"_s);
        QVERIFY(!withBrowserIds(*added, u"fb.1.9.9"_s, u"fb.1.9.x"_s));
        QVERIFY(!withBrowserIds("not JSON", u"fb.1.9.9"_s, {}));
    }
};

QTEST_GUILESS_MAIN(ClickPayloadTest)
#include "tst_clickpayload.moc"
