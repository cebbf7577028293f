// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/recentclicks.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::storage::RecentClicks;

namespace {

QString token(int number)
{
    return u"%1"_s.arg(number, 32, 16, QChar(u'0'));
}

void add(RecentClicks &clicks, qint64 key, qint64 firstSeenMs, int number, qint64 otherKey = 0)
{
    clicks.add({number, {key, otherKey}, RecentClicks::click(firstSeenMs, token(number))});
}

QStringList tokensOf(RecentClicks &clicks, qint64 key)
{
    QStringList tokens;
    for (const auto &click : clicks.of(key))
        tokens.append(click.text());
    return tokens;
}

} // namespace

class RecentClicksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheClicksOfAKeyByTime()
    {
        RecentClicks clicks;
        add(clicks, 7, 20, 2);
        add(clicks, 7, 30, 3, 8);
        add(clicks, 7, 10, 1); // Imported.
        add(clicks, 8, 15, 4);
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(1), token(2), token(3)}));
        QCOMPARE(tokensOf(clicks, 8), (QStringList{token(4), token(3)}));
        QVERIFY(clicks.of(9).empty());
        QVERIFY(clicks.of(0).empty());
    }

    void dropsInTheOrderOfArrival()
    {
        RecentClicks clicks;
        add(clicks, 7, 20, 1, 8);
        add(clicks, 7, 10, 2);
        add(clicks, 7, 30, 3);
        QCOMPARE(clicks.size(), std::size_t(3));
        QCOMPARE(clicks.first().number, 1);
        clicks.dropFirst(); // Before anybody asked.
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(2), token(3)}));
        QVERIFY(clicks.of(8).empty());
        add(clicks, 7, 5, 4, 8);
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(4), token(2), token(3)}));
        clicks.dropFirst(); // Not the oldest of its key.
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(4), token(3)}));
        clicks.dropFirst();
        QCOMPARE(tokensOf(clicks, 7), QStringList{token(4)});
        QCOMPARE(tokensOf(clicks, 8), QStringList{token(4)});
        clicks.dropFirst();
        QVERIFY(clicks.of(7).empty());
        QCOMPARE(clicks.size(), std::size_t(0));
    }

    void putsUnderTheirKeysWhatIsStillThere()
    {
        RecentClicks clicks;
        for (int i = 1; i <= 4; ++i)
            add(clicks, i, i, i);
        clicks.dropFirst();
        QCOMPARE(tokensOf(clicks, 2), QStringList{token(2)});
        add(clicks, 9, 9, 5);
        clicks.dropFirst();
        clicks.dropFirst();
        clicks.dropFirst();
        clicks.dropFirst(); // Its key was never asked for.
        for (const qint64 key : {1, 2, 3, 4, 9})
            QVERIFY(clicks.of(key).empty());
    }

    void countsThoseBehindANumber()
    {
        RecentClicks clicks;
        QCOMPARE(clicks.countBehind(0), 0);
        for (const int number : {10, 20, 1000, 1001})
            add(clicks, 7, 1, number);
        QCOMPARE(clicks.countBehind(0), 4);
        QCOMPARE(clicks.countBehind(10), 3);
        QCOMPARE(clicks.countBehind(500), 2);
        QCOMPARE(clicks.countBehind(1001), 0);
        clicks.dropFirst();
        QCOMPARE(clicks.countBehind(0), 3);
    }

    // Each one that walked through the others would make this a matter of minutes.
    void oneKeyOfManyClicksIsNoBurden()
    {
        constexpr int many = 300'000;
        RecentClicks clicks;
        for (int i = 0; i < many; ++i)
            add(clicks, 7, i, i);
        QCOMPARE(clicks.of(7).size(), std::size_t(many));
        for (int i = 0; i < many - 1; ++i)
            clicks.dropFirst();
        QCOMPARE(tokensOf(clicks, 7), QStringList{token(many - 1)});
    }
};

QTEST_GUILESS_MAIN(RecentClicksTest)
#include "tst_recentclicks.moc"
