// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

core::TrailEntry entry(const StorageFixture &db, const QString &token, qint64 paymentId)
{
    core::TrailEntry entry;
    entry.workspaceId = db.workspaceId;
    entry.at = 5;
    entry.step = u"click.stored"_s;
    entry.token = token;
    entry.botId = db.botId;
    entry.telegramUserId = 7;
    entry.paymentId = paymentId;
    entry.text = u"A click came."_s;
    entry.detail = {{u"pool"_s, u"summer"_s}, {u"n"_s, 1}};
    return entry;
}

} // namespace

class TrailStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEntriesByWhatTheyAreAbout()
    {
        StorageFixture db;
        const auto token = newHexId();
        db.must([&](core::UnitOfWork &stores) {
            auto &trail = stores.trail();
            trail.add(entry(db, token, 0));
            trail.add(entry(db, {}, 3));
            QCOMPARE(trail.byToken(db.workspaceId, token).size(), 1);
            QCOMPARE(trail.byToken(db.workspaceId, {}).size(), 0);
            QCOMPARE(trail.byUser(db.botId, 7).size(), 2);
            QCOMPARE(trail.byUser(db.secondBotId, 7).size(), 0);
            QCOMPARE(trail.byPayment(3).size(), 1);
            const auto read = trail.byToken(db.workspaceId, token).first();
            QCOMPARE(read.workspaceId, db.workspaceId);
            QCOMPARE(read.at, 5);
            QCOMPARE(read.step, u"click.stored"_s);
            QCOMPARE(read.botId, db.botId);
            QCOMPARE(read.telegramUserId, 7);
            QCOMPARE(read.paymentId, 0);
            QCOMPARE(read.text, u"A click came."_s);
            QCOMPARE(read.detail, entry(db, token, 0).detail);
        });
    }

    void isFollowedByItsIds()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &stores) {
            auto &trail = stores.trail();
            for (int i = 0; i < 5; ++i)
                trail.add(entry(db, {}, 0));
            const auto first = trail.after(db.workspaceId, 0, 2);
            QCOMPARE(first.size(), 2);
            QVERIFY(first[0].id < first[1].id);
            QCOMPARE(trail.after(db.workspaceId, first[1].id, 10).size(), 3);
        });
    }

    void showsNothingToAnotherWorkspace()
    {
        StorageFixture db;
        const auto token = newHexId();
        db.must([&](core::UnitOfWork &stores) {
            stores.trail().add(entry(db, token, 0));
            QVERIFY(stores.trail().byToken(db.otherWorkspaceId, token).isEmpty());
            QVERIFY(stores.trail().after(db.otherWorkspaceId, 0, 10).isEmpty());
        });
    }
};

QTEST_GUILESS_MAIN(TrailStoreTest)
#include "tst_trailstore.moc"
