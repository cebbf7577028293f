// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrivaldesk.h"
#include "core/attribution/latearrivals.h"
#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "hangingdatabase.h"
#include "silentspool.h"
#include "storage/spool/fileclickspool.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::test;
using storage::FileClickSpool;

namespace {

constexpr auto patience = 40ms;

/// What a visitor was told.
struct Visitor
{
    std::atomic<int> answers{0};
    std::atomic<bool> isStored{false};
};

Result<void> isFull()
{
    return tl::unexpected<Error>({u"spool.full"_s, u"It is full."_s, ErrorClass::Retry, {}, false});
}

} // namespace

Q_DECLARE_METATYPE(rastro::test::Ending)

// Clicks that a database keeps waiting are durable in the spool before their visitors are sent on, and count once,
// whatever becomes of what hung.
class OverdueClicksTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_fixture;
    core::RosterHolder m_roster;
    core::TokenMinter m_minter;
    QTemporaryDir m_folder;

    core::CapturedClick newClick()
    {
        Click click{.token = m_minter.mint(StorageFixture::start)};
        click.poolId = m_fixture->poolId;
        click.botId = m_fixture->botId;
        click.fbclid = core::randomHexId();
        click.firstSeenMs = StorageFixture::start / 1000;
        click.traffic = u"person"_s;
        click.pageviewEventId = core::randomHexId();
        return {click, {u"a note"_s}, true};
    }
    QString come(core::ArrivalDesk &desk, Visitor &visitor)
    {
        const auto click = newClick();
        desk.record(click, m_fixture->workspaceId, [&visitor](const Result<void> &done) {
            visitor.isStored = done.has_value();
            ++visitor.answers;
        });
        return click.click.token.toString();
    }
    [[nodiscard]] qint64 peek(const QString &statement) const { return m_fixture->peek(statement).toLongLong(); }
    [[nodiscard]] qint64 stored(const QString &token) const
    {
        return peek(u"SELECT COUNT(*) FROM clicks WHERE token = '%1'"_s.arg(token));
    }
    [[nodiscard]] qint64 clicks() const { return peek(u"SELECT COUNT(*) FROM clicks"_s); }
    // Everything that is counted of a click.
    [[nodiscard]] QList<qint64> counts() const
    {
        return {clicks(), peek(u"SELECT COALESCE(SUM(n), 0) FROM row_counts WHERE subject = 'clicks'"_s),
                peek(u"SELECT COALESCE(SUM(visits), 0) FROM funnel_days"_s),
                peek(u"SELECT COALESCE(SUM(people), 0) FROM redirect_minutes"_s),
                peek(u"SELECT COUNT(*) FROM trail WHERE step = 'click.noted'"_s)};
    }
    /// A database that hangs, and a click that waits for it and for the spool.
    struct Hung
    {
        SilentSpool spool;
        HangingDatabase database;
        core::ArrivalDesk desk;
        Visitor visitor;
        QString token;
        storage::SqlDatabase &served; // Stopped before the desk goes.

        explicit Hung(OverdueClicksTest &test)
            : database(test.m_fixture->database())
            , desk(
                  database, test.m_roster, [] {}, &spool, patience)
            , served(test.m_fixture->database())
        {
            database.hang();
            token = test.come(desk, visitor);
            if (!QTest::qWaitFor([this] { return spool.asked() == 1; }))
                qFatal("The click did not become overdue.");
        }
        ~Hung() { served.stop(); }
        Q_DISABLE_COPY_MOVE(Hung)

        [[nodiscard]] quint64 lost() const { return desk.counters().lost; }
    };
    [[nodiscard]] static quint64 countedAtOnce(const core::ArrivalDesk &desk)
    {
        quint64 sum = 0;
        const auto counters = desk.counters();
        for (const auto &[kind, n] : counters.stored)
            sum += n;
        return sum;
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StorageFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void whatBecomesOfTheBatchMakesNoDifference_data()
    {
        QTest::addColumn<Ending>("ending");
        QTest::newRow("stored after all") << Ending::Stored;
        QTest::newRow("refused at last") << Ending::Refused;
        QTest::newRow("stored, and nobody heard of it") << Ending::StoredUnheard;
    }

    void whatBecomesOfTheBatchMakesNoDifference()
    {
        QFETCH(Ending, ending);
        FileClickSpool spool({.folder = m_folder.filePath(core::randomHexId()), .limits = {}, .pause = 20ms});
        spool.start();
        HangingDatabase database(m_fixture->database());
        core::ArrivalDesk desk(
            database, m_roster, [] {}, &spool, patience);
        core::LateArrivals late(database, m_roster, [] {});
        spool.replayTo([&late](QList<core::Arrival> arrivals, std::function<void(core::ClickSpool::Outcome)> done) {
            late.replay(std::move(arrivals), std::move(done));
        });
        database.hang();
        constexpr int people = 3;
        std::array<Visitor, people> visitors;
        QStringList tokens;
        for (auto &visitor : visitors) {
            tokens.append(come(desk, visitor));
            QTRY_COMPARE(visitor.answers, 1); // So that the next one is of another batch.
            QVERIFY(visitor.isStored);
            QVERIFY(spool.holds(tokens.last()));
        }
        QCOMPARE(clicks(), 0);
        database.goOn(ending);
        QTRY_COMPARE(spool.counters().waiting, 0U);
        QTRY_COMPARE(spool.counters().bytes, 0);
        QTRY_COMPARE(desk.counters().waiting, 0);
        for (const auto &token : std::as_const(tokens))
            QCOMPARE(stored(token), 1);
        QCOMPARE(counts(), QList<qint64>(5, people));
        QCOMPARE(countedAtOnce(desk) + spool.counters().replayed, quint64(people));
        for (const auto &visitor : visitors)
            QCOMPARE(visitor.answers, 1);
        m_fixture->database().stop();
    }

    void onlyWhatIsOverdueIsSpooled()
    {
        SilentSpool spool;
        HangingDatabase database(m_fixture->database());
        core::ArrivalDesk desk(
            database, m_roster, [] {}, &spool, 1s); // Longer than a commit takes.
        std::array<Visitor, 3> visitors;
        come(desk, visitors[0]);
        QTRY_COMPARE(visitors[0].answers, 1);
        database.hang();
        come(desk, visitors[1]);
        come(desk, visitors[2]); // They share a batch, so they are overdue together.
        QTRY_COMPARE(spool.asked(), 2);
        spool.say({});
        QCOMPARE(visitors[1].answers, 1);
        QCOMPARE(visitors[2].answers, 1);
        QCOMPARE(spool.asked(), 2);
        QCOMPARE(countedAtOnce(desk), 1U);
        database.goOn(Ending::Stored);
        QTRY_COMPARE(desk.counters().waiting, 0);
        m_fixture->database().stop();
    }

    void aClickWhoseSpoolIsSlowIsAnsweredByTheDatabase()
    {
        Hung hung(*this);
        hung.database.goOn(Ending::Stored);
        QTRY_COMPARE(hung.visitor.answers, 1);
        QVERIFY(hung.visitor.isStored);
        hung.spool.say({});
        QCOMPARE(hung.visitor.answers, 1);
        QCOMPARE(stored(hung.token), 1);
        QCOMPARE(hung.lost(), 0U);
    }

    void aRefusalThatComesWhileTheSpoolWritesIsNotSpooledAgain()
    {
        Hung hung(*this);
        hung.database.goOn(Ending::Refused);
        QTRY_COMPARE(hung.desk.counters().waiting, 0);
        QCOMPARE(hung.visitor.answers, 0);
        hung.spool.say({});
        QCOMPARE(hung.visitor.answers, 1);
        QVERIFY(hung.visitor.isStored);
        QCOMPARE(hung.spool.asked(), 1);
        QCOMPARE(hung.lost(), 0U);
    }

    // Its visitor is told at once. It is lost only once it is known that the database does not take it, either.
    void aClickThatTheSpoolRefusesMayYetBeStored()
    {
        Hung hung(*this);
        hung.spool.say(isFull());
        QCOMPARE(hung.visitor.answers, 1);
        QVERIFY(!hung.visitor.isStored);
        QCOMPARE(hung.lost(), 0U);
        hung.database.goOn(Ending::Stored);
        QTRY_COMPARE(hung.desk.counters().waiting, 0);
        QCOMPARE(stored(hung.token), 1);
        QCOMPARE(countedAtOnce(hung.desk), 1U);
        QCOMPARE(hung.spool.asked(), 1);
        QCOMPARE(hung.lost(), 0U);
        QCOMPARE(hung.visitor.answers, 1);
    }

    void aClickThatBothRefuseIsLostOnce_data()
    {
        QTest::addColumn<bool>("hasRoomAgain");
        QTest::addColumn<quint64>("lost");
        QTest::newRow("the spool has room again") << true << quint64(0);
        QTest::newRow("it has not") << false << quint64(1);
    }

    void aClickThatBothRefuseIsLostOnce()
    {
        QFETCH(bool, hasRoomAgain);
        QFETCH(quint64, lost);
        Hung hung(*this);
        hung.spool.say(isFull());
        hung.database.goOn(Ending::Refused);
        QTRY_COMPARE(hung.spool.asked(), 2);
        QCOMPARE(hung.lost(), 0U);
        hung.spool.say(hasRoomAgain ? Result<void>() : isFull());
        QCOMPARE(hung.lost(), lost);
        QCOMPARE(hung.visitor.answers, 1);
        QCOMPARE(hung.desk.counters().waiting, 0);
    }

    void whicheverRefusesLast_data()
    {
        QTest::addColumn<Ending>("ending");
        QTest::addColumn<quint64>("lost");
        QTest::newRow("the database has taken it") << Ending::Stored << quint64(0);
        QTest::newRow("the database has refused it") << Ending::Refused << quint64(1);
    }

    void whicheverRefusesLast()
    {
        QFETCH(Ending, ending);
        QFETCH(quint64, lost);
        Hung hung(*this);
        hung.database.goOn(ending);
        QTRY_COMPARE(hung.desk.counters().waiting, 0);
        hung.spool.say(isFull());
        QCOMPARE(hung.lost(), lost);
        QCOMPARE(countedAtOnce(hung.desk), 1 - lost);
        QCOMPARE(hung.visitor.answers, 1);
    }
};

QTEST_GUILESS_MAIN(OverdueClicksTest)
#include "tst_overdueclicks.moc"
