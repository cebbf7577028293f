// SPDX-License-Identifier: GPL-3.0-or-later
#include "meta/answers.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::meta;

Q_DECLARE_METATYPE(rastro::meta::Refusal)
Q_DECLARE_METATYPE(rastro::HttpAnswer)

namespace {

HttpAnswer answer(int status, const QJsonObject &body, QList<std::pair<QByteArray, QByteArray>> headers = {})
{
    return {status, std::move(headers), QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

HttpAnswer errorAnswer(int status, QJsonObject error)
{
    return answer(status, {{u"error"_s, error}});
}

QJsonObject error(int code, int subcode = 0)
{
    QJsonObject json{{u"message"_s, u"developer text"_s}, {u"type"_s, u"OAuthException"_s}, {u"code"_s, code}};
    if (subcode != 0)
        json.insert(u"error_subcode"_s, subcode);
    return json;
}

} // namespace

class ErrorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifiesByCodeAlone_data();
    void classifiesByCodeAlone();
    void tellsTheHostWhatToDo_data();
    void tellsTheHostWhatToDo();
    void countsOnlyConfirmedEventsAsReceived_data();
    void countsOnlyConfirmedEventsAsReceived();
    void takesAnUnexpectedBodyForPassing_data();
    void takesAnUnexpectedBodyForPassing();
    void pausesAsLongAsMetaAsks_data();
    void pausesAsLongAsMetaAsks();
    void showsTheSentenceForPeople();
    void knowsWhenTheClickIdIsToBlame();
    void hasDoubtsOnlyWhereTheEventMayHaveArrived_data();
    void hasDoubtsOnlyWhereTheEventMayHaveArrived();
};

void ErrorsTest::classifiesByCodeAlone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("subcode");
    QTest::addColumn<bool>("isTransient");
    QTest::addColumn<Refusal>("expected");
    const auto row = [](int status, int code, int subcode, Refusal expected, bool isTransient = false) {
        QTest::addRow("HTTP %d, %d/%d%s", status, code, subcode, isTransient ? ", transient" : "")
            << status << code << subcode << isTransient << expected;
    };
    for (const int code : {1, 2, 341, 368, 5000, 21009, 987654})
        row(400, code, 0, Refusal::Transient);
    row(400, 100, 2804003, Refusal::Transient, true);
    row(429, 0, 0, Refusal::Throttled);
    row(429, 100, 2804003, Refusal::Throttled);
    for (const auto &[code, subcode] : std::initializer_list<std::pair<int, int>>{{4, 1504022},
                                                                                  {4, 1504039},
                                                                                  {17, 2446079},
                                                                                  {613, 1487742},
                                                                                  {613, 5044001},
                                                                                  {613, 0},
                                                                                  {80000, 0},
                                                                                  {80003, 0},
                                                                                  {80004, 0},
                                                                                  {80014, 0}}) {
        row(400, code, subcode, Refusal::Throttled);
        row(500, code, subcode, Refusal::Throttled);
    }
    for (const auto &[code, subcode] : std::initializer_list<std::pair<int, int>>{
             {190, 0}, {190, 460}, {190, 463}, {102, 0}, {104, 0}, {10, 0}, {200, 0}, {294, 0}, {803, 0}, {100, 33}})
        row(400, code, subcode, Refusal::Unauthorised);
    for (const int subcode :
         {0, 2804001, 2804003, 2804007, 2804009, 2804010, 2804016, 2804017, 2804019, 2804048, 2804050})
        row(400, 100, subcode, Refusal::BadEvent);
    row(400, 105, 0, Refusal::BadEvent);
}

void ErrorsTest::classifiesByCodeAlone()
{
    QFETCH(int, status);
    QFETCH(int, code);
    QFETCH(int, subcode);
    QFETCH(bool, isTransient);
    QFETCH(Refusal, expected);
    auto json = error(code, subcode);
    json.insert(u"is_transient"_s, isTransient);
    QCOMPARE(classify(GraphError::read(json), status), expected);
}

void ErrorsTest::tellsTheHostWhatToDo_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("expectedCode");
    QTest::addColumn<ErrorClass>("expectedKind");
    QTest::newRow("passing") << 2 << u"meta.transient"_s << ErrorClass::Retry;
    QTest::newRow("too many calls") << 4 << u"meta.throttled"_s << ErrorClass::Retry;
    QTest::newRow("token") << 190 << u"meta.unauthorised"_s << ErrorClass::Reauthenticate;
    QTest::newRow("event") << 100 << u"meta.refused"_s << ErrorClass::GiveUp;
}

void ErrorsTest::tellsTheHostWhatToDo()
{
    QFETCH(int, code);
    QFETCH(QString, expectedCode);
    QFETCH(ErrorClass, expectedKind);
    const auto read = readAnswer(errorAnswer(400, error(code)), 1);
    QVERIFY(read.refusal);
    QCOMPARE(read.error.code, expectedCode);
    QCOMPARE(read.error.kind, expectedKind);
}

void ErrorsTest::countsOnlyConfirmedEventsAsReceived_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<int>("sent");
    QTest::addColumn<bool>("received");
    QTest::newRow("all") << QJsonObject{{u"events_received"_s, 2}} << 2 << true;
    QTest::newRow("one less") << QJsonObject{{u"events_received"_s, 1}} << 2 << false;
    QTest::newRow("none") << QJsonObject{{u"events_received"_s, 0}} << 1 << false;
    QTest::newRow("not said") << QJsonObject{{u"messages"_s, QJsonArray{}}} << 1 << false;
    QTest::newRow("as text") << QJsonObject{{u"events_received"_s, u"1"_s}} << 1 << false;
}

