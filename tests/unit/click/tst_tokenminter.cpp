// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"
#include "core/click/tokenminter.h"

#include <QtCore/QSet>
#include <QtTest/QTest>
#include <thread>

using namespace rastro;
using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestTokenMinter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsWithTheMilliseconds();
    void hasTheLayoutOfUuid7();
    void growsWithinOneMillisecond();
    void growsWhenTheClockIsSetBack();
    void neverRepeatsAcrossThreads();
    void isNotGuessableFromItsNeighbour();
    void hexIdsAreUniqueAndWellFormed();
};

constexpr Micros NOW = 1'700'000'000'123'456;

void TestTokenMinter::beginsWithTheMilliseconds()
{
    TokenMinter minter;
    QCOMPARE(minter.mint(NOW).toString().left(12), u"018bcfe5687b"_s);
}

void TestTokenMinter::hasTheLayoutOfUuid7()
{
    TokenMinter minter;
    for (int i = 0; i < 100; ++i) {
        const QString token = minter.mint(NOW).toString();
        QVERIFY(isHexId(token));
        QCOMPARE(token.at(12), u'7');
        QVERIFY2(u"89ab"_s.contains(token.at(16)), qPrintable(token));
    }
}

void TestTokenMinter::growsWithinOneMillisecond()
{
    TokenMinter minter;
    QString last = minter.mint(NOW).toString();
    for (int i = 0; i < 20'000; ++i) { // more than the counter holds
        const QString next = minter.mint(NOW).toString();
        QVERIFY2(last < next, qPrintable(last + u" then "_s + next));
        last = next;
    }
}

void TestTokenMinter::growsWhenTheClockIsSetBack()
{
    TokenMinter minter;
    const QString before = minter.mint(NOW).toString();
    QVERIFY(before < minter.mint(NOW - 3'600'000'000).toString());
}

void TestTokenMinter::neverRepeatsAcrossThreads()
{
    TokenMinter minter;
    std::array<QStringList, 4> minted;
    std::vector<std::thread> threads;
    for (QStringList &mine : minted) {
        threads.emplace_back([&minter, &mine] {
            for (int i = 0; i < 5000; ++i)
                mine.append(minter.mint(NOW).toString());
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QSet<QString> first16; // time and counter alone are unique already
    for (const QStringList &mine : minted) {
        for (const QString &token : mine)
            first16.insert(token.left(16));
    }
    QCOMPARE(first16.size(), 20'000);
}

void TestTokenMinter::isNotGuessableFromItsNeighbour()
{
    TokenMinter minter;
    QSet<QString> tails;
    for (int i = 0; i < 1000; ++i)
        tails.insert(minter.mint(NOW).toString().mid(17));
    QCOMPARE(tails.size(), 1000);
}

void TestTokenMinter::hexIdsAreUniqueAndWellFormed()
{
    QSet<QString> ids;
    for (int i = 0; i < 1000; ++i)
        ids.insert(randomHexId());
    QCOMPARE(ids.size(), 1000);
    QVERIFY(std::all_of(ids.begin(), ids.end(), [](const QString &id) { return isHexId(id); }));
    QVERIFY(!isHexId(u"0123456789ABCDEF0123456789abcdef"_s));
    QVERIFY(!isHexId(u"tracking_0123456789abcdef0123456"_s));
}

QTEST_APPLESS_MAIN(TestTokenMinter)
#include "tst_tokenminter.moc"
