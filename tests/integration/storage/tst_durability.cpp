// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>

class DurabilityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNoAcknowledgedClickWhenKilled()
    {
        StorageFixture db;
        QByteArrayList acknowledged;
        for (int round = 0; round < 5; ++round) {
            QProcess writer;
            writer.start(QStringLiteral(CLICKWRITER), {db.where().url()});
            QByteArray said;
            const auto enough = 4000 + QRandomGenerator::global()->bounded(60'000);
            while (said.size() < enough && writer.waitForReadyRead(30'000))
                said += writer.readAllStandardOutput();
            writer.kill(); // SIGKILL, in the middle of its work.
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            said += writer.readAllStandardOutput();
            auto tokens = said.split('\n');
            tokens.removeLast(); // Empty, or cut off.
            QVERIFY(tokens.size() > 100);
            acknowledged += tokens;
        }
        db.reopen();
        const auto lost = db.get([&](core::UnitOfWork &stores) {
            return std::count_if(acknowledged.begin(), acknowledged.end(), [&](const QByteArray &text) {
                const auto token = TrackingToken::parse(QString::fromLatin1(text));
                return !token || !stores.clicks().byToken(db.workspaceId, *token);
            });
        });
        QCOMPARE(lost, 0);
        const auto counted = db.get([&](auto &stores) { return stores.clicks().count(db.workspaceId).people; });
        QVERIFY(counted >= acknowledged.size());
        // Counted together with what it counts: no kill can part them.
        QCOMPARE(db.peek(u"SELECT CAST(SUM(visits) AS BIGINT) FROM funnel_days"_s).toLongLong(),
                 db.peek(u"SELECT COUNT(*) FROM clicks"_s).toLongLong());
    }

    void goesOnWhenThereIsRoomAgain()
    {
        if (TestDatabase::isServer())
            QSKIP("the disk is the server's own");
        StorageFixture full;
        const auto longText = [&full](int length) {
            return [&full, length](core::UnitOfWork &stores) {
                core::TrailEntry entry;
                entry.workspaceId = full.workspaceId;
                entry.step = u"test"_s;
                entry.text = QString(length, u'x');
                stores.trail().add(entry);
            };
        };
        full.fillDisk(200'000);
        const auto tooMuch = full.run(longText(1'000'000));
        QVERIFY(!tooMuch);
        QCOMPARE(tooMuch.error().code, u"storage.full"_s);
        QCOMPARE(tooMuch.error().kind, ErrorClass::Retry);
        QVERIFY(tooMuch.error().message.contains(u"Make room"_s));
        QVERIFY(full.run(longText(10))); // A small one still fits, on the same connection.
        full.fillDisk(0);
        QVERIFY(full.run(longText(1'000'000)));
        QCOMPARE(full.get([&](auto &stores) { return stores.trail().after(full.workspaceId, 0, 10); }).size(), 2);
    }

    void storesWhatStillFitsOnAFullDisk()
    {
        if (TestDatabase::isServer())
            QSKIP("the disk is the server's own");
        StorageFixture db;
        db.fillDisk(160'000); // One of the long ones, and all of the short ones.
        std::atomic<int> stored{0};
        std::atomic<int> refused{0};
        for (int i = 0; i < 200; ++i) {
            db.database().submit(
                [&db, i](core::UnitOfWork &stores) {
                    core::TrailEntry entry;
                    entry.workspaceId = db.workspaceId;
                    entry.step = u"test"_s;
                    entry.text = QString(i % 10 == 0 ? 100'000 : 10, u'x');
                    stores.trail().add(entry);
                },
                [&](const Result<void> &done) { ++(done ? stored : refused); });
        }
        db.must([](core::UnitOfWork &) {});
        QCOMPARE(refused.load(), 19);
        QCOMPARE(stored.load(), 181);
        db.fillDisk(0);
        const auto rows = db.get([&](auto &stores) { return stores.trail().after(db.workspaceId, 0, 1000); });
        QCOMPARE(rows.size(), stored.load()); // What was acknowledged, and nothing else.
    }
};

QTEST_GUILESS_MAIN(DurabilityTest)
#include "tst_durability.moc"
