// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/send/sendscheduler.h"

#include <QtTest/QTest>
#include <rastro/testing/fakeclock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::telegram;

/// Which message leaves next, and when.
class SendLanesTest : public QObject
{
    Q_OBJECT

private:
    rastro::testing::FakeClock m_clock;
    std::unique_ptr<SendScheduler> m_lanes;
    qint64 m_lastId = 0;

    qint64 add(qint64 chat, Lane lane = Lane::Interactive, qint64 bot = 1)
    {
        m_lanes->add({++m_lastId, bot, chat, lane});
        return m_lastId;
    }

    /// Takes all that may go now, answering each at once.
    QList<qint64> drain()
    {
        QList<qint64> ids;
        while (const auto item = m_lanes->next()) {
            ids << item->id;
            m_lanes->finished(*item);
        }
        return ids;
    }

    [[nodiscard]] std::chrono::milliseconds untilNext() const
    {
        const auto at = m_lanes->nextAt();
        return at ? std::chrono::milliseconds((*at - m_clock.now()) / 1000) : -1ms;
    }

private Q_SLOTS:
    void init()
    {
        m_lanes = std::make_unique<SendScheduler>(m_clock, [] { return 0.5; });
        m_lastId = 0;
    }

    void urgentGoesFirst()
    {
        const auto bulk = add(1, Lane::Bulk);
        const auto owed = add(2, Lane::Transactional);
        const auto asked = add(3, Lane::Interactive);
        QCOMPARE(drain(), (QList<qint64>{asked, owed, bulk}));
    }

    void aChatGetsThreeAtOnceThenOneASecond()
    {
        QList<qint64> ids;
        for (int i = 0; i < 5; ++i)
            ids << add(7);
        QCOMPARE(drain(), ids.first(3));
        QCOMPARE(untilNext(), 1000ms);
        m_clock.advance(999ms);
        QCOMPARE(drain(), QList<qint64>{});
        m_clock.advance(1ms);
        QCOMPARE(drain(), QList<qint64>{ids[3]});
        m_clock.advance(1s);
        QCOMPARE(drain(), QList<qint64>{ids[4]});
        QCOMPARE(m_lanes->nextAt(), std::nullopt);
    }

    void whatIsPostponedGoesFirstAndHoldsItsChatOnly()
    {
        const auto first = add(7);
        const auto second = add(7);
        const auto other = add(8);
        const auto item = m_lanes->next();
        QCOMPARE(item->id, first);
        m_lanes->postponed(*item, m_clock.now() + 2'000'000);
        QCOMPARE(drain(), QList<qint64>{other});
        QCOMPARE(untilNext(), 2000ms);
        m_clock.advance(2s);
        QCOMPARE(drain(), (QList<qint64>{first, second}));
    }

    void postponedBulkHoldsTheBotsBulk()
    {
        const auto first = add(7, Lane::Bulk);
        const auto second = add(8, Lane::Bulk);
        const auto item = m_lanes->next();
        QCOMPARE(item->id, first);
        m_lanes->postponed(*item, m_clock.now() + 1'000'000);
        QCOMPARE(drain(), QList<qint64>{});
        m_clock.advance(1s);
        QCOMPARE(drain(), (QList<qint64>{first, second}));
    }

    void aMessageCountsAgainstItsChatAndInBulkAgainstItsBot()
    {
        const auto owed = limitsOf({1, 5, 7, Lane::Transactional});
        QCOMPARE(owed.size(), 1);
        const auto bulk = limitsOf({1, 5, 7, Lane::Bulk});
        QCOMPARE(bulk.size(), 2);
        QCOMPARE(bulk[0].key, owed[0].key);
        QVERIFY(limitsOf({1, 6, 7, Lane::Bulk})[1].key != bulk[1].key);
        QVERIFY(limitsOf({1, 5, -7, Lane::Bulk})[0].perSecond < owed[0].perSecond);
    }

    void aGroupGetsTwentyAMinute()
    {
        for (int i = 0; i < 60; ++i)
            add(-100);
        qsizetype sent = drain().size();
        for (int second = 0; second < 60; ++second) {
            m_clock.advance(1s);
            sent += drain().size();
        }
        QVERIFY2(sent >= 20 && sent <= 23, qPrintable(QString::number(sent)));
    }

    void oneChatDoesNotHoldUpAnother()
    {
        for (int i = 0; i < 10; ++i)
            add(7);
        drain();
        const auto other = add(8);
        QCOMPARE(drain(), QList<qint64>{other});
    }

