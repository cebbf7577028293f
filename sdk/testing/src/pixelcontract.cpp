// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/testing/pixelcontract.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::testing {

namespace {

constexpr std::array allNames{EventName::PageView, EventName::ViewContent, EventName::InitiateCheckout,
                              EventName::Purchase};

void addEventNames()
{
    QTest::addColumn<EventName>("name");
    for (const auto name : allNames)
        QTest::newRow(qPrintable(eventNameText(name))) << name;
}

/// What is wrong about a report; empty if nothing is. An error of the whole operation counts for all events.
QString fault(const Watched<DeliveryReport> &operation, const QList<ConversionEvent> &events)
{
    if (!operation.isFinished())
        return u"it did not finish within a minute of the FakeClock"_s;
    if (operation.again() > 0)
        return u"it finished %1 times"_s.arg(operation.again() + 1);
    if (!operation.result())
        return operation.result().error().message.isEmpty() ? u"its error has no message"_s : QString();
    QList<qint64> expected;
    QList<qint64> reported;
    for (const auto &event : events)
        expected.append(event.id);
    for (const auto &outcome : *operation.result())
        reported.append(outcome.eventRow);
    std::sort(reported.begin(), reported.end());
    return reported == expected ? QString() : u"its report does not name each event exactly once"_s;
}

/// All errors of a delivery, whether of the whole or of single events.
QList<Error> errorsOf(const Watched<DeliveryReport> &operation)
{
    if (!operation.result())
        return {operation.result().error()};
    QList<Error> errors;
    for (const auto &outcome : *operation.result()) {
        if (!outcome.answer)
            errors.append(outcome.answer.error());
    }
    return errors;
}

QStringList textsOf(const Watched<DeliveryReport> &operation)
{
    QStringList texts;
    for (const auto &error : errorsOf(operation))
        texts += {error.code, error.message};
    if (operation.result()) {
        for (const auto &outcome : *operation.result())
            texts.append(outcome.answer.value_or(QString()));
    }
    return texts;
}

} // namespace

/// A bot with the pixel on it, and its deliveries.
struct PixelContract::Bench
{
    std::unique_ptr<FakeBot> bot;
    std::unique_ptr<PluginInstance> instance;
    PixelPlugin *pixel = nullptr;

    explicit Bench(PixelContract &contract)
        : bot(contract.makeBot())
    {
        contract.answerNormally(*bot);
        auto made = contract.plugin().create(*bot);
        if (!made)
            qFatal("the plugin refuses its settings: %s", qPrintable(made.error().message));
        instance = std::move(*made);
        pixel = qobject_cast<PixelPlugin *>(instance.get());
        if (!pixel)
            qFatal("the plugin's instance is no PixelPlugin");
    }

    /// As many events as one delivery may take, at most 5; none if the pixel does not want this name.
    [[nodiscard]] QList<ConversionEvent> events(EventName name) const
    {
        QList<ConversionEvent> events;
        const int count = pixel->wants(name) ? std::min(pixel->batchLimit(name), 5) : 0;
        for (int number = 1; number <= count; ++number)
            events.append(sample::event(name, number));
        return events;
    }

    void deliver(const QList<ConversionEvent> &events, Watched<DeliveryReport> &operation) const
    {
        pixel->deliver(events, operation.get());
        settle(*bot);
    }
};

void PixelContract::deliversEveryEventItWants_data()
{
    addEventNames();
}

void PixelContract::deliversEveryEventItWants()
{
    QFETCH(EventName, name);
    Bench bench(*this);
    const auto events = bench.events(name);
    if (events.isEmpty())
        QSKIP("this pixel does not want this event");
    Watched<DeliveryReport> operation;
    bench.deliver(events, operation);
    QCOMPARE(fault(operation, events), QString());
    const auto errors = errorsOf(operation);
    QVERIFY2(errors.isEmpty(), qPrintable(errors.isEmpty() ? QString() : errors.first().message));
    QVERIFY2(bench.bot->http().unexpected().isEmpty(), "answerNormally() does not know a request of this plugin");
    QCOMPARE(leaks(*bench.bot, textsOf(operation)), QString());
}

void PixelContract::reportsExactlyOneOutcomePerEvent_data()
{
    addTroubles();
}

void PixelContract::reportsExactlyOneOutcomePerEvent()
{
    QFETCH(QString, trouble);
    for (const auto name : allNames) {
        Bench bench(*this);
        makeTrouble(*bench.bot, trouble);
        const auto events = bench.events(name);
        if (events.isEmpty())
            continue;
        Watched<DeliveryReport> operation;
        bench.deliver(events, operation);
        QCOMPARE(fault(operation, events), QString());
        QCOMPARE(leaks(*bench.bot, textsOf(operation)), QString());
        const bool plainlyRefused = !trouble.startsWith(u"garbage");
        if (plainlyRefused && !bench.bot->http().requests().isEmpty())
            QVERIFY2(errorsOf(operation).size() == (operation.result() ? events.size() : 1),
                     "an event was accepted in trouble");
    }
}

