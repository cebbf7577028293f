// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/updatequeue.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::sandbox;

/// The queue that Telegram keeps for a bot.
class UpdateQueueTest : public QObject
{
    Q_OBJECT

private:
    static constexpr rastro::Micros second = 1'000'000;
    UpdateQueue m_queue;

    QList<qint64> waiting() const
    {
        QList<qint64> ids;
        for (const auto &update : m_queue.waiting())
            ids << update.id;
        return ids;
    }

    qint64 message(rastro::Micros now = 0)
    {
        return m_queue.push(u"message"_s, {{u"chat"_s, QJsonObject{{u"id"_s, 7}}}}, now);
    }

private Q_SLOTS:
    void init()
    {
        m_queue = {};
        m_queue.startAt(10);
    }

    void confirmingForgetsWhatLiesBefore()
    {
        message();
        message();
        message();
        m_queue.confirm(11, 0);
        QCOMPARE(waiting(), (QList<qint64>{11, 12}));
        m_queue.confirm(0, 0);
        QCOMPARE(waiting(), (QList<qint64>{11, 12}));
        m_queue.confirm(13, 0);
        QCOMPARE(waiting(), QList<qint64>{});
    }

    void aNegativeOffsetKeepsTheLast()
    {
        for (int i = 0; i < 5; ++i)
            message();
        m_queue.confirm(-2, 0);
        QCOMPARE(waiting(), (QList<qint64>{13, 14}));
        m_queue.confirm(-100, 0);
        QCOMPARE(waiting(), (QList<qint64>{13, 14}));
    }

    void anOffsetBeyondAllIdsCountsForNothing()
    {
        message();
        m_queue.confirm(1'000'000, 0);
        QCOMPARE(waiting(), QList<qint64>{10});
    }

    void messagesLiveADayAndCallbacksTwoAndAHalfMinutes()
    {
        message();
        m_queue.push(u"callback_query"_s, {{u"from"_s, QJsonObject{{u"id"_s, 7}}}}, 0);
        m_queue.expire(149 * second);
        QCOMPARE(waiting().size(), 2);
        m_queue.expire(150 * second);
        QCOMPARE(waiting(), QList<qint64>{10});
        m_queue.expire(qint64(24) * 3600 * second);
        QCOMPARE(waiting(), QList<qint64>{});
    }

    void queuesOnlyWhatTheBotWants()
    {
        QVERIFY(m_queue.push(u"poll"_s, {}, 0) != 0);
        QCOMPARE(m_queue.push(u"chat_member"_s, {}, 0), 0);
        m_queue.allow({u"chat_member"_s});
        QVERIFY(m_queue.push(u"chat_member"_s, {}, 0) != 0);
        QCOMPARE(message(), 0);
        QCOMPARE(waiting().size(), 2); // what was queued before stays
    }

    void repeatsWithTheOldIdsWhateverWasConfirmed()
    {
        message();
        message();
        m_queue.confirm(12, 0);
        m_queue.repeat(2, 0);
        QCOMPARE(waiting(), (QList<qint64>{10, 11}));
        m_queue.confirm(12, 0);
        QCOMPARE(waiting(), (QList<qint64>{10, 11})); // until they were delivered
    }

    void keepsOneOrderPerChatAndPerPersonsButtons()
    {
        message();
        m_queue.push(u"callback_query"_s, {{u"from"_s, QJsonObject{{u"id"_s, 7}}}}, 0);
        message();
        const auto &all = m_queue.waiting();
        QCOMPARE(all[0].queue, all[2].queue);
        QVERIFY(all[0].queue != all[1].queue);
    }
};

QTEST_GUILESS_MAIN(UpdateQueueTest)
#include "tst_updatequeue.moc"