    void oneMessageAtATimeToAChatInOrder()
    {
        const auto first = add(7);
        const auto second = add(7);
        const auto item = m_lanes->next();
        QCOMPARE(item->id, first);
        QVERIFY(!m_lanes->next());
        QCOMPARE(m_lanes->nextAt(), std::nullopt); // only an answer can free it
        m_lanes->finished(*item);
        QCOMPARE(m_lanes->next()->id, second);
    }

    void aBotHasAtMostThirtyTwoInFlight()
    {
        for (int chat = 1; chat <= 40; ++chat)
            add(chat);
        QList<SendItem> taken;
        while (const auto item = m_lanes->next())
            taken << *item;
        QCOMPARE(taken.size(), 32);
        m_lanes->finished(taken[0]);
        QVERIFY(m_lanes->next());
        QVERIFY(!m_lanes->next());
    }

    void bulkIsSlowAndNarrow()
    {
        for (int chat = 1; chat <= 60; ++chat)
            add(chat, Lane::Bulk);
        QList<SendItem> taken;
        while (const auto item = m_lanes->next())
            taken << *item;
        QCOMPARE(taken.size(), 4);
        for (const SendItem &item : taken)
            m_lanes->finished(item);
        QCOMPARE(drain().size(), 21); // 25 at once, then 25 a second
        m_clock.advance(1s);
        QCOMPARE(drain().size(), 25);
    }

    void bulkNeverDelaysAnAnswer()
    {
        for (int chat = 1; chat <= 1000; ++chat)
            add(chat, Lane::Bulk);
        drain();
        const auto answer = add(7777);
        QCOMPARE(drain(), QList<qint64>{answer});
    }

    void aFloodOfAChatPausesThatChat()
    {
        add(7);
        const auto item = m_lanes->next();
        m_lanes->failed(*item, {Remedy::PauseChat, 5s});
        add(7);
        const auto other = add(8);
        QCOMPARE(drain(), QList<qint64>{other});
        QCOMPARE(untilNext(), 5500ms); // with jitter
        m_clock.advance(5500ms);
        QCOMPARE(drain().size(), 1);
    }

    void aFloodInBulkPausesTheBulkLaneOnly()
    {
        add(7, Lane::Bulk);
        const auto item = m_lanes->next();
        m_lanes->failed(*item, {Remedy::PauseChat, 60s});
        add(8, Lane::Bulk);
        const auto answer = add(9);
        QCOMPARE(drain(), QList<qint64>{answer});
        m_clock.advance(61s);
        QCOMPARE(drain().size(), 1);
    }

    void aFloodOfTheBotPausesThatBotOnly()
    {
        add(7, Lane::Interactive, 1);
        const auto item = m_lanes->next();
        m_lanes->failed(*item, {Remedy::PauseBot, 10s});
        add(8, Lane::Interactive, 1);
        const auto other = add(8, Lane::Interactive, 2);
        QCOMPARE(drain(), QList<qint64>{other});
        QCOMPARE(untilNext(), 10'500ms);
    }

    void botsTakeTurns()
    {
        for (int chat = 1; chat <= 3; ++chat) {
            add(chat, Lane::Interactive, 1);
            add(chat, Lane::Interactive, 2);
        }
        QList<qint64> bots;
        while (const auto item = m_lanes->next()) {
            bots << item->botId;
            m_lanes->finished(*item);
        }
        QCOMPARE(bots, (QList<qint64>{1, 2, 1, 2, 1, 2}));
    }

    void dropsWhatWaitsForAPersonWhoIsGone()
    {
        add(7);
        add(7, Lane::Bulk);
        const auto other = add(8);
        QCOMPARE(m_lanes->drop(1, 7).size(), 2);
        QCOMPARE(drain(), QList<qint64>{other});
        QVERIFY(m_lanes->drop(99, 7).isEmpty());
    }

    void remembersNothingOfBotsThatAreQuiet()
    {
        add(7);
        drain();
        m_clock.advance(1min);
        add(8);
        drain();
        m_clock.advance(1min);
        const auto item = [this] {
            add(9);
            return *m_lanes->next();
        }();
        m_clock.advance(1min);
        m_lanes->finished(item);
        QCOMPARE(m_lanes->bots(), 0);
    }
};

QTEST_GUILESS_MAIN(SendLanesTest)
#include "tst_sendlanes.moc"
