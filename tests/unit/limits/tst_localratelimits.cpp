// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/localratelimits.h"

#include <QtTest/QTest>
#include <rastro/testing/fakeclock.h>

using namespace std::chrono_literals;
using namespace rastro::core;

/// Limits as one node keeps them.
class LocalRateLimitsTest : public QObject
{
    Q_OBJECT

private:
    rastro::testing::FakeClock m_clock;

    std::chrono::microseconds take(LocalRateLimits &limits, const QList<RateLimit> &asked)
    {
        std::optional<std::chrono::microseconds> answer;
        limits.take(asked, this, [&](std::chrono::microseconds wait) { answer = wait; });
        return answer.value_or(-1us);
    }

private Q_SLOTS:
    void aBurstGoesAndThenSoManyASecond()
    {
        LocalRateLimits limits(m_clock);
        const QList<RateLimit> chat{{"chat", 2, 3}};
        for (int i = 0; i < 3; ++i)
            QCOMPARE(take(limits, chat), 0us);
        QCOMPARE(take(limits, chat), 500ms);
        m_clock.advance(500ms);
        QCOMPARE(take(limits, chat), 0us);
        QCOMPARE(take(limits, chat), 500ms);
    }

    void whatIsRefusedByOneLimitIsCountedUnderNone()
    {
        LocalRateLimits limits(m_clock);
        QCOMPARE(take(limits, {{"narrow", 1, 1}}), 0us);
        QCOMPARE(take(limits, {{"wide", 1, 1}, {"narrow", 1, 1}}), 1s);
        QCOMPARE(take(limits, {{"wide", 1, 1}}), 0us);
    }

    void quietNamesAreForgotten()
    {
        LocalRateLimits limits(m_clock);
        for (int i = 0; i < 5000; ++i) {
            QCOMPARE(take(limits, {{QByteArray::number(i), 1, 1}}), 0us);
            m_clock.advance(10ms);
        }
        QVERIFY(limits.remembered() <= 1024);
    }
};

QTEST_GUILESS_MAIN(LocalRateLimitsTest)
#include "tst_localratelimits.moc"
