// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/bloomfilter.h"

#include "storage/sqlite/clickkey.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::storage;

class BloomFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasNothingAtFirst()
    {
        const BloomFilter filter;
        QVERIFY(!filter.mayContain(0));
        QVERIFY(!filter.mayContain(7));
        QCOMPARE(filter.size(), std::size_t(0));
    }

    void takesTheSameKeyOnce()
    {
        BloomFilter filter;
        filter.add(7);
        filter.add(7);
        QVERIFY(filter.mayContain(7));
        QCOMPARE(filter.size(), std::size_t(1));
    }

    void neverDeniesAKey_data()
    {
        QTest::addColumn<qint64>("step");
        QTest::newRow("numbers in a row") << qint64(1);
        QTest::newRow("that differ in their upper half") << (qint64(1) << 32);
        QTest::newRow("that differ in their highest bits") << (qint64(1) << 46);
        QTest::newRow("negative") << qint64(-3);
    }

    // Through three layers, of 8 192, 65 536 and 524 288 keys.
    void neverDeniesAKey()
    {
        QFETCH(const qint64, step);
        constexpr qint64 keys = 130'000;
        BloomFilter filter;
        const auto key = [step](qint64 number) { return qint64(quint64(number) * quint64(step)); };
        for (qint64 number = 1; number <= keys; ++number)
            filter.add(key(number));
        for (qint64 number = 1; number <= keys; ++number)
            QVERIFY(filter.mayContain(key(number)));
        // What it took for known already was added all the same.
        QVERIFY(filter.size() > std::size_t(keys) * 99 / 100);
    }

    void takesFewOthersForItsOwn()
    {
        constexpr int keys = 100'000;
        BloomFilter filter;
        for (int number = 0; number < keys; ++number)
            filter.add(clickKey(ClickKeyKind::Fbclid, 0, u"IwAR2%1_aem"_s.arg(number)));
        int wrong = 0;
        for (int number = keys; number < 2 * keys; ++number)
            wrong += filter.mayContain(clickKey(ClickKeyKind::Fbclid, 0, u"IwAR2%1_aem"_s.arg(number))) ? 1 : 0;
        QVERIFY2(wrong < keys / 100, qPrintable(u"%1 of %2"_s.arg(wrong).arg(keys)));
    }
};

QTEST_APPLESS_MAIN(BloomFilterTest)
#include "tst_bloomfilter.moc"
