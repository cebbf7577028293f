// SPDX-License-Identifier: GPL-3.0-or-later
#include "meta/metapixel.h"

#include "rastro/plugin.h"
#include "rastro/testing/fakebot.h"
#include "rastro/testing/samples.h"

#include <QtCore/QJsonArray>
#include <QtCore/QPluginLoader>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::meta;
using namespace rastro::testing;

namespace {

const QString token = u"EAAsecretToken"_s;

QJsonObject settings(QJsonObject more = {})
{
    more.insert(u"pixel_id"_s, u"1234567890"_s);
    more.insert(u"access_token"_s, token);
    return more;
}

QJsonObject bodyOf(const HttpRequest &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

QJsonArray eventsOf(const HttpRequest &request)
{
    return bodyOf(request).value(u"data"_s).toArray();
}

HttpReply received(int count)
{
    return reply::json(200,
                       {{u"events_received"_s, count}, {u"messages"_s, QJsonArray{}}, {u"fbtrace_id"_s, u"Axyz"_s}});
}

HttpReply refusal(int code, int subcode = 0, const QString &message = u"refused by Meta"_s)
{
    return reply::json(400, {{u"error"_s, QJsonObject{{u"code"_s, code},
                                                      {u"error_subcode"_s, subcode},
                                                      {u"message"_s, u"developer text"_s},
                                                      {u"error_user_msg"_s, message}}}});
}

// As Meta does it: all or nothing, refusing whatever batch holds one of these event ids.
FakeHttp::Handler refusing(const QStringList &poisoned)
{
    return [poisoned](const HttpRequest &request) {
        const auto events = eventsOf(request);
        for (const auto &event : events) {
            if (poisoned.contains(event[u"event_id"_s].toString()))
                return refusal(100, 2804007);
        }
        return received(static_cast<int>(events.size()));
    };
}

QList<ConversionEvent> events(EventName name, int count)
{
    QList<ConversionEvent> list;
    for (int number = 1; number <= count; ++number)
        list.append(sample::event(name, number));
    return list;
}

// A pixel on a fake bot. Purchases are sent one by one, as the host does it.
struct Pixel
{
    explicit Pixel(const QJsonObject &more = {})
        : bot(settings(more))
        , instance(std::make_unique<MetaPixel>(bot, *Settings::read(bot.settings())))
    {
    }

    DeliveryReport deliver(const QList<ConversionEvent> &list)
    {
        Operation<DeliveryReport> operation;
        QSignalSpy again(&operation, &OperationBase::finishedAgain);
        instance->deliver(list, &operation);
        if (!QTest::qWaitFor([&] { return operation.isFinished(); }))
            qFatal("the delivery never finished");
        if (!again.isEmpty())
            qFatal("the delivery finished twice");
        return operation.result().value_or(DeliveryReport{});
    }

    EventOutcome deliverOne(const ConversionEvent &event)
    {
        const auto report = deliver({event});
        if (report.size() != 1 || report.first().eventRow != event.id)
            qFatal("not one outcome for the event");
        return report.first();
    }

    QList<qint64> refusedRows(const DeliveryReport &report)
    {
        QList<qint64> rows;
        for (const auto &outcome : report) {
            if (!outcome.answer)
                rows.append(outcome.eventRow);
        }
        std::sort(rows.begin(), rows.end());
        return rows;
    }

    FakeBot bot;
    std::unique_ptr<MetaPixel> instance;
};

ConversionEvent purchase()
{
    return sample::event(EventName::Purchase, 1);
}

} // namespace

class MetaPluginTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsFromItsLibrary();
    void postsOneEventToThePixel();
    void tellsItsDestinationAndItsLimits();
    void wantsOnlyWhatIsSwitchedOn();
    void sendsPurchasesOneByOne();
    void sendsOtherEventsInBatchesOfFifty();
    void findsTheBadEventsOfABatch_data();
    void findsTheBadEventsOfABatch();
    void sendsOnceMoreWithoutAnFbcThatMetaRefuses();
    void givesUpWhenMetaRefusesTheEventWithoutFbcToo();
    void doesNotAskMetaAboutAnEventThatIsTooOld();
    void sendsTheGoodOnesOfABatchWithABadOne();
    void stopsAtTheFirstErrorThatIsNotAboutAnEvent_data();
    void stopsAtTheFirstErrorThatIsNotAboutAnEvent();
    void triesAgainWhatMetaDidNotConfirm();
    void passesOnWhetherTheOutcomeIsKnown_data();
    void passesOnWhetherTheOutcomeIsKnown();
    void finishesWhenTheHostAborts();
    void finishesWhenTheInstanceEndsMeanwhile();
    void neverShowsTheAccessToken();
    void warnsOfAnOldApiVersion();
    void warnsThatTestEventsCount();
    void hasNoBrowserSideForAnEventThatIsSwitchedOff();
};