void PixelContract::retriesWhatPasses_data()
{
    QTest::addColumn<QString>("trouble");
    for (const auto &trouble : {u"429 slow down"_s, u"500 broken"_s, u"502 proxy"_s, u"503 away"_s,
                                u"connection refused"_s, u"connection broken"_s, u"silence"_s})
        QTest::newRow(qPrintable(trouble)) << trouble;
}

void PixelContract::retriesWhatPasses()
{
    QFETCH(QString, trouble);
    for (const auto name : allNames) {
        Bench bench(*this);
        makeTrouble(*bench.bot, trouble);
        Watched<DeliveryReport> operation;
        const auto events = bench.events(name);
        bench.deliver(events, operation);
        if (events.isEmpty() || bench.bot->http().requests().isEmpty())
            continue;
        for (const auto &error : errorsOf(operation)) {
            QCOMPARE(errorClassName(error.kind), errorClassName(ErrorClass::Retry));
            if (trouble.startsWith(u"429"))
                QVERIFY2(error.retryAfter >= 7s, "it does not keep to Retry-After");
        }
    }
}

void PixelContract::survivesEventsOfWhichLittleIsKnown()
{
    for (const auto name : allNames) {
        Bench bench(*this);
        if (!bench.pixel->wants(name))
            continue;
        ConversionEvent event;
        event.id = 9;
        event.name = name;
        event.eventId = u"purchase.9"_s;
        event.at = bench.bot->clock().now();
        Watched<DeliveryReport> operation;
        bench.deliver({event}, operation);
        QCOMPARE(fault(operation, {event}), QString());
    }
    Bench bench(*this);
    Watched<DeliveryReport> nothing;
    bench.deliver({}, nothing);
    QCOMPARE(fault(nothing, {}), QString());
}

void PixelContract::takesOnePurchaseAtATime()
{
    Bench bench(*this);
    QCOMPARE(bench.pixel->batchLimit(EventName::Purchase), 1);
    for (const auto name : allNames)
        QVERIFY(bench.pixel->batchLimit(name) >= 1);
}

void PixelContract::namesItsDestination()
{
    Bench one(*this);
    Bench other(*this);
    QVERIFY(!one.pixel->destination().isEmpty());
    QCOMPARE(one.pixel->destination(), other.pixel->destination());
    QCOMPARE(leaks(*one.bot, {one.pixel->destination()}), QString());
}

void PixelContract::stopsWhenAborted()
{
    Bench bench(*this);
    makeTrouble(*bench.bot, u"silence"_s);
    Watched<DeliveryReport> operation;
    bench.pixel->deliver(bench.events(EventName::Purchase), operation.get());
    QCOMPARE(faultAfterAbort(*bench.bot, *operation.get()), QString());
}

void PixelContract::canBeDeletedDuringADelivery()
{
    Bench bench(*this);
    Watched<DeliveryReport> operation;
    bench.pixel->deliver(bench.events(EventName::Purchase), operation.get());
    bench.instance.reset();
    settle(*bench.bot);
    QCOMPARE(operation.again(), 0);
}

void PixelContract::survivesADeletedOperation()
{
    Bench bench(*this);
    Watched<DeliveryReport> operation;
    bench.pixel->deliver(bench.events(EventName::Purchase), operation.get());
    operation.get()->abort();
    operation.remove();
    settle(*bench.bot);
    Watched<DeliveryReport> next;
    const auto events = bench.events(EventName::Purchase);
    bench.deliver(events, next);
    QCOMPARE(fault(next, events), QString());
}

void PixelContract::givesTheSameSnippetToEverybody_data()
{
    addEventNames();
}

void PixelContract::givesTheSameSnippetToEverybody()
{
    QFETCH(EventName, name);
    Bench one(*this);
    Bench other(*this);
    const auto first = one.pixel->browserSnippet(name);
    one.bot->clock().advance(24h);
    for (const auto &again : {one.pixel->browserSnippet(name), other.pixel->browserSnippet(name)}) {
        QCOMPARE(again.script, first.script);
        QCOMPARE(again.scriptSources, first.scriptSources);
        QCOMPARE(again.imageSources, first.imageSources);
        QCOMPARE(again.connectSources, first.connectSources);
        QCOMPARE(again.reportCookies, first.reportCookies);
    }
    settle(*one.bot, 1s);
    QVERIFY2(one.bot->http().requests().isEmpty(), "browserSnippet() must ask nobody");
    QVERIFY2(!first.script.contains(u"</script"_s, Qt::CaseInsensitive),
             "the script would end the page's script element");
    QCOMPARE(leaks(*one.bot, {first.script}), QString());
}

} // namespace rastro::testing
