// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meta/metastandin.h"

#include "rastro/testing/fakeclock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::sandbox;
using rastro::testing::FakeClock;

Q_DECLARE_METATYPE(rastro::sandbox::MetaFault)

namespace {

const QString hash = u"62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"_s;
constexpr qint64 nowSeconds = FakeClock::defaultStart / 1'000'000;
constexpr qint64 nowMs = FakeClock::defaultStart / 1000;

QJsonObject goodEvent(const QString &id = u"e1"_s)
{
    return {{u"event_name"_s, u"Purchase"_s},
            {u"event_time"_s, nowSeconds},
            {u"event_id"_s, id},
            {u"action_source"_s, u"website"_s},
            {u"event_source_url"_s, u"https://shop.example/go/summer"_s},
            {u"user_data"_s, QJsonObject{{u"em"_s, QJsonArray{hash}},
                                         {u"external_id"_s, hash},
                                         {u"client_user_agent"_s, u"Mozilla/5.0"_s},
                                         {u"client_ip_address"_s, u"203.0.113.9"_s},
                                         {u"fbc"_s, u"fb.1.%1.AbC"_s.arg(nowMs)},
                                         {u"fbp"_s, u"fb.1.%1.123456"_s.arg(nowMs)}}},
            {u"custom_data"_s, QJsonObject{{u"value"_s, 19.97}, {u"currency"_s, u"BRL"_s}, {u"order_id"_s, u"42"_s}}}};
}

// goodEvent() with one value replaced; a path such as "user_data.fbc". Undefined: removed.
QJsonObject with(const QString &path, const QJsonValue &value)
{
    auto event = goodEvent();
    const auto parts = path.split(u'.');
    auto inner = parts.size() > 1 ? event.value(parts[0]).toObject() : event;
    if (value.isUndefined())
        inner.remove(parts.last());
    else
        inner.insert(parts.last(), value);
    if (parts.size() == 1)
        return inner;
    event.insert(parts[0], inner);
    return event;
}

QJsonObject withUser(const QJsonObject &user)
{
    return with(u"user_data"_s, user);
}

MetaRequest post(const QJsonArray &events, QJsonObject more = {})
{
    more.insert(u"data"_s, events);
    if (!more.contains(u"access_token"_s))
        more.insert(u"access_token"_s, u"token"_s);
    return {"POST", u"/v25.0/123/events"_s, {}, {{"content-type", "application/json"}}, QJsonDocument(more).toJson()};
}

MetaRequest get(const QString &path, const QByteArray &query = {})
{
    return {"GET", path, query, {{"referer", "https://shop.example/"}}, {}};
}

QJsonObject bodyOf(const MetaAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object();
}

QJsonObject errorOf(const MetaAnswer &answer)
{
    return bodyOf(answer).value(u"error"_s).toObject();
}

} // namespace

class MetaStandInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAGoodEvent();
    void refusesABadEvent_data();
    void refusesABadEvent();
    void takesWhatMetaTakes_data();
    void takesWhatMetaTakes();
    void takesABatchAsAWholeOrNotAtAll();
    void takesUpToAThousandEvents();
    void checksTokenAndPixel_data();
    void checksTokenAndPixel();
    void refusesATokenInTheAddress();
    void checksTheSignature();
    void countsTheSameEventOnceIn48Hours();
    void countsBrowserAndServerOnce();
    void failsAsItIsTold_data();
    void failsAsItIsTold();
    void takesEffectWhenOnlyTheAnswerIsLost();
    void refusesOnlyTheFieldItIsToldTo();
    void failsAsOftenAsItIsTold();
    void servesTheScript();
    void recordsWhatBrowsersReport();
    void knowsNoOtherPaths();
};