void MetaPluginTest::loadsFromItsLibrary()
{
    QPluginLoader loader(QStringLiteral(RASTRO_BUILD_DIR "/lib/rastro/plugins/meta.so"));
    const auto data = loader.metaData();
    QCOMPARE(data.value(u"IID"_s).toString(), QStringLiteral(RastroPlugin_iid));
    const auto metadata = data.value(u"MetaData"_s).toObject();
    QCOMPARE(metadata.value(u"id"_s).toString(), u"meta"_s);
    QCOMPARE(metadata.value(u"kind"_s).toString(), u"pixel"_s);
    QVERIFY(metadata[u"settings"_s][u"properties"_s][u"access_token"_s][u"secret"_s].toBool());

    auto *factory = qobject_cast<Plugin *>(loader.instance());
    QVERIFY2(factory, qPrintable(loader.errorString()));
    FakeBot bot(settings());
    const auto instance = factory->create(bot);
    QVERIFY(instance.has_value());
    QVERIFY(qobject_cast<PixelPlugin *>(instance->get()));

    FakeBot insecure(settings({{u"base_url"_s, u"http://graph.facebook.com"_s}}));
    QCOMPARE(factory->create(insecure).error().code, u"meta.insecure_url"_s);
}

void MetaPluginTest::postsOneEventToThePixel()
{
    Pixel pixel;
    pixel.bot.http().enqueue(received(1));
    const auto outcome = pixel.deliverOne(purchase());
    QCOMPARE(outcome.answer.value(), u"1 received, fbtrace_id Axyz"_s);
    QCOMPARE(pixel.bot.http().requests().size(), 1);
    const auto &request = pixel.bot.http().requests().first();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.url.toString(), u"https://graph.facebook.com/v25.0/1234567890/events"_s);
    QCOMPARE(eventsOf(request).size(), 1);
    QCOMPARE(eventsOf(request)[0][u"event_id"_s].toString(), u"pv-1"_s);
    QCOMPARE(bodyOf(request).value(u"access_token"_s).toString(), token);
}

void MetaPluginTest::tellsItsDestinationAndItsLimits()
{
    Pixel pixel;
    QCOMPARE(pixel.instance->destination(), u"meta:1234567890"_s);
    QCOMPARE(pixel.instance->batchLimit(EventName::Purchase), 1);
    QCOMPARE(pixel.instance->batchLimit(EventName::PageView), 50);
}

void MetaPluginTest::wantsOnlyWhatIsSwitchedOn()
{
    Pixel all;
    Pixel some({{u"events"_s, QJsonObject{{u"page_view"_s, false}, {u"purchase"_s, true}}}});
    for (const auto name :
         {EventName::PageView, EventName::ViewContent, EventName::InitiateCheckout, EventName::Purchase}) {
        QVERIFY(all.instance->wants(name));
        QCOMPARE(some.instance->wants(name), name != EventName::PageView);
    }
}

void MetaPluginTest::sendsPurchasesOneByOne()
{
    Pixel pixel;
    pixel.bot.http().on("POST", u"/events"_s, refusing({u"pv-2"_s}));
    const auto report = pixel.deliver(events(EventName::Purchase, 3));
    QCOMPARE(pixel.bot.http().requests().size(), 3);
    for (const auto &request : pixel.bot.http().requests())
        QCOMPARE(eventsOf(request).size(), 1);
    QCOMPARE(report.size(), 3);
    QCOMPARE(pixel.refusedRows(report), QList<qint64>{2});
}

void MetaPluginTest::sendsOtherEventsInBatchesOfFifty()
{
    Pixel pixel;
    pixel.bot.http().on("POST", u"/events"_s, refusing({}));
    const auto report = pixel.deliver(events(EventName::PageView, 120));
    QCOMPARE(report.size(), 120);
    QCOMPARE(pixel.refusedRows(report), QList<qint64>());
    QList<qsizetype> sizes;
    for (const auto &request : pixel.bot.http().requests())
        sizes.append(eventsOf(request).size());
    QCOMPARE(sizes, (QList<qsizetype>{50, 50, 20}));
}

void MetaPluginTest::findsTheBadEventsOfABatch_data()
{
    QTest::addColumn<QStringList>("poisoned");
    QTest::addColumn<QList<qint64>>("rows");
    QTest::addColumn<int>("mostRequests");
    QTest::newRow("the first") << QStringList{u"pv-1"_s} << QList<qint64>{1} << 13;
    QTest::newRow("one in the middle") << QStringList{u"pv-26"_s} << QList<qint64>{26} << 13;
    QTest::newRow("the last") << QStringList{u"pv-50"_s} << QList<qint64>{50} << 13;
    QTest::newRow("two") << QStringList{u"pv-3"_s, u"pv-48"_s} << QList<qint64>{3, 48} << 25;
}

