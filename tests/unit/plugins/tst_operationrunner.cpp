// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/operationrunner.h"

#include "rastro/testing/fakebot.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rastro::Error;
using rastro::Operation;
using rastro::PluginInstance;
using rastro::Result;
using rastro::plugins::OperationRunner;

namespace {

class Instance : public PluginInstance
{
public:
    explicit Instance(rastro::BotContext &bot)
        : PluginInstance(bot, nullptr)
    {
    }
};

} // namespace

class OperationRunnerTest : public QObject
{
    Q_OBJECT

private:
    struct Bench
    {
        rastro::testing::FakeBot bot;
        Instance instance{bot};
        OperationRunner runner{bot.clock()};
        QSignalSpy late{&runner, &OperationRunner::wasLate};
        QSignalSpy twice{&runner, &OperationRunner::finishedTwice};
        QSignalSpy inTime{&runner, &OperationRunner::finishedInTime};
        QSignalSpy threw{&runner, &OperationRunner::threw};
        QObject caller;
        QList<Result<int>> results;
        QPointer<Operation<int>> operation;

        void start(const std::function<void(Operation<int> *)> &call)
        {
            runner.start<int>(
                instance, u"count"_s, 20s,
                [&](Operation<int> *started) {
                    operation = started;
                    call(started);
                },
                &caller, [this](const Result<int> &result) { results.append(result); });
        }
    };

private Q_SLOTS:
    void handsTheResultOverOnceInALaterTurn()
    {
        Bench bench;
        bench.start([](Operation<int> *operation) { operation->finish(7); });
        QVERIFY(bench.results.isEmpty());
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(*bench.results.first(), 7);
        bench.bot.clock().advance(1h);
        QCoreApplication::processEvents();
        QCOMPARE(bench.results.size(), 1);
        QVERIFY(bench.twice.isEmpty() && bench.late.isEmpty());
        QCOMPARE(bench.inTime.size(), 1);
    }

    void abortsAndAnswersWhenTheDeadlinePasses()
    {
        Bench bench;
        bench.start([](Operation<int> *) {});
        QSignalSpy aborted(bench.operation, &rastro::OperationBase::aborted);
        bench.bot.clock().advance(19'999ms);
        QVERIFY(aborted.isEmpty());
        bench.bot.clock().advance(1ms);
        QCOMPARE(aborted.size(), 1);
        QTRY_COMPARE(bench.results.size(), 1);
        const Error error = bench.results.first().error();
        QCOMPARE(error.code, u"plugin.deadline"_s);
        QCOMPARE(error.kind, rastro::ErrorClass::Retry);
        QVERIFY(error.outcomeUnknown);
        QCOMPARE(bench.late.size(), 1);
        QCOMPARE(bench.late.first().at(1).toString(),
                 u"It did not finish count within 20 s: Rastro goes on without it and tries again."_s);
    }

    void takesNoAnswerAfterTheDeadlineAndBlamesNobodyForIt()
    {
        Bench bench;
        bench.start([](Operation<int> *) {});
        bench.bot.clock().advance(20s);
        QVERIFY(bench.operation);
        bench.operation->finish(7);
        QTRY_COMPARE(bench.results.size(), 1);
        QVERIFY(!bench.results.first());
        QCOMPARE(bench.late.size(), 1);
        QVERIFY(bench.twice.isEmpty());
        QVERIFY(bench.inTime.isEmpty());
    }

    // A plugin that gives up when it is told to cannot know what happened at the other side.
    void callsTheOutcomeUnknownWhateverAnAbortedPluginSays()
    {
        Bench bench;
        bench.start([](Operation<int> *operation) {
            connect(operation, &rastro::OperationBase::aborted, operation, [operation] {
                operation->fail(Error{u"mine.aborted"_s, u"Aborted."_s});
            });
        });
        bench.bot.clock().advance(20s);
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(bench.results.first().error().code, u"mine.aborted"_s);
        QVERIFY(bench.results.first().error().outcomeUnknown);
    }

    void reportsASecondAnswerAndKeepsTheFirst()
    {
        Bench bench;
        bench.start([](Operation<int> *operation) {
            operation->finish(1);
            operation->finish(2);
        });
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(*bench.results.first(), 1);
        QCOMPARE(bench.twice.size(), 1);
    }

    void reportsASecondAnswerThatComesMuchLater()
    {
        Bench bench;
        bench.start([](Operation<int> *operation) { operation->finish(1); });
        QTRY_COMPARE(bench.results.size(), 1);
        bench.bot.clock().advance(30s);
        QVERIFY(bench.operation);
        bench.operation->finish(2);
        QCOMPARE(bench.twice.size(), 1);
    }

    void turnsAnExceptionIntoAnError()
    {
        Bench bench;
        bench.start([](Operation<int> *) { throw std::runtime_error("lost"); });
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(bench.results.first().error().code, u"plugin.threw"_s);
        QVERIFY(bench.results.first().error().outcomeUnknown);
        QCOMPARE(bench.threw.size(), 1);
        QCOMPARE(bench.threw.first().at(1).toString(),
                 u"It threw an exception in count: lost. Report it to its maker."_s);
    }

    void reportsAnExceptionThatComesAfterTheAnswer()
    {
        Bench bench;
        bench.start([](Operation<int> *operation) {
            operation->finish(3);
            throw 7;
        });
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(*bench.results.first(), 3);
        QCOMPARE(bench.threw.size(), 1);
    }

    void endsWhatAGoneInstanceHasOpen()
    {
        Bench bench;
        Instance other(bench.bot);
        bench.start([](Operation<int> *) {});
        bench.runner.giveUp(other);
        QVERIFY(!bench.operation->isFinished());
        bench.runner.giveUp(bench.instance);
        QVERIFY(bench.operation->isAborted());
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(bench.results.first().error().code, u"plugin.gone"_s);
    }

    void saysNothingToACallerThatIsGone()
    {
        Bench bench;
        auto caller = std::make_unique<QObject>();
        bool called = false;
        bench.runner.start<int>(
            bench.instance, u"count"_s, 20s, [](Operation<int> *operation) { operation->finish(1); }, caller.get(),
            [&](const Result<int> &) { called = true; });
        caller.reset();
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }

    void deletesOperationsInTheEnd()
    {
        Bench bench;
        bench.start([](Operation<int> *operation) { operation->finish(1); });
        bench.bot.clock().advance(1h);
        QTRY_VERIFY(!bench.operation);
    }
};

QTEST_GUILESS_MAIN(OperationRunnerTest)
#include "tst_operationrunner.moc"
