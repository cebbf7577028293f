// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "core/retention/retentiondesk.h"
#include "rastro/testing/fakeclock.h"
#include "storage/readingdatabase.h"
#include "storagefixture.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

/// When what is old is deleted, and how much at once. What is old: tst_retention.
class RetentionDeskTest : public QObject
{
    Q_OBJECT

private:
    static constexpr Micros day = 24 * 3'600'000'000LL;

    static void visit(StorageFixture &db, const TrackingToken &token, Micros at)
    {
        db.must([&](core::UnitOfWork &stores) {
            stores.clicks().insert(db.workspaceId, {.token = token, .firstSeenMs = at / 1000, .traffic = u"person"_s});
        });
    }

private Q_SLOTS:
    void goesThroughAllInStepsAndRestsBetweenThem()
    {
        StorageFixture db;
        constexpr int old = 20 * core::RetentionDesk::MostDeleted + 1;
        testing::FakeClock clock;
        storage::ReadingDatabase beside(db.options());
        db.must([&](auto &stores) {
            for (int i = 0; i < old + 1; ++i)
                stores.trail().add({.workspaceId = db.workspaceId,
                                    .at = i < old ? clock.now() - 31 * day : clock.now(),
                                    .step = u"x"_s,
                                    .text = u"x"_s});
        });
        const Micros longAgo = clock.now() - 9999 * day; // Clicks are kept for ever here.
        visit(db, core::TokenMinter().mint(longAgo), longAgo);
        core::RetentionDesk desk(db.database(), beside, clock,
                                 {.clicks = 0, .updates = 0, .trail = 30, .notices = 0, .sent = 0});
        QSignalSpy swept(&desk, &core::RetentionDesk::swept);
        desk.start();
        int left = old + 1;
        for (int steps = 0; swept.isEmpty(); ++steps) {
            QTRY_COMPARE(clock.pending(), 1); // nothing goes on before the pause is over
            const int now = db.peek(u"SELECT COUNT(*) FROM trail"_s).toInt();
            QVERIFY(left - now <= core::RetentionDesk::MostDeleted);
            QVERIFY(steps <= old / core::RetentionDesk::MostDeleted + 2);
            left = now;
            clock.advance(core::RetentionDesk::Pause);
            QTest::qWait(0);
        }
        QCOMPARE(left, 1);
        QCOMPARE(swept.first().first().toLongLong(), old);
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM clicks"_s).toInt(), 1);
    }

    // A click that is needed is needed for good: the next sweep does not look at it again, one of each day does.
    void goesOnWhereItEnded()
    {
        StorageFixture db;
        testing::FakeClock clock;
        storage::ReadingDatabase beside(db.options());
        constexpr Micros hour = 3'600'000'000;
        core::RetentionDesk desk(db.database(), beside, clock,
                                 {.clicks = 30, .updates = 0, .trail = 0, .notices = 0, .sent = 0});
        QSignalSpy swept(&desk, &core::RetentionDesk::swept);
        qint64 deleted = 0;
        const auto sweepOnce = [&] {
            swept.clear();
            while (swept.isEmpty()) {
                QTRY_COMPARE(clock.pending(), 1);
                clock.advance(core::RetentionDesk::Pause);
                QTest::qWait(0);
            }
            deleted = swept.first().first().toLongLong();
        };
        const Micros begin = clock.now();
        core::TokenMinter minter;
        const Micros soonOld = begin - 30 * day + hour / 2;
        for (const Micros at : {begin - 40 * day, soonOld, begin})
            visit(db, minter.mint(at), at);
        desk.start();
        sweepOnce();
        QCOMPARE(deleted, 1);
        const auto behind = core::TokenMinter().mint(begin - 50 * day); // Imported: where all was gone through.
        visit(db, behind, begin - 50 * day);
        visit(db, minter.mint(begin + 1), begin + 1);
        for (int sweeps = 1; sweeps < core::RetentionDesk::FullSweep; ++sweeps) {
            clock.advance(core::RetentionDesk::Interval);
            sweepOnce();
            QCOMPARE(deleted, sweeps == 1 ? 1 : 0);
        }
        clock.advance(core::RetentionDesk::Interval);
        sweepOnce();
        QCOMPARE(deleted, 1);
        QVERIFY(!db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, behind); }));
    }
};

QTEST_GUILESS_MAIN(RetentionDeskTest)
#include "tst_retentiondesk.moc"
