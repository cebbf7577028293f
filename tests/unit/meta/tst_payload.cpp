// SPDX-License-Identifier: GPL-3.0-or-later
#include "meta/digests.h"
#include "meta/payload.h"
#include "meta/snippet.h"
#include "meta/validation.h"

#include "rastro/testing/samples.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::meta;
namespace sample = rastro::testing::sample;

namespace {

constexpr Micros now = testing::FakeClock::defaultStart;
constexpr Micros second = 1'000'000;
constexpr Micros day = 86'400 * second;

Settings settings(QJsonObject more = {})
{
    more.insert(u"pixel_id"_s, u"1234567890"_s);
    more.insert(u"access_token"_s, u"EAAtoken"_s);
    return *Settings::read(more);
}

ConversionEvent purchase()
{
    return sample::event(EventName::Purchase, 1);
}

ConversionEvent organicPurchase()
{
    auto event = purchase();
    event.click.reset();
    event.eventId = u"purchase.7"_s;
    event.externalId = u"tg:1:987654321"_s;
    return event;
}

QJsonObject userData(const ConversionEvent &event)
{
    return serverEvent(event, settings(), now).value(u"user_data"_s).toObject();
}

QString compact(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact)).chopped(1).sliced(1);
}

QString reason(const ConversionEvent &event)
{
    const auto found = reasonNotToSend(event, serverEvent(event, settings(), now), now);
    return found ? found->code : QString();
}

} // namespace

class PayloadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatThePersonSaidDecides()
    {
        const auto code = [](Consent consent, bool isRequired) {
            const auto reason = reasonOfConsent(consent, isRequired);
            return reason ? reason->code : QString();
        };
        QCOMPARE(code(Consent::Granted, false), QString());
        QCOMPARE(code(Consent::Granted, true), QString());
        QCOMPARE(code(Consent::Absent, false), QString());
        QCOMPARE(code(Consent::Absent, true), u"meta.consent_missing"_s);
        QCOMPARE(code(Consent::Denied, false), u"meta.consent_denied"_s);
        QCOMPARE(code(Consent::Denied, true), u"meta.consent_denied"_s);
        QCOMPARE(reasonOfConsent(Consent::Denied, false)->kind, ErrorClass::Withhold);
        QVERIFY(!settings().requiresConsent);
        QVERIFY(settings({{u"require_consent"_s, true}}).requiresConsent);
    }

    void holdsExactlyWhatIsKnownOfAnAttributedPurchase();
    void leavesOutWhatIsNotKnownOfAnOrganicPurchase();
    void hashesWhatThePayerGave();
    void hashesAnExternalIdThatLooksLikeADigest();
    void neverSendsTheHashOfNothing();
    void writesAmountsDigitByDigit_data();
    void writesAmountsDigitByDigit();
    void writesEveryPriceUpToTenThousandExactly();
    void neverSendsATimeInTheFuture();
    void choosesTheActionSource_data();
    void choosesTheActionSource();
    void putsTheTokenIntoTheBodyAndNowhereElse();
    void signsWithTheAppSecret();
    void sendsTheTestCodeOnlyWhenItIsSet();
    void refusesWhatMetaWouldRefuse_data();
    void refusesWhatMetaWouldRefuse();
    void acceptsAnEventOnTheLastMomentOfTheSeventhDay();
    void refusesPlainHttpToAnotherMachine_data();
    void refusesPlainHttpToAnotherMachine();
    void givesThePageACodeThatNeedsNoInlineHandlers();
};

void PayloadTest::holdsExactlyWhatIsKnownOfAnAttributedPurchase()
{
    const auto event = purchase();
    const QJsonObject expected{
        {u"event_name"_s, u"Purchase"_s},
        {u"event_time"_s, event.at / second},
        {u"event_id"_s, u"pv-1"_s},
        {u"action_source"_s, u"website"_s},
        {u"event_source_url"_s, u"https://shop.example/go/summer"_s},
        {u"user_data"_s, QJsonObject{{u"client_ip_address"_s, u"203.0.113.2"_s},
                                     {u"client_user_agent"_s, u"Mozilla/5.0 (Linux; Android 13) Mobile"_s},
                                     {u"fbc"_s, event.click->fbc},
                                     {u"fbp"_s, event.click->fbp},
                                     {u"external_id"_s, QJsonArray{sha256Hex(u"visitor1"_s)}}}},
        {u"custom_data"_s, QJsonObject{{u"value"_s, 19.97},
                                       {u"currency"_s, u"BRL"_s},
                                       {u"content_ids"_s, QJsonArray{u"vip"_s}},
                                       {u"content_type"_s, u"product"_s},
                                       {u"content_name"_s, u"VIP"_s},
                                       {u"order_id"_s, event.orderId}}}};
    QCOMPARE(serverEvent(event, settings(), now), expected);
}