void MetaStandInTest::takesAGoodEvent()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    const auto answer = meta.handle(post({goodEvent()}, {{u"test_event_code"_s, u"TEST1"_s}}));
    QCOMPARE(answer.status, 200);
    QCOMPARE(bodyOf(answer).value(u"events_received"_s).toInt(), 1);
    QVERIFY(!bodyOf(answer).value(u"fbtrace_id"_s).toString().isEmpty());
    QCOMPARE(meta.serverEvents().size(), 1);
    const auto &event = meta.serverEvents().first();
    QCOMPARE(event.pixel, u"123"_s);
    QCOMPARE(event.name, u"Purchase"_s);
    QCOMPARE(event.eventId, u"e1"_s);
    QCOMPARE(event.json, goodEvent());
    QVERIFY(event.test && !event.duplicate);
}

void MetaStandInTest::refusesABadEvent_data()
{
    QTest::addColumn<QJsonObject>("event");
    QTest::addColumn<int>("subcode");
    const auto row = [](const char *name, const QJsonObject &event, int subcode = 0) {
        QTest::newRow(name) << event << subcode;
    };
    const QJsonValue none(QJsonValue::Undefined);
    row("no name", with(u"event_name"_s, none));
    row("no time", with(u"event_time"_s, none));
    row("time as text", with(u"event_time"_s, QString::number(nowSeconds)));
    row("time in milliseconds", with(u"event_time"_s, nowMs));
    row("over seven days old", with(u"event_time"_s, nowSeconds - 7 * 86'400 - 1), 2804003);
    row("over an hour ahead", with(u"event_time"_s, nowSeconds + 3601));
    row("no source", with(u"action_source"_s, none));
    row("made-up source", with(u"action_source"_s, u"telegram"_s));
    row("website without page", with(u"event_source_url"_s, none));
    row("website with another scheme", with(u"event_source_url"_s, u"tg://resolve"_s));
    row("website without browser", with(u"user_data.client_user_agent"_s, none));
    row("unknown field", with(u"click_id"_s, u"x"_s));
    row("empty event id", with(u"event_id"_s, QString()));
    row("no user data", with(u"user_data"_s, none));
    row("empty user data", withUser({}));
    row("unknown user data", with(u"user_data.click_id"_s, u"x"_s));
    row("unhashed e-mail", with(u"user_data.em"_s, u"ana@exemplo.com.br"_s));
    row("upper-case hash", with(u"user_data.em"_s, hash.toUpper()));
    row("one bad hash of two", with(u"user_data.em"_s, QJsonArray{hash, u"x"_s}));
    row("hash of nothing",
        with(u"user_data.ph"_s, u"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s));
    row("empty list", with(u"user_data.fn"_s, QJsonArray{}));
    row("empty external id", with(u"user_data.external_id"_s, QString()));
    row("hashed fbp", with(u"user_data.fbp"_s, hash));
    row("address with spaces", with(u"user_data.client_ip_address"_s, u" 203.0.113.9"_s));
    row("empty browser", with(u"user_data.client_user_agent"_s, QString()));
    for (const auto &fbc : {u"AbC"_s, u"fb.1.1700000000.AbC"_s, u"fb.1.%1."_s.arg(nowMs), u"fb.1.%1.A b"_s.arg(nowMs),
                            u"fb.1.%1.AbC"_s.arg(nowMs + 300'001), u"fb.1.%1.AbC"_s.arg(nowMs - 91 * 86'400'000LL)})
        row(qPrintable(u"fbc "_s + fbc), with(u"user_data.fbc"_s, fbc), 2804001);
    row("browser and address alone",
        withUser({{u"client_user_agent"_s, u"Mozilla/5.0"_s}, {u"client_ip_address"_s, u"203.0.113.9"_s}}), 2804050);
    auto thin = withUser({{u"fn"_s, hash}, {u"ge"_s, hash}});
    thin.insert(u"action_source"_s, u"chat"_s);
    row("first name and gender alone", thin, 2804050);
    row("no value", with(u"custom_data.value"_s, none), 2804009);
    row("value as text", with(u"custom_data.value"_s, u"19.97"_s), 2804009);
    row("no currency", with(u"custom_data.currency"_s, none), 2804010);
    row("currency as people write it", with(u"custom_data.currency"_s, u"R$"_s), 2804010);
    row("currency in lower case", with(u"custom_data.currency"_s, u"brl"_s), 2804010);
}

void MetaStandInTest::refusesABadEvent()
{
    QFETCH(QJsonObject, event);
    QFETCH(int, subcode);
    FakeClock clock;
    MetaStandIn meta(clock);
    const auto answer = meta.handle(post({event}));
    QCOMPARE(answer.status, 400);
    const auto error = errorOf(answer);
    QCOMPARE(error.value(u"code"_s).toInt(), 100);
    QCOMPARE(error.value(u"error_subcode"_s).toInt(), subcode);
    QCOMPARE(error.value(u"error_user_msg"_s).toString().isEmpty(), subcode == 0);
    QCOMPARE(error.value(u"type"_s).toString(), u"OAuthException"_s);
    QVERIFY(meta.serverEvents().isEmpty());
    QCOMPARE(meta.refusals().size(), 1);
}

void MetaStandInTest::takesWhatMetaTakes_data()
{
    QTest::addColumn<QJsonObject>("event");
    auto organic = withUser({{u"external_id"_s, QJsonArray{hash}}});
    organic.insert(u"action_source"_s, u"chat"_s);
    organic.remove(u"event_source_url"_s);
    QTest::newRow("external id alone") << organic;
    QTest::newRow("value zero") << with(u"custom_data.value"_s, 0);
    QTest::newRow("seven days old") << with(u"event_time"_s, nowSeconds - 7 * 86'400);
    QTest::newRow("fbc of 90 days") << with(u"user_data.fbc"_s, u"fb.1.%1.AbC"_s.arg(nowMs - 90 * 86'400'000LL));
    QTest::newRow("IPv6") << with(u"user_data.client_ip_address"_s, u"2804:14c::1"_s);
    QTest::newRow("own field in custom_data") << with(u"custom_data.pool"_s, u"summer"_s);
    auto view = with(u"custom_data"_s, QJsonValue::Undefined);
    view.insert(u"event_name"_s, u"PageView"_s);
    QTest::newRow("PageView without a value") << view;
}

void MetaStandInTest::takesWhatMetaTakes()
{
    QFETCH(QJsonObject, event);
    FakeClock clock;
    MetaStandIn meta(clock);
    const auto answer = meta.handle(post({event}, {{u"test_event_code"_s, QJsonValue::Null}}));
    QVERIFY2(answer.status == 200, answer.body.constData());
}

void MetaStandInTest::takesABatchAsAWholeOrNotAtAll()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    auto bad = goodEvent(u"e2"_s);
    bad.remove(u"event_time"_s);
    const auto answer = meta.handle(post({goodEvent(u"e1"_s), bad, goodEvent(u"e3"_s)}));
    QCOMPARE(answer.status, 400);
    QCOMPARE(errorOf(answer)[u"error_data"_s][u"blame_field_specs"_s],
             QJsonValue(QJsonArray{QJsonArray{u"data"_s, u"1"_s, u"event_time"_s}}));
    QVERIFY(meta.serverEvents().isEmpty());
    QCOMPARE(meta.handle(post({})).status, 400);
}

void MetaStandInTest::takesUpToAThousandEvents()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    QJsonArray events;
    for (int number = 0; number < 1000; ++number)
        events.append(goodEvent(QString::number(number)));
    QCOMPARE(bodyOf(meta.handle(post(events))).value(u"events_received"_s).toInt(), 1000);
    events.append(goodEvent(u"one more"_s));
    QCOMPARE(meta.handle(post(events)).status, 400);
    QCOMPARE(meta.counted(u"Purchase"_s), 1000);
}

void MetaStandInTest::checksTokenAndPixel_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("subcode");
    QTest::newRow("right") << u"/v25.0/123/events"_s << u"right"_s << 0 << 0;
    QTest::newRow("wrong token") << u"/v25.0/123/events"_s << u"wrong"_s << 190 << 0;
    QTest::newRow("no token") << u"/v25.0/123/events"_s << QString() << 190 << 0;
    QTest::newRow("another pixel") << u"/v25.0/999/events"_s << u"right"_s << 100 << 33;
    QTest::newRow("no version") << u"/123/events"_s << u"right"_s << 100 << 0;
}

void MetaStandInTest::checksTokenAndPixel()
{
    QFETCH(QString, path);
    QFETCH(QString, token);
    QFETCH(int, code);
    QFETCH(int, subcode);
    FakeClock clock;
    MetaStandIn meta(clock);
    meta.addPixel(u"123"_s, u"right"_s);
    auto request = post({goodEvent()}, {{u"access_token"_s, token}});
    request.path = path;
    const auto error = errorOf(meta.handle(request));
    QCOMPARE(error.value(u"code"_s).toInt(), code);
    QCOMPARE(error.value(u"error_subcode"_s).toInt(), subcode);
    QCOMPARE(meta.serverEvents().size(), code == 0 ? 1 : 0);
}

void MetaStandInTest::refusesATokenInTheAddress()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    auto request = post({goodEvent()});
    request.query = "access_token=token";
    QCOMPARE(meta.handle(request).status, 400);
}

void MetaStandInTest::checksTheSignature()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    meta.setAppSecret(u"s3cret"_s);
    QCOMPARE(errorOf(meta.handle(post({goodEvent()}))).value(u"code"_s).toInt(), 104);
    // printf token | openssl dgst -sha256 -hmac s3cret
    QCOMPARE(meta.handle(post({goodEvent()}, {{u"appsecret_proof"_s,
                                               u"115dc49a2bd4eaf3ace9d48bffe3479f871ecd032d1aca57d1034634546a686f"_s}}))
                 .status,
             200);
}

void MetaStandInTest::countsTheSameEventOnceIn48Hours()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    QCOMPARE(meta.handle(post({goodEvent()})).status, 200);
    clock.advance(48h - 1ms);
    QCOMPARE(meta.handle(post({goodEvent()})).status, 200);
    QVERIFY(meta.serverEvents().last().duplicate);
    QCOMPARE(meta.counted(u"Purchase"_s), 1);
    clock.advance(1ms);
    QCOMPARE(meta.handle(post({goodEvent()})).status, 200);
    QVERIFY2(!meta.serverEvents().last().duplicate, "48 hours after the first one it counts again");
    QCOMPARE(meta.counted(u"Purchase"_s), 2);
}

void MetaStandInTest::countsBrowserAndServerOnce()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    QCOMPARE(meta.handle(get(u"/tr"_s, "id=123&ev=Purchase&eid=e1")).status, 200);
    QCOMPARE(meta.handle(get(u"/tr/"_s, "id=123&ev=PageView&eid=e1")).status, 200);
    QCOMPARE(meta.handle(post({goodEvent(u"e1"_s)})).status, 200);
    QCOMPARE(meta.counted(u"Purchase"_s), 1);
    QCOMPARE(meta.counted(u"PageView"_s), 1);
    QVERIFY2(!meta.serverEvents().first().duplicate, "a duplicate is one that came the same way");
    QCOMPARE(meta.handle(get(u"/tr"_s, "id=999&ev=Purchase&eid=e1")).status, 200);
    QCOMPARE(meta.counted(u"Purchase"_s), 2);
}

void MetaStandInTest::failsAsItIsTold_data()
{
    QTest::addColumn<MetaFault>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::newRow("server error") << MetaFault{MetaFault::ServerError, 1, {}} << 500 << 2;
    QTest::newRow("too many calls") << MetaFault{MetaFault::TooManyCalls, 1, {}} << 400 << 4;
    QTest::newRow("too many requests") << MetaFault{MetaFault::TooManyRequests, 1, {}} << 429 << 0;
    QTest::newRow("HTML") << MetaFault{MetaFault::Html, 1, {}} << 502 << 0;
    QTest::newRow("token expired") << MetaFault{MetaFault::TokenExpired, 1, {}} << 400 << 190;
    QTest::newRow("nothing received") << MetaFault{MetaFault::NothingReceived, 1, {}} << 200 << 0;
}

void MetaStandInTest::failsAsItIsTold()
{
    QFETCH(MetaFault, fault);
    QFETCH(int, status);
    QFETCH(int, code);
    FakeClock clock;
    MetaStandIn meta(clock);
    meta.fail(fault);
    const auto answer = meta.handle(post({goodEvent()}));
    QCOMPARE(answer.status, status);
    QCOMPARE(errorOf(answer).value(u"code"_s).toInt(), code);
    QVERIFY(!answer.withheld);
    QVERIFY(meta.serverEvents().isEmpty());
    QCOMPARE(meta.handle(post({goodEvent()})).status, 200);
    QCOMPARE(meta.serverEvents().size(), 1);
}

void MetaStandInTest::takesEffectWhenOnlyTheAnswerIsLost()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    meta.fail({MetaFault::AnswerLost, 1, {}});
    QVERIFY(meta.handle(post({goodEvent()})).withheld);
    QCOMPARE(meta.serverEvents().size(), 1);
    QVERIFY(!meta.handle(post({goodEvent()})).withheld);
    QVERIFY(meta.serverEvents().last().duplicate);
}

