// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

#include "core/nodes/nodelife.h"

#include <latch>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr Micros now = StorageFixture::start;
constexpr Micros claim = now + 60'000'000;
const auto lease = u"bot:1"_s;

// Another server on the same database.
class OtherNode
{
public:
    OtherNode(const StorageFixture &db, const QString &node)
    {
        auto options = db.options();
        options.node = node;
        auto opened = storage::SqlDatabase::open(options);
        if (!opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        m_database = *std::move(opened);
    }

    template <class Work>
    auto get(Work work)
    {
        std::optional<std::invoke_result_t<Work, core::UnitOfWork &>> value;
        std::promise<Result<void>> done;
        m_database->submit([&](core::UnitOfWork &stores) { value.emplace(work(stores)); },
                           [&](const Result<void> &stored) { done.set_value(stored); });
        if (const auto stored = done.get_future().get(); !stored)
            qFatal("%s", qUtf8Printable(stored.error().message));
        return *std::move(value);
    }
    void must(const core::Database::Work &work)
    {
        get([&](core::UnitOfWork &stores) {
            work(stores);
            return true;
        });
    }

private:
    std::unique_ptr<storage::SqlDatabase> m_database;
};

void join(core::UnitOfWork &uow)
{
    core::joinNodes(uow, u"host:"_s + uow.nodes().self(), {}, now);
}

// As after a silence that is longer than a node may be silent.
void fallSilent(core::UnitOfWork &uow)
{
    uow.nodes().beat({}, -1s, now);
}

core::MessageRow message(const StorageFixture &db, const QString &key, qint64 chat)
{
    core::MessageRow row;
    row.botId = db.botId;
    row.chatId = chat;
    row.key = key;
    row.purpose = u"pix"_s;
    row.method = u"sendMessage"_s;
    row.runAt = now;
    return row;
}

} // namespace

