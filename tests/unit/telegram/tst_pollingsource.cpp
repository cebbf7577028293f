// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxroom.h"
#include "telegram/source/pollingsource.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::telegram;
using rastro::sandbox::TelegramFault;

/// Long polling against the sandbox: what is confirmed, when, and what happens when somebody or something is in the
/// way.
class PollingSourceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SandboxRoom> m_room;
    std::unique_ptr<PollingSource> m_source;
    QList<Batch> m_batches;
    QList<std::function<void(bool)>> m_answers; ///< Of the sink, if it is held.
    bool m_holdSink = false;

    void open(PollingSource::Options options = {})
    {
        options.botId = 1;
        options.random = [] { return 0.5; };
        m_source = std::make_unique<PollingSource>(m_room->api(), m_room->clock, options,
                                                   [this](const Batch &batch, std::function<void(bool)> stored) {
                                                       m_batches.append(batch);
                                                       if (m_holdSink)
                                                           m_answers.append(std::move(stored));
                                                       else
                                                           stored(true);
                                                   });
        m_source->start();
        SandboxRoom::settle();
    }

    [[nodiscard]] int polls() const
    {
        return int(std::count_if(m_room->telegram.calls().begin(), m_room->telegram.calls().end(),
                                 [](const auto &call) { return call.method == u"getUpdates"_s; }));
    }

    [[nodiscard]] QList<qint64> receivedIds() const
    {
        QList<qint64> ids;
        for (const Batch &batch : m_batches) {
            for (const auto &row : batch.rows)
                ids << row.updateId;
        }
        return ids;
    }

