// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin and the strict stand-in for Meta, which knows nothing of the plugin: what the one sends the other takes.
#include "meta/metapixel.h"

#include "sandbox/meta/metastandin.h"

#include "rastro/testing/fakebot.h"
#include "rastro/testing/samples.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::meta;
using namespace rastro::sandbox;
using namespace rastro::testing;

namespace {

const QJsonObject settings{{u"pixel_id"_s, u"1234567890"_s},
                           {u"access_token"_s, u"EAAtoken"_s},
                           {u"app_secret"_s, u"s3cret"_s},
                           {u"base_url"_s, u"http://127.0.0.1:9/sandbox/meta"_s}};

struct Wire
{
    Wire()
        : standIn(bot.clock())
        , pixel(bot, *Settings::read(settings))
    {
        standIn.addPixel(u"1234567890"_s, u"EAAtoken"_s);
        standIn.setAppSecret(u"s3cret"_s);
        bot.http().on("POST", u"/sandbox/meta/"_s, [this](const HttpRequest &request) { return answer(request); });
    }

    HttpReply answer(const HttpRequest &request)
    {
        const auto path = request.url.path().mid(QStringLiteral("/sandbox/meta").size());
        const auto answer =
            standIn.handle({request.method, path, request.url.query().toUtf8(), request.headers, request.body});
        return answer.withheld ? reply::silence() : reply::status(answer.status, answer.body, answer.headers);
    }

    DeliveryReport deliver(const QList<ConversionEvent> &events)
    {
        Operation<DeliveryReport> operation;
        pixel.deliver(events, &operation);
        if (!QTest::qWaitFor([&] {
                bot.clock().advance(std::chrono::minutes(1)); // silence ends in a timeout
                return operation.isFinished();
            }))
            qFatal("the delivery never finished");
        return *operation.result();
    }

    FakeBot bot{settings};
    MetaStandIn standIn;
    MetaPixel pixel;
};

} // namespace

class AgainstStandInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventIsTaken_data();
    void everyEventIsTaken();
    void aLostAnswerCountsOnceAfterTheRetry();
    void aPurchaseGetsThroughWithoutTheFbcThatIsRefused();
    void aBatchLosesOnlyItsBadEvent();
};

void AgainstStandInTest::everyEventIsTaken_data()
{
    QTest::addColumn<ConversionEvent>("event");
    for (const auto name :
         {EventName::PageView, EventName::ViewContent, EventName::InitiateCheckout, EventName::Purchase})
        QTest::newRow(qPrintable(eventNameText(name))) << sample::event(name, 1);
    auto event = sample::event(EventName::Purchase, 1);
    event.email = u"ana@exemplo.com.br"_s;
    event.phone = u"(11) 91234-5678"_s;
    event.firstName = u"Ana"_s;
    event.lastName = u"D'Ávila"_s;
    QTest::newRow("with all that a payer gives") << event;
    event.email = u"joão@exemplo.com.br"_s;
    event.phone = u"none"_s;
    event.firstName = u"🔥"_s;
    event.click->fbc = u"fb.1.1.old"_s;
    event.click->fbclid.clear();
    event.click->fbp = u"made up"_s;
    event.click->clientIp = u"not an address"_s;
    event.click->landingUrl = u"javascript:alert(1)"_s;
    QTest::newRow("with rubbish in every field") << event;
    event.click.reset();
    QTest::newRow("organic") << event;
    event.at = FakeClock::defaultStart + 3'600'000'000LL * 5;
    QTest::newRow("from a clock that is ahead") << event;
}

void AgainstStandInTest::everyEventIsTaken()
{
    QFETCH(ConversionEvent, event);
    Wire wire;
    const auto report = wire.deliver({event});
    QCOMPARE(report.size(), 1);
    QVERIFY2(report.first().answer,
             qPrintable(report.first().answer ? QString() : report.first().answer.error().message));
    QCOMPARE(wire.standIn.serverEvents().size(), 1);
    QCOMPARE(wire.standIn.serverEvents().first().eventId, event.eventId);
}

void AgainstStandInTest::aLostAnswerCountsOnceAfterTheRetry()
{
    Wire wire;
    wire.standIn.fail({MetaFault::AnswerLost, 1, {}});
    const auto event = sample::event(EventName::Purchase, 1);
    const auto lost = wire.deliver({event}).first().answer;
    QCOMPARE(lost.error().kind, ErrorClass::Retry);
    QVERIFY(lost.error().outcomeUnknown);
    QVERIFY(wire.deliver({event}).first().answer);
    QCOMPARE(wire.standIn.serverEvents().size(), 2);
    QCOMPARE(wire.standIn.counted(u"Purchase"_s), 1);
}

void AgainstStandInTest::aPurchaseGetsThroughWithoutTheFbcThatIsRefused()
{
    Wire wire;
    wire.standIn.fail({MetaFault::RefuseField, 1, u"fbc"_s});
    QVERIFY(wire.deliver({sample::event(EventName::Purchase, 1)}).first().answer);
    QVERIFY(!wire.standIn.serverEvents().first().json[u"user_data"_s].toObject().contains(u"fbc"_s));
}

void AgainstStandInTest::aBatchLosesOnlyItsBadEvent()
{
    Wire wire;
    QList<ConversionEvent> events;
    for (int number = 1; number <= 50; ++number)
        events.append(sample::event(EventName::PageView, number));
    for (auto &event : events)
        event.externalId.clear();
    events[17].externalId = u"poison"_s;
    wire.standIn.fail({MetaFault::RefuseField, 100, u"external_id"_s});
    const auto report = wire.deliver(events);
    QCOMPARE(report.size(), 50);
    for (const auto &outcome : report)
        QCOMPARE(outcome.answer.has_value(), outcome.eventRow != events[17].id);
    QCOMPARE(wire.standIn.counted(u"PageView"_s), 49);
}

QTEST_GUILESS_MAIN(AgainstStandInTest)
#include "tst_againststandin.moc"
