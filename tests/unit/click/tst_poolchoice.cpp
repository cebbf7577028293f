// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/poolchoice.h"

#include <QtTest/QTest>

using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestPoolChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTurns();
    void leavesOutWhoCannotTakeAVisitor_data();
    void leavesOutWhoCannotTakeAVisitor();
    void nobodyWhenNoBotIsHealthy();
    void sharesExactlyByWeight_data();
    void sharesExactlyByWeight();
    void mixesTheShares();
    void theHighestPriorityTakesAll();
    void theNextPriorityTakesOverWhenTheFirstIsOffline();
    void anUnknownStrategyTakesTurns();
};

static QList<Bot> threeBots()
{
    QList<Bot> bots;
    for (qint64 id = 1; id <= 3; ++id) {
        Bot bot;
        bot.id = id;
        bot.username = u"shop%1_bot"_s.arg(id);
        bots.append(bot);
    }
    return bots;
}

static Pool poolOf(const QString &strategy, const QList<PoolBot> &bots)
{
    Pool pool;
    pool.strategy = strategy;
    pool.bots = bots;
    return pool;
}

static PoolBot member(qint64 id, int weight = 1, int priority = 0)
{
    return {id, weight, priority, true, u"online"_s};
}

static QList<qint64> choices(const Pool &pool, const QList<Bot> &bots, quint64 turns)
{
    const PoolChoice choice(pool, bots);
    QList<qint64> chosen;
    for (quint64 turn = 0; turn < turns; ++turn)
        chosen.append(choice.bot(turn).value_or(0));
    return chosen;
}

void TestPoolChoice::takesTurns()
{
    const Pool pool = poolOf(u"round_robin"_s, {member(1, 50), member(2), member(3)});
    QCOMPARE(choices(pool, threeBots(), 7), (QList<qint64>{1, 2, 3, 1, 2, 3, 1}));
}

void TestPoolChoice::leavesOutWhoCannotTakeAVisitor_data()
{
    QTest::addColumn<QString>("why");
    for (const char *why : {"disabled", "offline", "inactive", "no username", "unknown"})
        QTest::newRow(why) << QString::fromLatin1(why);
}

void TestPoolChoice::leavesOutWhoCannotTakeAVisitor()
{
    QFETCH(QString, why);
    QList<Bot> bots = threeBots();
    Pool pool = poolOf(u"round_robin"_s, {member(1), member(2)});
    if (why == "disabled"_L1)
        pool.bots[0].enabled = false;
    else if (why == "offline"_L1)
        pool.bots[0].status = u"offline"_s;
    else if (why == "inactive"_L1)
        bots[0].active = false;
    else if (why == "no username"_L1)
        bots[0].username.clear();
    else
        bots.removeFirst();
    QCOMPARE(choices(pool, bots, 3), (QList<qint64>{2, 2, 2}));
}

void TestPoolChoice::nobodyWhenNoBotIsHealthy()
{
    for (const QString &strategy : {u"round_robin"_s, u"weighted"_s, u"priority"_s}) {
        QVERIFY(!PoolChoice(poolOf(strategy, {}), threeBots()).bot(0));
        QVERIFY(!PoolChoice(poolOf(strategy, {member(1)}), {}).bot(7));
    }
    QVERIFY(!PoolChoice().bot(0));
}

void TestPoolChoice::sharesExactlyByWeight_data()
{
    QTest::addColumn<QList<int>>("weights");
    QTest::addColumn<QList<int>>("expected"); // of 1000 visitors

    QTest::newRow("equal") << QList<int>{1, 1} << QList<int>{500, 500};
    QTest::newRow("70 to 30") << QList<int>{70, 30} << QList<int>{700, 300};
    QTest::newRow("three") << QList<int>{5, 3, 2} << QList<int>{500, 300, 200};
    QTest::newRow("zero gets nobody") << QList<int>{0, 1} << QList<int>{0, 1000};
    QTest::newRow("less than zero is zero") << QList<int>{-5, 1} << QList<int>{0, 1000};
    QTest::newRow("all zero take turns") << QList<int>{0, 0} << QList<int>{500, 500};
    QTest::newRow("one") << QList<int>{9} << QList<int>{1000};
}

void TestPoolChoice::sharesExactlyByWeight()
{
    QFETCH(QList<int>, weights);
    QFETCH(QList<int>, expected);
    QList<PoolBot> members;
    for (qsizetype i = 0; i < weights.size(); ++i)
        members.append(member(i + 1, weights.at(i)));
    const QList<qint64> chosen = choices(poolOf(u"weighted"_s, members), threeBots(), 1000);
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(chosen.count(i + 1), qsizetype(expected.at(i)));
}

void TestPoolChoice::mixesTheShares()
{
    const QList<qint64> chosen = choices(poolOf(u"weighted"_s, {member(1, 70), member(2, 30)}), threeBots(), 20);
    const qsizetype second = chosen.count(2);
    QVERIFY2(second >= 5 && second <= 7, qPrintable(QString::number(second)));
}

void TestPoolChoice::theHighestPriorityTakesAll()
{
    const Pool pool = poolOf(u"priority"_s, {member(1, 1, 5), member(2, 1, 10), member(3, 1, 10)});
    QCOMPARE(choices(pool, threeBots(), 4), (QList<qint64>{2, 3, 2, 3}));
}

void TestPoolChoice::theNextPriorityTakesOverWhenTheFirstIsOffline()
{
    Pool pool = poolOf(u"priority"_s, {member(1, 1, 5), member(2, 1, 10)});
    pool.bots[1].status = u"offline"_s;
    QCOMPARE(choices(pool, threeBots(), 2), (QList<qint64>{1, 1}));
}

void TestPoolChoice::anUnknownStrategyTakesTurns()
{
    QCOMPARE(choices(poolOf(u"least_connections"_s, {member(1, 9), member(2)}), threeBots(), 2), (QList<qint64>{1, 2}));
}

QTEST_APPLESS_MAIN(TestPoolChoice)
#include "tst_poolchoice.moc"
