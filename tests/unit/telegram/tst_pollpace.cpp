// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/source/pollpace.h"

#include <QtTest/QTest>

using namespace std::chrono_literals;
using rastro::telegram::PollPace;

/// How long a poller waits.
class PollPaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverSpinsOnQuickEmptyAnswers()
    {
        PollPace pace([] { return 0.5; });
        QCOMPARE(pace.afterAnswer(true, 0ms), 1000ms);
        QCOMPARE(pace.afterAnswer(true, 300ms), 700ms);
        QCOMPARE(pace.afterAnswer(true, 50s), 0ms);
        QCOMPARE(pace.afterAnswer(false, 0ms), 0ms);
    }

    void backsOffToAMinuteAndStartsAnewAfterSuccess()
    {
        PollPace pace([] { return 0.5; }); // no jitter
        QList<std::chrono::milliseconds> waits;
        for (int i = 0; i < 9; ++i)
            waits << pace.afterTrouble();
        QCOMPARE(waits, (QList<std::chrono::milliseconds>{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s}));
        static_cast<void>(pace.afterAnswer(false, 0ms));
        QCOMPARE(pace.afterTrouble(), 1000ms);
    }

    void waitsAtLeastAsLongAsItWasTold()
    {
        PollPace pace([] { return 0.25; });
        QCOMPARE(pace.afterTrouble(17s), 17'250ms);
    }

    void conflictsWaitFiveToSixtySeconds()
    {
        PollPace low([] { return 0.0; });
        PollPace high([] { return 0.999; });
        for (int i = 0; i < 8; ++i) {
            QVERIFY(low.afterConflict() >= 5s);
            QVERIFY(high.afterConflict() <= 60s);
        }
    }

    void jitterSpreadsByAQuarter()
    {
        PollPace low([] { return 0.0; });
        PollPace high([] { return 1.0; });
        QCOMPARE(low.afterTrouble(), 750ms);
        QCOMPARE(high.afterTrouble(), 1250ms);
    }
};

QTEST_GUILESS_MAIN(PollPaceTest)
#include "tst_pollpace.moc"