private Q_SLOTS:
    void init()
    {
        m_room = std::make_unique<SandboxRoom>();
        m_batches.clear();
        m_answers.clear();
        m_holdSink = false;
    }

    void cleanup()
    {
        m_source.reset();
        m_room.reset();
    }

    void handsOverWhatComesInWithTheNextOffset()
    {
        open();
        m_room->start(u"abc"_s);
        SandboxRoom::settle();
        QCOMPARE(m_batches.size(), 1);
        const auto &row = m_batches[0].rows[0];
        QCOMPARE(row.botId, 1);
        QCOMPARE(row.userId, 7);
        QCOMPARE(row.kind, u"message"_s);
        QVERIFY(row.raw.contains("/start abc"));
        QCOMPARE(row.receivedAt, m_room->clock.now());
        QCOMPARE(m_batches[0].nextOffset, row.updateId + 1);
        QCOMPARE(m_source->state().kind, SourceState::Kind::Running);
    }

    void confirmsOnlyAfterTheBatchIsStored()
    {
        m_holdSink = true;
        open();
        m_room->start();
        m_room->pass(10min);
        QCOMPARE(m_answers.size(), 1);
        QCOMPARE(polls(), 1);
        QCOMPARE(m_room->bot.queue.waiting().size(), 1);
        m_answers[0](true);
        m_room->pass(0ms);
        QCOMPARE(polls(), 2);
        QCOMPARE(m_room->bot.queue.waiting().size(), 0);
    }

    void aBatchThatIsNotStoredComesAgain()
    {
        m_holdSink = true;
        open();
        m_room->start();
        SandboxRoom::settle();
        m_answers[0](false);
        QCOMPARE(m_source->state().kind, SourceState::Kind::Trouble);
        m_room->pass(499ms);
        QCOMPARE(polls(), 1); // sooner would be punished: one update a call
        m_room->pass(1s);
        QCOMPARE(m_batches.size(), 2);
        QCOMPARE(m_batches[1].rows[0].updateId, m_batches[0].rows[0].updateId);
    }

    void beginsAtTheStoredOffset()
    {
        m_room->start();
        m_room->start();
        PollingSource::Options options;
        options.offset = m_room->bot.queue.waiting()[1].id;
        open(options);
        QCOMPARE(receivedIds(), QList<qint64>{options.offset});
    }

    void followsIdsThatBeginLowerAfterAQuietWeek()
    {
        open();
        m_room->start();
        m_room->pass(0ms);
        m_room->bot.queue.startAt(5);
        m_room->start();
        m_room->pass(0ms);
        m_room->start();
        m_room->pass(0ms);
        QCOMPARE(receivedIds().last(), 6);
        QCOMPARE(m_source->offset(), 7);
    }

    void asksForTheKindsItNeedsEveryTime()
    {
        open();
        m_room->pass(51s);
        m_room->pass(51s);
        QVERIFY(polls() >= 2);
        for (const auto &call : m_room->telegram.calls())
            QVERIFY(call.params["allowed_updates"_L1].toArray().contains(u"chat_member"_s));
    }

    void pollsOnceInFiftySecondsWhileNothingHappens()
    {
        open();
        for (int i = 0; i < 10; ++i)
            m_room->pass(50s);
        QVERIFY2(polls() >= 10 && polls() <= 12, qPrintable(QString::number(polls())));
    }

    void doesNotSpinWhenEmptyAnswersComeAtOnce()
    {
        PollingSource::Options options;
        options.pollTimeout = 0s;
        open(options);
        for (int i = 0; i < 100; ++i)
            m_room->pass(100ms);
        QVERIFY2(polls() <= 12, qPrintable(QString::number(polls())));
    }

    void oneBadUpdateHarmsNoOther()
    {
        m_room->telegram.injectUpdate(4242, R"({"update_id":%1,"message":{"text":}})");
        m_room->telegram.injectUpdate(4242, R"({"update_id":%1,"telepathy":{}})");
        m_room->start();
        open();
        QCOMPARE(m_batches.size(), 1);
        QCOMPARE(m_batches[0].rows.size(), 3);
        QCOMPARE(m_batches[0].rows[0].kind, u"unknown"_s);
        QCOMPARE(m_batches[0].rows[2].kind, u"message"_s);
    }

    void aCutAnswerLosesNothing()
    {
        for (int i = 0; i < 6; ++i)
            m_room->start();
        m_room->telegram.faults().add(TelegramFault::of(TelegramFault::Kind::CutAnswer, u"getUpdates"_s));
        open();
        m_room->pass(0ms);
        const QSet<qint64> ids = [this] {
            const auto all = receivedIds();
            return QSet<qint64>(all.begin(), all.end());
        }();
        QCOMPARE(ids.size(), 6);
    }

    void survivesTrouble_data()
    {
        QTest::addColumn<int>("kind");
        using Kind = TelegramFault::Kind;
        QTest::newRow("server error") << int(Kind::Refusal);
        QTest::newRow("proxy page") << int(Kind::ProxyPage);
        QTest::newRow("page after the effect") << int(Kind::LateProxyPage);
        QTest::newRow("silence") << int(Kind::Silence);
    }

    void survivesTrouble()
    {
        QFETCH(int, kind);
        m_room->start();
        m_room->telegram.faults().add(TelegramFault::of(TelegramFault::Kind(kind), u"getUpdates"_s, 3));
        open();
        m_room->pass(100ms);
        QVERIFY(m_batches.isEmpty());
        for (int i = 0; i < 200; ++i)
            m_room->pass(2s);
        QCOMPARE(m_batches.size(), 1);
        QCOMPARE(m_source->state().kind, SourceState::Kind::Running);
        QVERIFY(m_source->state().sentence.isEmpty());
    }

    void waitsAsLongAsAFloodSays()
    {
        m_room->start();
        m_room->telegram.faults().add(TelegramFault::flood(30, u"getUpdates"_s));
        open();
        m_room->pass(29s);
        QCOMPARE(polls(), 1);
        m_room->pass(3s);
        QCOMPARE(m_batches.size(), 1);
    }

    void anotherPollerIsAConflictThatIsNotFought()
    {
        open();
        m_room->api().getUpdates({}, 50s, m_source.get(), [](const BotApi::Updates &) {});
        SandboxRoom::settle();
        QCOMPARE(m_source->state().kind, SourceState::Kind::Conflict);
        QVERIFY(m_source->state().sentence.contains(u"in use elsewhere"_s));
        const int before = polls();
        m_room->pass(4s);
        QCOMPARE(polls(), before);
        m_room->pass(2s);
        QCOMPARE(polls(), before + 1);
    }

    void removesItsOwnWebhookToPoll()
    {
        m_room->start();
        m_room->bot.webhook.url = QUrl(u"https://shop.example/telegram/route1"_s);
        PollingSource::Options options;
        options.ownWebhooks = QUrl(u"https://shop.example/telegram/"_s);
        open(options);
        m_room->pass(0ms);
        QVERIFY(m_room->bot.webhook.url.isEmpty());
        QCOMPARE(m_batches.size(), 1); // and nothing was dropped
    }

    void leavesAForeignWebhookAlone()
    {
        m_room->bot.webhook.url = QUrl(u"https://competitor.example/hook"_s);
        PollingSource::Options options;
        options.ownWebhooks = QUrl(u"https://shop.example/telegram/"_s);
        open(options);
        QCOMPARE(m_source->state().kind, SourceState::Kind::Conflict);
        QVERIFY(m_source->state().sentence.contains(u"competitor.example"_s));
        QVERIFY(!m_room->bot.webhook.url.isEmpty());
    }

    void stopsWhenTheTokenIsRefused()
    {
        m_room->bot.revoked = true;
        open();
        QCOMPARE(m_source->state().kind, SourceState::Kind::Refused);
        QVERIFY(!m_source->state().sentence.contains(u"secret"_s));
        m_room->pass(1h);
        QCOMPARE(polls(), 1);
    }

    void aPollThatIsNeverAnsweredIsGivenUp()
    {
        struct DeafHttp : rastro::HttpClient
        {
            int requests = 0;
            void send(const rastro::HttpRequest &, QObject *,
                      std::function<void(const rastro::Result<rastro::HttpAnswer> &)>) override
            {
                ++requests;
            }
        } deaf;
        PollingSource source(BotApi(deaf, QUrl(u"http://deaf.test"_s), *BotToken::parse(u"1:a"_s)), m_room->clock, {},
                             [](const Batch &, const std::function<void(bool)> &) {});
        source.start();
        for (int i = 0; i < 12; ++i)
            m_room->pass(10s);
        QVERIFY(deaf.requests >= 2);
        QCOMPARE(source.state().kind, SourceState::Kind::Trouble);
    }

    void stoppedItPollsNoMoreAndConfirmsNothing()
    {
        m_holdSink = true;
        open();
        m_room->start();
        SandboxRoom::settle();
        m_source->stop();
        m_answers[0](true);
        m_room->pass(5min);
        QCOMPARE(polls(), 1);
        QCOMPARE(m_source->state().kind, SourceState::Kind::Stopped);
        QCOMPARE(m_room->bot.queue.waiting().size(), 1);
    }
};

QTEST_GUILESS_MAIN(PollingSourceTest)
#include "tst_pollingsource.moc"