/// Several servers on one database: who lives, and who may do what only one may do.
class NodeStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneNodeHasALease()
    {
        StorageFixture db;
        OtherNode other(db, u"other"_s);
        db.must(join);
        other.must(join);
        const auto take = [](core::UnitOfWork &uow) { return uow.nodes().take(lease); };
        QCOMPARE(db.get(take), std::optional<qint64>(1));
        QCOMPARE(other.get(take), std::nullopt);
        QCOMPARE(db.get(take), std::optional<qint64>(1)); // And keeps it.
        const auto holds = [](core::UnitOfWork &uow) { return uow.nodes().holds(lease, 1); };
        QVERIFY(db.get(holds));
        QVERIFY(!other.get(holds));
    }

    void theLeaseOfASilentNodeIsTakenWithANewFence()
    {
        StorageFixture db;
        OtherNode other(db, u"other"_s);
        db.must(join);
        other.must(join);
        QCOMPARE(db.get([](core::UnitOfWork &uow) { return uow.nodes().take(lease); }), std::optional<qint64>(1));
        db.must(fallSilent);
        QCOMPARE(other.get([](core::UnitOfWork &uow) { return uow.nodes().take(lease); }), std::optional<qint64>(2));
        db.must([](core::UnitOfWork &uow) {
            core::beatNode(uow, u"this"_s, now); // It wakes up.
            QVERIFY(!uow.nodes().holds(lease, 1));
            QCOMPARE(uow.nodes().take(lease), std::nullopt);
        });
    }

    void aNodeThatEndsWellLeavesAllAtOnce()
    {
        StorageFixture db;
        OtherNode other(db, u"other"_s);
        db.must(join);
        other.must(join);
        db.must([&](core::UnitOfWork &uow) {
            QVERIFY(uow.nodes().take(lease).has_value());
            uow.messages().add(message(db, u"a"_s, 7));
            QCOMPARE(uow.messages().claimDue(db.botId, now, claim, 10).size(), 1);
            core::leaveNodes(uow, now);
        });
        other.must([&](core::UnitOfWork &uow) {
            QCOMPARE(uow.nodes().take(lease), std::optional<qint64>(2));
            QCOMPARE(uow.messages().claimDue(db.botId, now, claim, 10).size(), 1);
        });
    }

    void whatASilentNodeClaimedIsDueAndWhatALivingOneClaimedIsNot()
    {
        StorageFixture db;
        OtherNode living(db, u"living"_s);
        OtherNode dead(db, u"dead"_s);
        db.must(join);
        living.must(join);
        dead.must(join);
        const auto claimOne = [&](core::UnitOfWork &uow) { return uow.messages().claimDue(db.botId, now, claim, 1); };
        db.must([&](core::UnitOfWork &uow) {
            uow.messages().add(message(db, u"dead's"_s, 7));
            uow.messages().add(message(db, u"living's"_s, 8));
        });
        const auto lost = dead.get(claimOne).first();
        QCOMPARE(lost.key, u"dead's"_s);
        QCOMPARE(living.get(claimOne).first().key, u"living's"_s);
        dead.must(fallSilent);
        db.must([](core::UnitOfWork &uow) { core::beatNode(uow, u"this"_s, now); });
        const auto due =
            db.get([&](core::UnitOfWork &uow) { return uow.messages().claimDue(db.botId, now, claim, 9); });
        QCOMPARE(due.size(), 1);
        QCOMPARE(due.first().key, u"dead's"_s);
        QVERIFY(!dead.get([&](core::UnitOfWork &uow) { return uow.messages().finish(lost, u"sent"_s, {}, 0); }));
        QVERIFY(db.get([&](core::UnitOfWork &uow) { return uow.messages().finish(due.first(), u"sent"_s, {}, 0); }));
    }

    void aServerTakesOverFromAPredecessorThatIsKnownToBeDeadAtOnce()
    {
        StorageFixture db;
        OtherNode predecessor(db, u"predecessor"_s);
        predecessor.must([&](core::UnitOfWork &uow) {
            join(uow);
            QVERIFY(uow.nodes().take(lease).has_value());
            uow.messages().add(message(db, u"a"_s, 7));
            QCOMPARE(uow.messages().claimDue(db.botId, now, claim, 10).size(), 1);
        });
        db.must([&](core::UnitOfWork &uow) {
            join(uow);
            QVERIFY(uow.messages().claimDue(db.botId, now, claim, 10).isEmpty());
            QVERIFY(!uow.nodes().take(lease).has_value());
            core::joinNodes(uow, {}, {u"predecessor"_s, u"one who was forgotten"_s}, now);
            QCOMPARE(uow.messages().claimDue(db.botId, now, claim, 10).size(), 1);
            QVERIFY(uow.nodes().take(lease).has_value());
        });
    }

    void silentNodesAreForgottenAndComeBack()
    {
        StorageFixture db;
        OtherNode other(db, u"other"_s);
        other.must(join);
        db.must([&](core::UnitOfWork &uow) {
            uow.nodes().forget(-1s);
            join(uow);
        });
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM nodes"_s).toInt(), 1);
        other.must([](core::UnitOfWork &uow) { core::beatNode(uow, u"other"_s, now); });
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM nodes"_s).toInt(), 2);
    }

    void everyNodeIsListedWithWhatOnlyItDoes()
    {
        StorageFixture db;
        OtherNode other(db, u"other"_s);
        db.must([](core::UnitOfWork &uow) {
            join(uow);
            QVERIFY(uow.nodes().take(lease).has_value());
        });
        other.must(join);
        other.must(fallSilent);
        const auto nodes = db.get([](core::UnitOfWork &uow) { return uow.nodes().all(); });
        QCOMPARE(nodes.size(), 2);
        const auto &self = nodes[0].id == u"other"_s ? nodes[1] : nodes[0];
        const auto &silent = nodes[0].id == u"other"_s ? nodes[0] : nodes[1];
        QVERIFY(self.lives && !silent.lives);
        QCOMPARE(self.leases, QStringList{lease});
        QCOMPARE(self.place, u"host:"_s + db.options().node);
        QVERIFY(self.silence >= 0s && self.age >= self.silence);
        QVERIFY(self.clockAhead < 0s); // The fixture's clock stands still, some time ago.
        QVERIFY(silent.leases.isEmpty());
    }

    void anUpdateIsHandledByOneNodeOnly()
    {
        StorageFixture db;
        OtherNode other(db, u"other"_s);
        db.must([&](core::UnitOfWork &uow) {
            uow.updates().insert(db.botId, {{.botId = db.botId, .updateId = 5, .userId = 7, .kind = u"message"_s}}, 6);
        });
        const auto take = [&](core::UnitOfWork &uow) { return uow.updates().take(db.botId, 5); };
        if (TestDatabase::isServer()) { // SQLite lets one write at a time anyway.
            std::latch taken(1);
            std::latch seen(1);
            db.database().submit(
                [&](core::UnitOfWork &uow) {
                    if (!take(uow))
                        qFatal("nobody else has it yet");
                    taken.count_down();
                    seen.wait();
                },
                [](const Result<void> &) {});
            taken.wait();
            QVERIFY(!other.get(take));
            seen.count_down();
        }
        QVERIFY(db.get([&](core::UnitOfWork &uow) {
            const bool mine = take(uow);
            uow.updates().settle(db.botId, 5, u"done"_s, {});
            return mine;
        }));
        QVERIFY(!other.get(take));
    }
};

QTEST_GUILESS_MAIN(NodeStoreTest)
#include "tst_nodestore.moc"
