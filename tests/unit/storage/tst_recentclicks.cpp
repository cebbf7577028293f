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
        clicks.add(7, 20, token(2));
        clicks.add(7, 30, token(3));
        clicks.add(7, 10, token(1)); // Imported.
        clicks.add(8, 15, token(4));
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(1), token(2), token(3)}));
        QCOMPARE(tokensOf(clicks, 8), QStringList{token(4)});
        QVERIFY(clicks.of(9).empty());
    }

    void removesFromAnyPlace()
    {
        RecentClicks clicks;
        for (int i = 0; i < 5; ++i)
            clicks.add(7, i, token(i));
        clicks.remove(7, token(0));
        clicks.remove(7, token(3));
        clicks.remove(7, token(3));
        clicks.remove(8, token(1));
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(1), token(2), token(4)}));
        clicks.add(7, 9, token(9));
        clicks.remove(7, token(1));
        clicks.remove(7, token(2));
        QCOMPARE(tokensOf(clicks, 7), (QStringList{token(4), token(9)}));
        clicks.remove(7, token(9));
        clicks.remove(7, token(4));
        QVERIFY(clicks.of(7).empty());
        clicks.add(7, 1, token(1));
        clicks.clear();
        QVERIFY(clicks.of(7).empty());
    }

    void removesInTheOrderOfArrivalWithoutBeingAsked()
    {
        RecentClicks clicks;
        for (int i = 0; i < 4; ++i)
            clicks.add(i, i, token(i));
        clicks.remove(0, token(0));
        clicks.remove(2, token(2)); // Out of order: what was rolled back stays behind.
        clicks.add(9, 9, token(9));
        clicks.remove(3, token(3));
        clicks.remove(9, token(8)); // Never was there.
        QCOMPARE(tokensOf(clicks, 1), QStringList{token(1)});
        QCOMPARE(tokensOf(clicks, 9), QStringList{token(9)});
        for (const qint64 key : {0, 2, 3})
            QVERIFY(clicks.of(key).empty());
    }

    // Each removal that walked through the others would make this a matter of minutes.
    void oneKeyOfManyClicksIsNoBurden()
    {
        constexpr int many = 300'000;
        RecentClicks clicks;
        for (int i = 0; i < many; ++i)
            clicks.add(7, i, token(i));
        QCOMPARE(clicks.of(7).size(), std::size_t(many));
        for (int i = 0; i < many - 1; ++i)
            clicks.remove(7, token(i));
        QCOMPARE(tokensOf(clicks, 7), QStringList{token(many - 1)});
    }
};

QTEST_GUILESS_MAIN(RecentClicksTest)
#include "tst_recentclicks.moc"
