// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include <QtCore/QEventLoop>
#include <QtCore/QThread>
#include <QtTest/QSignalSpy>
#include <latch>

namespace {

core::TrailEntry entry(const StorageFixture &db, const QString &text)
{
    core::TrailEntry entry;
    entry.workspaceId = db.workspaceId;
    entry.step = u"test.step"_s;
    entry.text = text;
    return entry;
}

// Holds the storage thread, so that what is submitted meanwhile waits together.
class Barrier
{
public:
    explicit Barrier(StorageFixture &db)
    {
        db.database().submit(
            [this](core::UnitOfWork &) {
                m_isHolding.count_down();
                m_gate.wait();
            },
            [](const Result<void> &) {});
        m_isHolding.wait(); // Nothing that comes from now on shares its commit.
    }
    void lift() { m_gate.count_down(); }

private:
    std::latch m_isHolding{1};
    std::latch m_gate{1};
};

} // namespace

class SqlDatabaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsManyArrivalsShareOneCommit()
    {
        constexpr int arrivals = 500;
        StorageFixture db;
        Barrier barrier(db);
        const auto before = db.database().counters();
        std::latch all(arrivals);
        std::atomic<int> stored{0};
        for (int i = 0; i < arrivals; ++i) {
            db.database().submit([&](core::UnitOfWork &stores) { stores.trail().add(entry(db, u"x"_s)); },
                                 [&](const Result<void> &done) {
                                     stored += done ? 1 : 0;
                                     all.count_down();
                                 });
        }
        barrier.lift();
        all.wait();
        QCOMPARE(stored.load(), arrivals);
        const auto after = db.database().counters();
        QVERIFY(after.commits - before.commits <= 2);
        QVERIFY(after.largestBatch >= arrivals - 1);
        QCOMPARE(after.waiting, 0);
        QVERIFY(after.batches.total() - before.batches.total() <= 2);
        QVERIFY(after.batches.sum() - before.batches.sum() >= arrivals);
        QCOMPARE(after.commitSeconds.total(), after.commits);
        QVERIFY(after.commitSeconds.sum() > 0);
        const auto rows = db.get([&](auto &stores) { return stores.trail().after(db.workspaceId, 0, 1000); });
        QCOMPARE(rows.size(), arrivals);
    }

    void undoesAFailingJobAlone()
    {
        StorageFixture db;
        std::latch all(5);
        QList<Result<void>> outcomes(5);
        {
            Barrier barrier(db);
            for (int i = 0; i < 5; ++i) {
                db.database().submit(
                    [&db, i](core::UnitOfWork &stores) {
                        stores.trail().add(entry(db, QString::number(i)));
                        if (i == 2)
                            throw core::StorageFailure({u"test.failed"_s, u"The third one fails."_s});
                    },
                    [&outcomes, &all, i](const Result<void> &done) {
                        outcomes[i] = done;
                        all.count_down();
                    });
            }
            barrier.lift();
            all.wait();
        }
        for (int i = 0; i < 5; ++i)
            QCOMPARE(outcomes[i].has_value(), i != 2);
        QCOMPARE(outcomes[2].error().message, u"The third one fails."_s);
        const auto rows = db.get([&](auto &stores) { return stores.trail().after(db.workspaceId, 0, 10); });
        QStringList texts;
        for (const auto &row : rows)
            texts.append(row.text);
        QCOMPARE(texts, (QStringList{u"0"_s, u"1"_s, u"3"_s, u"4"_s}));
    }

    void undoesAllOfAJobThatTheDatabaseRefuses()
    {
        StorageFixture db;
        const auto done = db.run([&](core::UnitOfWork &stores) {
            stores.trail().add(entry(db, u"lost"_s));
            stores.shop().addButton({u"b"_s, 999, 7, u"buy"_s, 0, 0, 1}); // There is no such bot.
        });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.constraint"_s);
        QVERIFY(db.get([&](auto &stores) { return stores.trail().after(db.workspaceId, 0, 10); }).isEmpty());
    }

    void runsJobsInTheOrderOfTheirArrival()
    {
        StorageFixture db;
        QList<int> order;
        Barrier barrier(db);
        for (int i = 0; i < 100; ++i)
            db.database().submit([&order, i](core::UnitOfWork &) { order.append(i); }, [](const Result<void> &) {});
        barrier.lift();
        db.must([](core::UnitOfWork &) {});
        QCOMPARE(order.size(), 100);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void worksOffItsQueueWhenItStops()
    {
        StorageFixture db;
        std::atomic<int> stored{0};
        Barrier barrier(db);
        for (int i = 0; i < 50; ++i) {
            db.database().submit([&](core::UnitOfWork &stores) { stores.trail().add(entry(db, u"x"_s)); },
                                 [&](const Result<void> &done) { stored += done ? 1 : 0; });
        }
        barrier.lift();
        db.database().stop();
        QCOMPARE(stored.load(), 50);
        const auto late = db.run([](core::UnitOfWork &) {});
        QVERIFY(!late);
        QCOMPARE(late.error().code, u"storage.stopped"_s);
        QCOMPARE(late.error().kind, ErrorClass::Retry);
        db.reopen();
        QCOMPARE(db.get([&](auto &stores) { return stores.trail().after(db.workspaceId, 0, 100); }).size(), 50);
    }

    void refusesMoreThanItMayHold()
    {
        const QTemporaryDir folder;
        storage::DatabaseOptions options;
        options.url = storage::DatabaseUrl::sqlite(folder.filePath(u"small.db"_s));
        options.secrets =
            std::make_shared<storage::SecretBox>(storage::SecretBox::withKey(QByteArray(32, 'k')).value());
        options.queueLimit = 3;
        const auto database = storage::SqlDatabase::open(options).value();
        std::latch isRunning(1);
        std::latch gate(1);
        const auto hold = [&](core::UnitOfWork &) {
            isRunning.count_down();
            gate.wait();
        };
        database->submit(hold, [](const Result<void> &) {});
        isRunning.wait();
        QList<Error> errors;
        for (int i = 0; i < 4; ++i) {
            database->submit([](core::UnitOfWork &) {},
                             [&](const Result<void> &done) {
                                 if (!done)
                                     errors.append(done.error());
                             });
        }
        QCOMPARE(errors.size(), 1);
        QCOMPARE(errors[0].code, u"storage.overloaded"_s);
        QCOMPARE(errors[0].kind, ErrorClass::Retry);
        gate.count_down();
    }

    void deliversValuesOnTheThreadOfTheContext()
    {
        StorageFixture db;
        QObject context;
        qint64 got = 0;
        QThread *thread = nullptr;
        db.database().transact<qint64>(
            &context, [&](core::UnitOfWork &stores) { return stores.shop().workspace(u"default"_s); },
            [&](const Result<qint64> &id) {
                got = id.value();
                thread = QThread::currentThread();
            });
        QTRY_COMPARE(got, db.workspaceId);
        QCOMPARE(thread, QThread::currentThread());
    }

    // Plugins ask, too, and what they hold belongs to the core thread alone.
    void letsGoOfWhoAskedOnTheThreadOfTheContext()
    {
        constexpr int questions = 3000;
        StorageFixture db;
        QObject context;
        QEventLoop loop;
        std::atomic<int> elsewhere{0};
        int answered = 0;
        const auto letGo = [&elsewhere, here = QThread::currentThread()](void *) {
            elsewhere += QThread::currentThread() == here ? 0 : 1;
        };
        // One after the other: the answer comes while the storage thread is still about to go on.
        const std::function<void()> ask = [&] {
            db.database().execute(
                &context, [](core::UnitOfWork &) {},
                [&, held = std::shared_ptr<void>(nullptr, letGo)](const Result<void> &) {
                    if (++answered < questions)
                        ask();
                    else
                        loop.quit();
                });
        };
        ask();
        loop.exec();
        db.database().stop();
        QCOMPARE(answered, questions);
        QCOMPARE(elsewhere, 0);
    }

    void deliversErrorsToo()
    {
        StorageFixture db;
        QObject context;
        std::optional<Error> got;
        db.database().execute(
            &context,
            [](core::UnitOfWork &) {
                throw core::StorageFailure({u"test.failed"_s, u"No."_s});
            },
            [&](const Result<void> &done) { got = done.error(); });
        QTRY_VERIFY(got);
        QCOMPARE(got->code, u"test.failed"_s);
    }

    void callsNobodyBackWhoIsGone()
    {
        StorageFixture db;
        auto context = std::make_unique<QObject>();
        const auto witness = std::make_shared<int>(0);
        db.database().execute(
            context.get(), [](core::UnitOfWork &) {}, [witness](const Result<void> &) { ++*witness; });
        db.must([](core::UnitOfWork &) {}); // Committed, and on its way to this thread.
        context.reset();
        QTRY_COMPARE(witness.use_count(), 1);
        QCOMPARE(*witness, 0);
    }
};

QTEST_GUILESS_MAIN(SqlDatabaseTest)
#include "tst_sqldatabase.moc"
