// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/backoff.h"

#include <QtTest/QTest>

using namespace std::chrono_literals;
using rastro::redis::Backoff;

class BackoffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTenSeconds()
    {
        Backoff backoff([] { return 0.0; });
        for (const auto half : {50ms, 100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms})
            QCOMPARE(backoff.next(), half);
    }

    void startsAgainAfterASuccess()
    {
        Backoff backoff([] { return 0.0; });
        for (int i = 0; i < 100; ++i)
            std::ignore = backoff.next();
        backoff.reset();
        QCOMPARE(backoff.next(), 50ms);
    }

    void spreadsNodesOverTheUpperHalf()
    {
        Backoff backoff([] { return 0.999; });
        QCOMPARE(backoff.next(), 99ms);
        QCOMPARE(backoff.next(), 199ms);
    }
};

QTEST_GUILESS_MAIN(BackoffTest)
#include "tst_backoff.moc"