void MetaPluginTest::findsTheBadEventsOfABatch()
{
    QFETCH(QStringList, poisoned);
    QFETCH(QList<qint64>, rows);
    QFETCH(int, mostRequests);
    Pixel pixel;
    pixel.bot.http().on("POST", u"/events"_s, refusing(poisoned));
    const auto report = pixel.deliver(events(EventName::PageView, 50));
    QCOMPARE(report.size(), 50);
    QCOMPARE(pixel.refusedRows(report), rows);
    for (const auto &outcome : report) {
        if (!outcome.answer)
            QCOMPARE(outcome.answer.error().kind, ErrorClass::GiveUp);
    }
    QVERIFY(pixel.bot.http().requests().size() <= mostRequests);
}

void MetaPluginTest::sendsOnceMoreWithoutAnFbcThatMetaRefuses()
{
    Pixel pixel;
    pixel.bot.http().enqueue(refusal(100, 2804001));
    pixel.bot.http().enqueue(received(1));
    const auto outcome = pixel.deliverOne(purchase());
    QVERIFY(outcome.answer);
    QVERIFY(outcome.answer->contains(u"without fbc"_s));
    const auto first = eventsOf(pixel.bot.http().requests()[0])[0].toObject();
    auto second = eventsOf(pixel.bot.http().requests()[1])[0].toObject();
    QVERIFY(first[u"user_data"_s].toObject().contains(u"fbc"_s));
    auto user = first[u"user_data"_s].toObject();
    user.remove(u"fbc"_s);
    QCOMPARE(second[u"user_data"_s].toObject(), user);
    QCOMPARE(second[u"event_id"_s], first[u"event_id"_s]);
    QCOMPARE(second[u"event_time"_s], first[u"event_time"_s]);
}

void MetaPluginTest::givesUpWhenMetaRefusesTheEventWithoutFbcToo()
{
    Pixel pixel;
    pixel.bot.http().enqueue(refusal(100, 2804001));
    pixel.bot.http().enqueue(refusal(100, 2804001));
    const auto outcome = pixel.deliverOne(purchase());
    QCOMPARE(outcome.answer.error().kind, ErrorClass::GiveUp);
    QVERIFY(outcome.answer.error().message.contains(u"refused by Meta"_s));
    QCOMPARE(pixel.bot.http().requests().size(), 2);
}

void MetaPluginTest::doesNotAskMetaAboutAnEventThatIsTooOld()
{
    Pixel pixel;
    auto event = purchase();
    event.at = pixel.bot.clock().now() - Micros(8 * 86'400) * 1'000'000;
    const auto outcome = pixel.deliverOne(event);
    QCOMPARE(outcome.answer.error().code, u"meta.too_old"_s);
    QCOMPARE(outcome.answer.error().kind, ErrorClass::GiveUp);
    QVERIFY(outcome.answer.error().message.contains(u"8 days old"_s));
    QVERIFY(pixel.bot.http().requests().isEmpty());
}

void MetaPluginTest::sendsTheGoodOnesOfABatchWithABadOne()
{
    Pixel pixel;
    pixel.bot.http().enqueue(received(2));
    auto list = events(EventName::PageView, 3);
    list[1].eventId.clear();
    const auto report = pixel.deliver(list);
    QCOMPARE(pixel.refusedRows(report), QList<qint64>{2});
    QCOMPARE(pixel.bot.http().requests().size(), 1);
}

void MetaPluginTest::stopsAtTheFirstErrorThatIsNotAboutAnEvent_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<ErrorClass>("kind");
    QTest::newRow("token refused") << 190 << ErrorClass::Reauthenticate;
    QTest::newRow("throttled") << 4 << ErrorClass::Retry;
    QTest::newRow("passing") << 2 << ErrorClass::Retry;
}

void MetaPluginTest::stopsAtTheFirstErrorThatIsNotAboutAnEvent()
{
    QFETCH(int, code);
    QFETCH(ErrorClass, kind);
    Pixel pixel;
    pixel.bot.http().enqueue(refusal(code));
    const auto report = pixel.deliver(events(EventName::PageView, 120));
    QCOMPARE(pixel.bot.http().requests().size(), 1);
    QCOMPARE(report.size(), 120);
    for (const auto &outcome : report) {
        QCOMPARE(outcome.answer.error().kind, kind);
        if (code == 4)
            QVERIFY(outcome.answer.error().retryAfter >= 60s);
    }
}