void MetaStandInTest::refusesOnlyTheFieldItIsToldTo()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    meta.fail({MetaFault::RefuseField, 1, u"fbc"_s});
    QCOMPARE(meta.handle(post({with(u"user_data.fbc"_s, QJsonValue::Undefined)})).status, 200);
    const auto answer = meta.handle(post({goodEvent(u"e2"_s)}));
    QCOMPARE(errorOf(answer).value(u"error_subcode"_s).toInt(), 2804001);
    QCOMPARE(meta.handle(post({goodEvent(u"e2"_s)})).status, 200);
}

void MetaStandInTest::failsAsOftenAsItIsTold()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    meta.fail({MetaFault::ServerError, 2, {}});
    meta.fail({MetaFault::Html, 1, {}});
    QList<int> statuses;
    for (int request = 0; request < 4; ++request)
        statuses.append(meta.handle(post({goodEvent()})).status);
    QCOMPARE(statuses, (QList<int>{500, 500, 502, 200}));
}

void MetaStandInTest::servesTheScript()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    for (const auto &path : {u"/fbevents.js"_s, u"/en_US/fbevents.js"_s}) {
        const auto answer = meta.handle(get(path));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.headers.first().second.startsWith("application/javascript"));
        QVERIFY(answer.body.contains("fbq.callMethod"));
    }
}