void ErrorsTest::countsOnlyConfirmedEventsAsReceived()
{
    QFETCH(QJsonObject, body);
    QFETCH(int, sent);
    QFETCH(bool, received);
    body.insert(u"fbtrace_id"_s, u"Axyz"_s);
    const auto read = readAnswer(answer(200, body), sent);
    QCOMPARE(!read.refusal, received);
    if (received) {
        QCOMPARE(read.accepted, u"2 received, fbtrace_id Axyz"_s);
    } else {
        QCOMPARE(read.error.code, u"meta.not_received"_s);
        QCOMPARE(read.error.kind, ErrorClass::Retry);
    }
}

void ErrorsTest::takesAnUnexpectedBodyForPassing_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    for (const int status : {200, 301, 400, 403, 404, 500, 502, 503})
        QTest::addRow("HTML, HTTP %d", status) << status << QByteArray("<!doctype html><html>Sorry</html>");
    QTest::newRow("nothing") << 200 << QByteArray();
    QTest::newRow("a list") << 200 << QByteArray("[]");
    QTest::newRow("cut off") << 200 << QByteArray(R"({"events_rec)");
    QTest::newRow("received, but not 200") << 500 << QByteArray(R"({"events_received":1})");
    QTest::newRow("an error that is text") << 400 << QByteArray(R"({"error":"no"})");
}

void ErrorsTest::takesAnUnexpectedBodyForPassing()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto read = readAnswer({status, {}, body}, 1);
    QCOMPARE(read.refusal, std::optional(Refusal::Transient));
    QCOMPARE(read.error.code, u"meta.unexpected_answer"_s);
    QCOMPARE(read.error.kind, ErrorClass::Retry);
    QVERIFY(!read.error.message.contains(u"Sorry"_s));
}

void ErrorsTest::pausesAsLongAsMetaAsks_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<std::chrono::milliseconds>("pause");
    const auto row = [](const char *name, const QByteArray &header, const QByteArray &value,
                        std::chrono::milliseconds pause) { QTest::newRow(name) << header << value << pause; };
    row("not said", "x-nothing", "", 1min);
    row("seconds", "retry-after", "120", 2min);
    row("too short", "retry-after", "1", 1min);
    row("too long", "retry-after", "86400", 60min);
    row("a date", "retry-after", "Wed, 21 Oct 2026 07:28:00 GMT", 1min);
    row("business use case", "x-business-use-case-usage",
        R"({"42":[{"type":"ads_management","estimated_time_to_regain_access":5},{"estimated_time_to_regain_access":19}]})",
        19min);
    row("broken business use case", "x-business-use-case-usage", R"({"42":)", 1min);
}

void ErrorsTest::pausesAsLongAsMetaAsks()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(std::chrono::milliseconds, pause);
    auto http = errorAnswer(400, error(4, 1504022));
    http.headers.append({header, value});
    QCOMPARE(readAnswer(http, 1).error.retryAfter, pause);
    QCOMPARE(readAnswer({429, {{header, value}}, "slow down"}, 1).error.retryAfter, pause);
}

void ErrorsTest::showsTheSentenceForPeople()
{
    auto json = error(100, 2804003);
    json.insert(u"error_user_title"_s, u"Event Timestamp Too Old"_s);
    json.insert(u"error_user_msg"_s, u"O evento é antigo demais."_s);
    json.insert(u"fbtrace_id"_s, u"Axyz"_s);
    json.insert(u"error_data"_s,
                QJsonObject{{u"blame_field_specs"_s, QJsonArray{QJsonArray{u"data"_s, 0, u"event_time"_s}}}});
    const auto message = readAnswer(errorAnswer(400, json), 1).error.message;
    for (const auto &part : {u"Event Timestamp Too Old: O evento é antigo demais."_s, u"[data.0.event_time]"_s,
                             u"HTTP 400, code 100/2804003, fbtrace_id Axyz"_s})
        QVERIFY2(message.contains(part), qPrintable(message));
    const auto bare = readAnswer(errorAnswer(400, error(100)), 1).error.message;
    QVERIFY2(bare.contains(u"developer text (HTTP 400, code 100)"_s), qPrintable(bare));
}

void ErrorsTest::knowsWhenTheClickIdIsToBlame()
{
    QVERIFY(readAnswer(errorAnswer(400, error(100, 2804001)), 1).aboutFbc);
    QVERIFY(!readAnswer(errorAnswer(400, error(100, 2804003)), 1).aboutFbc);
}

void ErrorsTest::hasDoubtsOnlyWhereTheEventMayHaveArrived_data()
{
    QTest::addColumn<HttpAnswer>("http");
    QTest::addColumn<bool>("unknown");
    QTest::newRow("bad event") << errorAnswer(400, error(100)) << false;
    QTest::newRow("token") << errorAnswer(400, error(190)) << false;
    QTest::newRow("throttled") << errorAnswer(400, error(4)) << false;
    QTest::newRow("passing, 500") << errorAnswer(500, error(2)) << true;
    QTest::newRow("HTML") << HttpAnswer{502, {}, "<html>"} << true;
    QTest::newRow("too few") << answer(200, {{u"events_received"_s, 0}}) << true;
}

void ErrorsTest::hasDoubtsOnlyWhereTheEventMayHaveArrived()
{
    QFETCH(HttpAnswer, http);
    QFETCH(bool, unknown);
    QCOMPARE(readAnswer(http, 1).error.outcomeUnknown, unknown);
}

QTEST_GUILESS_MAIN(ErrorsTest)
#include "tst_errors.moc"