void PayloadTest::leavesOutWhatIsNotKnownOfAnOrganicPurchase()
{
    const auto json = serverEvent(organicPurchase(), settings(), now);
    QCOMPARE(json.value(u"user_data"_s).toObject().keys(), QStringList{u"external_id"_s});
    QCOMPARE(json.value(u"action_source"_s).toString(), u"chat"_s);
    QVERIFY(!json.contains(u"event_source_url"_s));
    const auto pageView = serverEvent(sample::event(EventName::PageView, 1), settings(), now);
    QVERIFY(!pageView.contains(u"custom_data"_s));
}

void PayloadTest::hashesWhatThePayerGave()
{
    auto event = organicPurchase();
    event.email = u" John_Smith@gmail.com"_s;
    event.phone = u"(11) 91234-5678"_s;
    event.firstName = u"Mary"_s;
    event.lastName = u"DA SILVA"_s;
    const auto user = userData(event);
    QCOMPARE(user.value(u"em"_s), QJsonArray{u"62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"_s});
    QCOMPARE(user.value(u"ph"_s), QJsonArray{sha256Hex(u"5511912345678"_s)});
    QCOMPARE(user.value(u"fn"_s), QJsonArray{u"6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"_s});
    QCOMPARE(user.value(u"ln"_s), QJsonArray{sha256Hex(u"dasilva"_s)});
    QCOMPARE(user.value(u"external_id"_s), QJsonArray{sha256Hex(u"tg:1:987654321"_s)});
}

// The host's ids have 32 hex digits; the page reports their SHA-256, and both must be one person.
void PayloadTest::hashesAnExternalIdThatLooksLikeADigest()
{
    auto event = organicPurchase();
    event.externalId = u"5f4dcc3b5aa765d61d8327deb882cf99"_s;
    QCOMPARE(userData(event).value(u"external_id"_s), QJsonArray{sha256Hex(u"5f4dcc3b5aa765d61d8327deb882cf99"_s)});
}

void PayloadTest::neverSendsTheHashOfNothing()
{
    auto event = purchase();
    event.email = event.phone = event.firstName = event.lastName = event.externalId = u" "_s;
    event.click->fbp = u"made up"_s;
    event.click->clientIp = u"127.0.0.1"_s;
    event.click->userAgent.clear();
    QCOMPARE(userData(event).keys(), QStringList{u"fbc"_s});
}

void PayloadTest::writesAmountsDigitByDigit_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("expected");
    QTest::newRow("R$ 19,97") << qint64(1997) << u"BRL"_s << u"19.97"_s;
    QTest::newRow("R$ 10") << qint64(1000) << u"BRL"_s << u"10"_s;
    QTest::newRow("R$ 0,10") << qint64(10) << u"BRL"_s << u"0.1"_s;
    QTest::newRow("nothing") << qint64(0) << u"BRL"_s << u"0"_s;
    QTest::newRow("yen") << qint64(1500) << u"JPY"_s << u"1500"_s;
    QTest::newRow("dinar") << qint64(1234567) << u"KWD"_s << u"1234.567"_s;
    QTest::newRow("a million") << qint64(100'000'001) << u"BRL"_s << u"1000000.01"_s;
    QTest::newRow("15 digits") << qint64(999'999'999'999'999) << u"BRL"_s << u"9999999999999.99"_s;
}

void PayloadTest::writesAmountsDigitByDigit()
{
    QFETCH(qint64, minor);
    QFETCH(QString, currency);
    QFETCH(QString, expected);
    auto event = purchase();
    event.value = Money{minor, currency};
    QCOMPARE(compact(serverEvent(event, settings(), now)[u"custom_data"_s][u"value"_s]), expected);
    QCOMPARE(reason(event), QString());
}

