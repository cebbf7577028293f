// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/onceaminute.h"

#include <QtTest/QTest>

using rastro::web::OnceAMinute;

class TestOnceAMinute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysAThingOnceAMinuteForEachKey();
};

void TestOnceAMinute::saysAThingOnceAMinuteForEachKey()
{
    constexpr rastro::Micros second = 1'000'000;
    constexpr rastro::Micros start = 1'700'000'000 * second;
    OnceAMinute once;
    QVERIFY(once.isDue(1, start));
    QVERIFY(!once.isDue(1, start));
    QVERIFY(once.isDue(2, start));
    QVERIFY(!once.isDue(1, start + 59 * second));
    QVERIFY(once.isDue(1, start + 60 * second));
    QVERIFY(!once.isDue(1, start + 61 * second));
}

QTEST_APPLESS_MAIN(TestOnceAMinute)
#include "tst_onceaminute.moc"
