// SPDX-License-Identifier: GPL-3.0-or-later
#include "metabench.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::testing;

namespace {

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

} // namespace

/// What goes out together, what becomes of the rest when one is refused, and who is told what.
class MetaBatchesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsPurchasesOneByOne();
    void sendsOtherEventsInBatchesOfFifty();
    void findsTheBadEventsOfABatch_data();
    void findsTheBadEventsOfABatch();
    void sendsTheGoodOnesOfABatchWithABadOne();
    void stopsAtTheFirstErrorThatIsNotAboutAnEvent_data();
    void stopsAtTheFirstErrorThatIsNotAboutAnEvent();
    void passesOnWhetherTheOutcomeIsKnown_data();
    void passesOnWhetherTheOutcomeIsKnown();
    void finishesWhenTheHostAborts();
    void finishesWhenTheInstanceEndsMeanwhile();
};

void MetaBatchesTest::sendsPurchasesOneByOne()
{
    MetaBench pixel;
    pixel.bot.http().on("POST", u"/events"_s, refusing({u"pv-2"_s}));
    const auto report = pixel.deliver(events(EventName::Purchase, 3));
    QCOMPARE(pixel.bot.http().requests().size(), 3);
    for (const auto &request : pixel.bot.http().requests())
        QCOMPARE(eventsOf(request).size(), 1);
    QCOMPARE(report.size(), 3);
    QCOMPARE(refusedRows(report), QList<qint64>{2});
}

void MetaBatchesTest::sendsOtherEventsInBatchesOfFifty()
{
    MetaBench pixel;
    pixel.bot.http().on("POST", u"/events"_s, refusing({}));
    const auto report = pixel.deliver(events(EventName::PageView, 120));
    QCOMPARE(report.size(), 120);
    QCOMPARE(refusedRows(report), QList<qint64>());
    QList<qsizetype> sizes;
    for (const auto &request : pixel.bot.http().requests())
        sizes.append(eventsOf(request).size());
    QCOMPARE(sizes, (QList<qsizetype>{50, 50, 20}));
}

void MetaBatchesTest::findsTheBadEventsOfABatch_data()
{
    QTest::addColumn<QStringList>("poisoned");
    QTest::addColumn<QList<qint64>>("rows");
    QTest::addColumn<int>("mostRequests");
    QTest::newRow("the first") << QStringList{u"pv-1"_s} << QList<qint64>{1} << 13;
    QTest::newRow("one in the middle") << QStringList{u"pv-26"_s} << QList<qint64>{26} << 13;
    QTest::newRow("the last") << QStringList{u"pv-50"_s} << QList<qint64>{50} << 13;
    QTest::newRow("two") << QStringList{u"pv-3"_s, u"pv-48"_s} << QList<qint64>{3, 48} << 25;
}

void MetaBatchesTest::findsTheBadEventsOfABatch()
{
    QFETCH(QStringList, poisoned);
    QFETCH(QList<qint64>, rows);
    QFETCH(int, mostRequests);
    MetaBench pixel;
    pixel.bot.http().on("POST", u"/events"_s, refusing(poisoned));
    const auto report = pixel.deliver(events(EventName::PageView, 50));
    QCOMPARE(report.size(), 50);
    QCOMPARE(refusedRows(report), rows);
    for (const auto &outcome : report) {
        if (!outcome.answer)
            QCOMPARE(outcome.answer.error().kind, ErrorClass::GiveUp);
    }
    QVERIFY(pixel.bot.http().requests().size() <= mostRequests);
}

void MetaBatchesTest::sendsTheGoodOnesOfABatchWithABadOne()
{
    MetaBench pixel;
    pixel.bot.http().enqueue(received(2));
    auto list = events(EventName::PageView, 3);
    list[1].eventId.clear();
    const auto report = pixel.deliver(list);
    QCOMPARE(refusedRows(report), QList<qint64>{2});
    QCOMPARE(pixel.bot.http().requests().size(), 1);
}

void MetaBatchesTest::stopsAtTheFirstErrorThatIsNotAboutAnEvent_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<ErrorClass>("kind");
    QTest::newRow("token refused") << 190 << ErrorClass::Reauthenticate;
    QTest::newRow("throttled") << 4 << ErrorClass::Retry;
    QTest::newRow("passing") << 2 << ErrorClass::Retry;
}

void MetaBatchesTest::stopsAtTheFirstErrorThatIsNotAboutAnEvent()
{
    QFETCH(int, code);
    QFETCH(ErrorClass, kind);
    MetaBench pixel;
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

void MetaBatchesTest::passesOnWhetherTheOutcomeIsKnown_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("unknown");
    QTest::newRow("never connected") << u"http.connect"_s << false;
    QTest::newRow("silence") << u"http.timeout"_s << true;
    QTest::newRow("broken off") << u"http.broken"_s << true;
}

void MetaBatchesTest::passesOnWhetherTheOutcomeIsKnown()
{
    QFETCH(QString, code);
    QFETCH(bool, unknown);
    MetaBench pixel;
    pixel.bot.http().enqueue(reply::error(code, unknown));
    const auto report = pixel.deliver(events(EventName::PageView, 51));
    QCOMPARE(report.size(), 51);
    QCOMPARE(report.first().answer.error().code, code);
    QCOMPARE(report.first().answer.error().kind, ErrorClass::Retry);
    QCOMPARE(report.first().answer.error().outcomeUnknown, unknown);
    QVERIFY2(!report.last().answer.error().outcomeUnknown, "the 51st was never sent");
}

void MetaBatchesTest::finishesWhenTheHostAborts()
{
    MetaBench pixel;
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

void MetaBatchesTest::finishesWhenTheInstanceEndsMeanwhile()
{
    MetaBench pixel;
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

QTEST_GUILESS_MAIN(MetaBatchesTest)
#include "tst_metabatches.moc"