void PayloadTest::writesEveryPriceUpToTenThousandExactly()
{
    auto event = organicPurchase();
    for (qint64 minor = 0; minor <= 1'000'000; minor += 37) {
        event.value = Money{minor, u"BRL"_s};
        const auto written = compact(QJsonValue(event.value->toDecimal().toDouble()));
        const auto read = Money::fromDecimal(written, u"BRL"_s);
        QVERIFY2(read && *read == *event.value, qPrintable(written));
    }
}

void PayloadTest::neverSendsATimeInTheFuture()
{
    auto event = purchase();
    event.at = now + 60 * second;
    QCOMPARE(serverEvent(event, settings(), now).value(u"event_time"_s).toInteger(), now / second);
}

void PayloadTest::choosesTheActionSource_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<bool>("userAgent");
    QTest::addColumn<bool>("page");
    QTest::addColumn<QString>("expected");
    QTest::newRow("auto, both known") << u"auto"_s << true << true << u"website"_s;
    QTest::newRow("auto, no page") << u"auto"_s << true << false << u"chat"_s;
    QTest::newRow("auto, no browser") << u"auto"_s << false << true << u"chat"_s;
    QTest::newRow("website, no browser") << u"website"_s << false << true << u"chat"_s;
    QTest::newRow("chat, both known") << u"chat"_s << true << true << u"chat"_s;
}

void PayloadTest::choosesTheActionSource()
{
    QFETCH(QString, setting);
    QFETCH(bool, userAgent);
    QFETCH(bool, page);
    QFETCH(QString, expected);
    auto event = purchase();
    if (!userAgent)
        event.click->userAgent.clear();
    if (!page)
        event.click->landingUrl.clear();
    const auto json = serverEvent(event, settings({{u"action_source"_s, setting}}), now);
    QCOMPARE(json.value(u"action_source"_s).toString(), expected);
    QCOMPARE(json.contains(u"event_source_url"_s), expected == u"website"_s);
}

void PayloadTest::putsTheTokenIntoTheBodyAndNowhereElse()
{
    const auto body = QJsonDocument::fromJson(requestBody({QJsonObject{{u"event_name"_s, u"Purchase"_s}}}, settings()));
    QCOMPARE(body.object().keys(), (QStringList{u"access_token"_s, u"data"_s}));
    QCOMPARE(body[u"access_token"_s].toString(), u"EAAtoken"_s);
    QCOMPARE(settings().eventsUrl().toString(), u"https://graph.facebook.com/v25.0/1234567890/events"_s);
    const auto slash = settings({{u"base_url"_s, u"http://127.0.0.1:81/"_s}});
    QCOMPARE(slash.eventsUrl().toString(), u"http://127.0.0.1:81/v25.0/1234567890/events"_s);
    const auto below = settings({{u"base_url"_s, u"http://127.0.0.1:81/sandbox/meta"_s}});
    QCOMPARE(below.eventsUrl().toString(), u"http://127.0.0.1:81/sandbox/meta/v25.0/1234567890/events"_s);
}

void PayloadTest::signsWithTheAppSecret()
{
    const auto body = QJsonDocument::fromJson(requestBody({}, settings({{u"app_secret"_s, u"s3cret"_s}})));
    // printf EAAtoken | openssl dgst -sha256 -hmac s3cret
    QCOMPARE(body[u"appsecret_proof"_s].toString(),
             u"996747eb387311f6eef873d7e2bee192a7bc191ebdab0ce8129d81ae8223c24c"_s);
}

void PayloadTest::sendsTheTestCodeOnlyWhenItIsSet()
{
    const auto body = QJsonDocument::fromJson(requestBody({}, settings({{u"test_event_code"_s, u"TEST123"_s}})));
    QCOMPARE(body[u"test_event_code"_s].toString(), u"TEST123"_s);
}