void MetaPluginTest::triesAgainWhatMetaDidNotConfirm()
{
    Pixel pixel;
    pixel.bot.http().enqueue(received(0));
    const auto outcome = pixel.deliverOne(purchase());
    QCOMPARE(outcome.answer.error().code, u"meta.not_received"_s);
    QCOMPARE(outcome.answer.error().kind, ErrorClass::Retry);
}

void MetaPluginTest::passesOnWhetherTheOutcomeIsKnown_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("unknown");
    QTest::newRow("never connected") << u"http.connect"_s << false;
    QTest::newRow("silence") << u"http.timeout"_s << true;
    QTest::newRow("broken off") << u"http.broken"_s << true;
}

void MetaPluginTest::passesOnWhetherTheOutcomeIsKnown()
{
    QFETCH(QString, code);
    QFETCH(bool, unknown);
    Pixel pixel;
    pixel.bot.http().enqueue(reply::error(code, unknown));
    const auto report = pixel.deliver(events(EventName::PageView, 51));
    QCOMPARE(report.size(), 51);
    QCOMPARE(report.first().answer.error().code, code);
    QCOMPARE(report.first().answer.error().kind, ErrorClass::Retry);
    QCOMPARE(report.first().answer.error().outcomeUnknown, unknown);
    QVERIFY2(!report.last().answer.error().outcomeUnknown, "the 51st was never sent");
}

void MetaPluginTest::finishesWhenTheHostAborts()
{
    Pixel pixel;
    pixel.bot.http().enqueue(reply::silence());
    Operation<DeliveryReport> operation;
    QSignalSpy again(&operation, &OperationBase::finishedAgain);
    pixel.instance->deliver(events(EventName::PageView, 51), &operation);
    operation.abort();
    QVERIFY(operation.isFinished());
    QCOMPARE(operation.result()->size(), 51);
    QVERIFY(operation.result()->first().answer.error().outcomeUnknown);
    QVERIFY(!operation.result()->last().answer.error().outcomeUnknown);
    pixel.bot.clock().advance(24h);
    QVERIFY(again.isEmpty());
    QCOMPARE(pixel.bot.http().requests().size(), 1);
}

void MetaPluginTest::finishesWhenTheInstanceEndsMeanwhile()
{
    Pixel pixel;
    pixel.bot.http().enqueue(reply::silence());
    Operation<DeliveryReport> operation;
    QSignalSpy again(&operation, &OperationBase::finishedAgain);
    pixel.instance->deliver({purchase()}, &operation);
    pixel.instance.reset();
    QVERIFY(operation.isFinished());
    QCOMPARE(operation.result()->first().answer.error().kind, ErrorClass::Retry);
    pixel.bot.clock().advance(24h);
    QVERIFY(again.isEmpty());
}

void MetaPluginTest::neverShowsTheAccessToken()
{
    Pixel pixel({{u"app_secret"_s, u"appS3cret"_s}});
    pixel.bot.http().enqueue(refusal(190, 0, u"Malformed access token %1 of app appS3cret"_s.arg(token)));
    const auto outcome = pixel.deliverOne(purchase());
    const auto message = outcome.answer.error().message;
    QVERIFY(message.contains(u"Malformed access token •••"_s));
    for (const auto &secret : {token, u"appS3cret"_s}) {
        QVERIFY(!message.contains(secret));
        QVERIFY(!pixel.bot.logText().contains(secret));
        QVERIFY(!pixel.bot.http().requests().first().url.toString().contains(secret));
        QVERIFY(!pixel.instance->browserSnippet(EventName::Purchase).script.contains(secret));
    }
}

void MetaPluginTest::warnsOfAnOldApiVersion()
{
    Pixel pixel;
    auto reply = received(1);
    reply.result->headers.emplace_back("x-ad-api-version-warning", "v25.0 ends soon");
    pixel.bot.http().enqueue(reply);
    QVERIFY(pixel.deliverOne(purchase()).answer);
    QVERIFY(pixel.bot.logText().contains(u"v25.0 ends soon"_s));
}

void MetaPluginTest::warnsThatTestEventsCount()
{
    QVERIFY(Pixel().bot.lines().isEmpty());
    Pixel testing({{u"test_event_code"_s, u"TEST123"_s}});
    QCOMPARE(testing.bot.lines().size(), 1);
    QCOMPARE(testing.bot.lines().first().level, LogLevel::Warning);
}

void MetaPluginTest::hasNoBrowserSideForAnEventThatIsSwitchedOff()
{
    Pixel pixel({{u"events"_s, QJsonObject{{u"page_view"_s, false}}}});
    QVERIFY(pixel.instance->browserSnippet(EventName::PageView).script.isEmpty());
    QVERIFY(!pixel.instance->browserSnippet(EventName::Purchase).script.isEmpty());
}

QTEST_GUILESS_MAIN(MetaPluginTest)
#include "tst_metaplugin.moc"