void MetaStandInTest::recordsWhatBrowsersReport()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    const QByteArray query =
        "id=123&ev=PageView&eid=pv-1&dl=https%3A%2F%2Fshop.example%2Fgo%2Fx%3Ffbclid%3DA%252B&cd%5Bvalue%5D=1";
    const auto answer = meta.handle(get(u"/tr"_s, query));
    QCOMPARE(answer.headers.first().second, QByteArray("image/gif"));
    QCOMPARE(meta.browserEvents().size(), 1);
    const auto &event = meta.browserEvents().first();
    QCOMPARE(event.name, u"PageView"_s);
    QCOMPARE(event.eventId, u"pv-1"_s);
    QCOMPARE(event.json.value(u"dl"_s).toString(), u"https://shop.example/go/x?fbclid=A%2B"_s);
    QCOMPARE(event.json.value(u"cd[value]"_s).toString(), u"1"_s);
    QCOMPARE(event.query, query);
    QCOMPARE(event.referer, QByteArray("https://shop.example/"));

    QCOMPARE(meta.handle({"POST", u"/tr"_s, {}, {}, "id=123&ev=PageView&eid=pv-1"}).status, 200);
    QVERIFY(meta.browserEvents().last().duplicate);
}

void MetaStandInTest::knowsNoOtherPaths()
{
    FakeClock clock;
    MetaStandIn meta(clock);
    for (const auto &path : {u"/"_s, u"/v25.0/123"_s, u"/v25.0/123/events"_s, u"/v25.0/123/events/x"_s})
        QCOMPARE(meta.handle(get(path)).status, 400);
}

QTEST_GUILESS_MAIN(MetaStandInTest)
#include "tst_metastandin.moc"
