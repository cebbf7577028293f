// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/poolchoice.h"

#include "core/click/returningvisit.h"

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
    void anIllBotIsLeftOut();
    void theLeastLoadedComesFirst();
    void equalLoadsTakeTurns();
    void aReturningVisitorIsLedBack();
    void aBotThatCannotTakeAVisitorIsNoWayBack_data();
    void aBotThatCannotTakeAVisitorIsNoWayBack();
    void theSameClickIdLeadsToTheSameBotWithoutACookie();
    void aPoolThatIsNotStickyForgets();
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
    return {id, weight, priority, true, u"online"_s, 0};
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

void TestPoolChoice::anIllBotIsLeftOut()
{
    QList<Bot> bots = threeBots();
    for (const auto state : {Circuit::Open, Circuit::HalfOpen}) {
        bots[0].health.state = state;
        QCOMPARE(choices(poolOf(u"round_robin"_s, {member(1), member(2)}), bots, 3), (QList<qint64>{2, 2, 2}));
    }
}

void TestPoolChoice::theLeastLoadedComesFirst()
{
    const Pool pool = poolOf(u"least_loaded"_s, {member(1), member(2), member(3)});
    const PoolChoice choice(pool, threeBots(), {{1, 300}, {2, 30}, {3, 300}});
    for (quint64 turn = 0; turn < 20; ++turn)
        QCOMPARE(choice.bot(turn), std::optional<qint64>(2));
}

void TestPoolChoice::equalLoadsTakeTurns()
{
    const Pool pool = poolOf(u"least_loaded"_s, {member(1, 9), member(2), member(3)});
    QCOMPARE(choices(pool, threeBots(), 6), (QList<qint64>{1, 2, 3, 1, 2, 3}));
    const PoolChoice choice(pool, threeBots(), {{1, 70}, {2, 70}, {3, 70}});
    QCOMPARE(choice.bot(0), std::optional<qint64>(1));
    QCOMPARE(choice.bot(1), std::optional<qint64>(2));
}

static Pool stickyPool(const QString &strategy = u"priority"_s)
{
    Pool pool = poolOf(strategy, {member(1, 1, 5), member(2, 1, 1), member(3, 1, 5)});
    pool.sticky = true;
    return pool;
}

void TestPoolChoice::aReturningVisitorIsLedBack()
{
    // Also to a bot that the strategy would not choose now.
    const PoolChoice choice(stickyPool(), threeBots());
    QCOMPARE(returningBot(choice, "a=b; rb=shop2_bot", "fbclid=A"), std::optional<qint64>(2));
    QCOMPARE(returningBot(choice, "rb=other_bot; rb=shop3_bot", {}), std::optional<qint64>(3));
}

void TestPoolChoice::aBotThatCannotTakeAVisitorIsNoWayBack_data()
{
    QTest::addColumn<QByteArray>("cookie");
    QTest::newRow("of no shop") << QByteArray("rb=stranger_bot");
    QTest::newRow("of another pool") << QByteArray("rb=shop4_bot");
    QTest::newRow("ill") << QByteArray("rb=shop2_bot");
    QTest::newRow("disabled") << QByteArray("rb=shop3_bot");
    QTest::newRow("nonsense") << QByteArray("rb=../../etc");
    QTest::newRow("empty") << QByteArray("rb=");
}

void TestPoolChoice::aBotThatCannotTakeAVisitorIsNoWayBack()
{
    QFETCH(QByteArray, cookie);
    QList<Bot> bots = threeBots();
    bots[1].health.state = Circuit::Open;
    Bot other = bots.first();
    other.id = 4;
    other.username = u"shop4_bot"_s;
    bots.append(other);
    Pool pool = stickyPool();
    pool.bots[2].enabled = false;
    const PoolChoice choice(pool, bots);
    QVERIFY(!returningBot(choice, cookie, {}));
    QCOMPARE(choice.bot(0), std::optional<qint64>(1));
}

void TestPoolChoice::theSameClickIdLeadsToTheSameBotWithoutACookie()
{
    const PoolChoice choice(stickyPool(u"sticky"_s), threeBots());
    QHash<qint64, int> chosen;
    for (int visitor = 0; visitor < 300; ++visitor) {
        const QByteArray query = "utm_source=FB&fbclid=click" + QByteArray::number(visitor);
        const auto bot = returningBot(choice, {}, query);
        QVERIFY(bot);
        QCOMPARE(returningBot(choice, {}, query), bot);
        ++chosen[*bot];
    }
    for (qint64 id = 1; id <= 3; ++id)
        QVERIFY2(chosen[id] > 50, qPrintable(QString::number(chosen[id])));
    const QByteArray visitor = "rv=0123456789abcdef0123456789abcdef";
    QCOMPARE(returningBot(choice, visitor, {}), returningBot(choice, visitor, {}));
    QVERIFY(returningBot(choice, visitor, {}));
    QVERIFY(!returningBot(choice, "rv=made-up", {}));
}

void TestPoolChoice::aPoolThatIsNotStickyForgets()
{
    const PoolChoice choice(poolOf(u"round_robin"_s, {member(1), member(2)}), threeBots());
    QVERIFY(!returningBot(choice, "rb=shop2_bot", "fbclid=A"));
}

QTEST_APPLESS_MAIN(TestPoolChoice)
#include "tst_poolchoice.moc"