void PayloadTest::refusesWhatMetaWouldRefuse_data()
{
    QTest::addColumn<ConversionEvent>("event");
    QTest::addColumn<QString>("code");
    auto event = purchase();
    QTest::newRow("a good one") << event << QString();
    QTest::newRow("organic, external id alone") << organicPurchase() << QString();
    event.at = now - 7 * day - 1;
    QTest::newRow("over 7 days old") << event << u"meta.too_old"_s;
    event = purchase();
    event.eventId.clear();
    QTest::newRow("no event id") << event << u"meta.no_event_id"_s;
    event = organicPurchase();
    event.externalId.clear();
    QTest::newRow("nobody known") << event << u"meta.no_match_keys"_s;
    event.click = sample::click(1);
    event.click->fbc = event.click->fbp = event.click->fbclid = QString();
    QTest::newRow("address and browser alone") << event << u"meta.no_match_keys"_s;
    event = purchase();
    event.value.reset();
    QTest::newRow("no value") << event << u"meta.no_value"_s;
    event.name = EventName::ViewContent;
    QTest::newRow("no value, but no sale") << event << QString();
    event = purchase();
    event.value->currency = u"R$"_s;
    QTest::newRow("no currency of ISO 4217") << event << u"meta.currency"_s;
    event.value = Money{-1, u"BRL"_s};
    QTest::newRow("below zero") << event << u"meta.value"_s;
    event.value = Money{1'000'000'000'000'000, u"BRL"_s};
    QTest::newRow("more digits than a JSON number keeps") << event << u"meta.value"_s;
}

void PayloadTest::refusesWhatMetaWouldRefuse()
{
    QFETCH(ConversionEvent, event);
    QFETCH(QString, code);
    QCOMPARE(reason(event), code);
    if (const auto error = reasonNotToSend(event, serverEvent(event, settings(), now), now)) {
        QCOMPARE(error->kind, ErrorClass::GiveUp);
        QVERIFY(error->message.size() > 20);
    }
}

void PayloadTest::acceptsAnEventOnTheLastMomentOfTheSeventhDay()
{
    auto event = purchase();
    event.at = now - 7 * day;
    QCOMPARE(reason(event), QString());
}

void PayloadTest::refusesPlainHttpToAnotherMachine_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("https") << u"base_url"_s << u"https://graph.facebook.com"_s << true;
    QTest::newRow("this machine") << u"base_url"_s << u"http://127.0.0.1:9000"_s << true;
    QTest::newRow("localhost") << u"base_url"_s << u"http://localhost:9000"_s << true;
    QTest::newRow("this machine, IPv6") << u"base_url"_s << u"http://[::1]:9000"_s << true;
    QTest::newRow("http elsewhere") << u"base_url"_s << u"http://graph.facebook.com"_s << false;
    QTest::newRow("a name that begins as an address") << u"base_url"_s << u"http://127.example.com"_s << false;
    QTest::newRow("script over http") << u"script_url"_s << u"http://connect.facebook.net/x.js"_s << false;
}

void PayloadTest::refusesPlainHttpToAnotherMachine()
{
    QFETCH(QString, key);
    QFETCH(QString, url);
    QFETCH(bool, accepted);
    const auto read = Settings::read({{u"pixel_id"_s, u"1"_s}, {u"access_token"_s, u"t"_s}, {key, url}});
    QCOMPARE(read.has_value(), accepted);
    if (!accepted)
        QCOMPARE(read.error().code, u"meta.insecure_url"_s);
}

void PayloadTest::givesThePageACodeThatNeedsNoInlineHandlers()
{
    const auto snippet = snippetFor(EventName::Purchase, settings());
    QCOMPARE(snippet.scriptSources, QStringList{u"https://connect.facebook.net"_s});
    QCOMPARE(snippet.imageSources, QStringList{u"https://www.facebook.com"_s});
    QCOMPARE(snippet.reportCookies, (QStringList{u"_fbp"_s, u"_fbc"_s}));
    QVERIFY(snippet.script.contains(uR"("pixel":"1234567890")"_s));
    QVERIFY(snippet.script.contains(uR"("name":"Purchase")"_s));
    QVERIFY(snippet.script.contains(u"{ eventID: event.id }"_s));
    for (const auto &forbidden : {u"EAAtoken"_s, u"</"_s, u"eval("_s, u"innerHTML"_s, u"onload="_s, u"{{"_s})
        QVERIFY2(!snippet.script.contains(forbidden), qPrintable(forbidden));
}

QTEST_GUILESS_MAIN(PayloadTest)
#include "tst_payload.moc"
