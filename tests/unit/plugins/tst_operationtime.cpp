// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/hostbotcontext.h"
#include "rastro/charge.h"
#include "rastro/testing/fakebot.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rastro::Charge;
using rastro::HttpAnswer;
using rastro::HttpRequest;
using rastro::Operation;
using rastro::Result;
using rastro::plugins::OperationRunner;

namespace {

/// What a step of a plugin uses as the context of its request.
enum class Context { Operation, Child, Instance };

/// A gateway that fetches a token, and then makes the charge with it.
class TwoSteps : public rastro::PluginInstance
{
public:
    explicit TwoSteps(rastro::BotContext &bot)
        : PluginInstance(bot, nullptr)
    {
    }

    void createCharge(Operation<Charge> *operation, Context kind)
    {
        QObject *context = kind == Context::Operation ? operation
                           : kind == Context::Child   ? new QObject(operation)
                                                      : static_cast<QObject *>(this);
        const auto failed = [operation](const Result<HttpAnswer> &answer) {
            if (!answer)
                operation->fail(answer.error());
            return !answer;
        };
        bot().http().send(post(u"token"_s), context, [this, operation, context, failed](const auto &token) {
            if (failed(token))
                return;
            bot().http().send(post(u"charge"_s), context, [operation, failed](const auto &charge) {
                if (!failed(charge))
                    operation->finish(Charge{u"charge"_s, u"code"_s, 0});
            });
        });
    }

private:
    static HttpRequest post(const QString &path)
    {
        return HttpRequest::postJson(QUrl(u"https://bank.example/"_s + path), "{}");
    }
};

/// What the host lends, and a machine that may sleep: then time passes, and timers do not count it.
struct Bench
{
    rastro::testing::FakeClock clock;
    rastro::testing::FakeHttp http{clock};
    rastro::testing::FakeClicks clicks{clock};
    std::chrono::milliseconds slept{0};
    OperationRunner runner{clock, [this] { return uptime(); }};
    rastro::plugins::HostBotContext bot{
        {},
        {},
        {},
        {.http = http, .clock = clock, .clicks = [this](const auto &) -> rastro::ClickDirectory & { return clicks; }},
        runner,
        [](const QString &) {}};
    TwoSteps gateway{bot};
    QObject caller;
    QList<Result<Charge>> results;

    [[nodiscard]] std::chrono::milliseconds uptime() const
    {
        return slept + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds(clock.now()));
    }
    void charge(Context context)
    {
        runner.start<Charge>(
            gateway, u"createCharge"_s, 20s,
            [&](Operation<Charge> *operation) { gateway.createCharge(operation, context); }, &caller,
            [this](const Result<Charge> &result) { results.append(result); });
    }
    [[nodiscard]] QStringList asked() const
    {
        QStringList paths;
        for (const auto &request : http.requests())
            paths.append(request.url.path());
        return paths;
    }
};

} // namespace

Q_DECLARE_METATYPE(Context)

/// All that a plugin does in one operation has one deadline.
class OperationTimeTest : public QObject
{
    Q_OBJECT

private:
    static void contexts()
    {
        QTest::addColumn<Context>("context");
        QTest::newRow("the operation") << Context::Operation;
        QTest::newRow("a child of it") << Context::Child;
        QTest::newRow("the plugin") << Context::Instance;
    }

private Q_SLOTS:
    void aStepAfterASleepIsNotTaken_data() { contexts(); }
    void aStepAfterASleepIsNotTaken()
    {
        QFETCH(Context, context);
        Bench bench;
        bench.http.on("POST", u"token"_s, rastro::testing::reply::json(200, {}));
        bench.charge(context);
        bench.slept += 20s;
        QTRY_COMPARE(bench.results.size(), 1);
        QCOMPARE(bench.asked(), QStringList{u"/token"_s});
        const auto &error = bench.results.first().error();
        QCOMPARE(error.code, u"http.timeout"_s);
        QCOMPARE(error.kind, rastro::ErrorClass::Retry);
        QVERIFY(!error.outcomeUnknown); // So it may be asked for anew.
    }

    void aStepHasTheTimeThatIsLeft_data() { contexts(); }
    void aStepHasTheTimeThatIsLeft()
    {
        QFETCH(Context, context);
        Bench bench;
        bench.http.on("POST", {}, rastro::testing::reply::json(200, {}));
        bench.charge(context);
        bench.slept += 19'999ms;
        QTRY_COMPARE(bench.results.size(), 1);
        QVERIFY(bench.results.first());
        QCOMPARE(bench.asked(), (QStringList{u"/token"_s, u"/charge"_s}));
        QCOMPARE(bench.http.requests().first().timeout, HttpRequest().timeout);
        QCOMPARE(bench.http.requests().last().timeout, 1ms);
    }

    void oneIsNotCutShortByAnother_data()
    {
        QTest::addColumn<Context>("context");
        QTest::newRow("the operation") << Context::Operation;
        QTest::newRow("a child of it") << Context::Child;
    }
    void oneIsNotCutShortByAnother()
    {
        QFETCH(Context, context);
        Bench bench;
        bench.http.on("POST", {}, rastro::testing::reply::json(200, {}));
        bench.charge(context);
        bench.slept += 1h;
        bench.charge(context);
        QTRY_COMPARE(bench.results.size(), 2);
        QVERIFY(!bench.results.first());
        QVERIFY(bench.results.last());
        QCOMPARE(bench.asked(), (QStringList{u"/token"_s, u"/token"_s, u"/charge"_s}));
    }

    void whatBelongsToNoOperationHasItsOwnTime()
    {
        Bench bench;
        bench.http.on("GET", {}, rastro::testing::reply::json(200, {}));
        HttpRequest request;
        request.url = QUrl(u"https://bank.example/status"_s);
        request.timeout = 1h;
        bool isAnswered = false;
        bench.bot.http().send(request, &bench.gateway, [&](const auto &answer) { isAnswered = answer.has_value(); });
        QTRY_VERIFY(isAnswered);
        QCOMPARE(bench.http.requests().first().timeout, 1h);
    }
};

QTEST_GUILESS_MAIN(OperationTimeTest)
#include "tst_operationtime.moc"
