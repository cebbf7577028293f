// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrivaldesk.h"
#include "core/attribution/latearrivals.h"
#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "storage/spool/fileclickspool.h"
#include "storage/spool/spoolline.h"
#include "storagefixture.h"

#include <QtCore/QProcess>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::test;
using storage::FileClickSpool;

namespace {

constexpr int clicksOfAChild = 25;

core::CapturedClick capturedClick(qint64 poolId, qint64 botId)
{
    static core::TokenMinter minter;
    Click click{.token = minter.mint(StorageFixture::start)};
    click.poolId = poolId;
    click.botId = botId;
    click.fbclid = core::randomHexId();
    click.firstSeenMs = StorageFixture::start / 1000;
    click.traffic = u"person"_s;
    click.pageviewEventId = core::randomHexId();
    return {click, {u"a note"_s}, true};
}

storage::SpoolOptions spoolIn(const QString &folder)
{
    return {.folder = folder, .limits = {.bytesPerFile = 8000, .clicksAtOnce = 10}, .pause = 20ms};
}

/// A database that may be gone for a while.
class FadingDatabase final : public core::Database
{
public:
    explicit FadingDatabase(core::Database &database)
        : m_database(database)
    {
    }
    void submit(Work work, Done done) override
    {
        if (isGone)
            done(tl::unexpected<Error>({u"storage.io"_s, u"It is gone."_s, ErrorClass::Retry, {}, false}));
        else
            m_database.submit(std::move(work), std::move(done));
    }
    std::atomic<bool> isGone{false};

private:
    core::Database &m_database;
};

Result<void> record(core::ArrivalDesk &desk, const core::CapturedClick &click, qint64 workspaceId)
{
    std::promise<Result<void>> promise;
    auto result = promise.get_future();
    desk.record(click, workspaceId, [&promise](const Result<void> &done) { promise.set_value(done); });
    return result.get();
}

auto replayBy(core::LateArrivals &late)
{
    return [&late](QList<core::Arrival> arrivals, std::function<void(core::ClickSpool::Outcome)> done) {
        late.replay(std::move(arrivals), std::move(done));
    };
}

// What a process does that will be killed: `fill` a spool, or `replay` it.
int runChild(const QStringList &arguments)
{
    const auto folder = arguments.at(2);
    if (arguments.at(1) == u"fill") {
        FileClickSpool spool(spoolIn(folder));
        spool.start();
        for (int number = 0; number < clicksOfAChild; ++number) {
            const core::Arrival arrival{arguments.at(4).toLongLong(),
                                        capturedClick(arguments.at(5).toLongLong(), arguments.at(6).toLongLong())};
            std::promise<bool> stored;
            spool.append({arrival}, [&stored](const Result<void> &done) { stored.set_value(done.has_value()); });
            if (stored.get_future().get())
                std::printf("%s\n", qPrintable(arrival.captured.click.token.toString()));
        }
        std::fflush(stdout);
        std::raise(SIGKILL);
    }
    storage::DatabaseOptions options;
    options.url = storage::DatabaseUrl::parse(arguments.at(3)).value();
    options.secrets = std::make_shared<storage::SecretBox>(storage::SecretBox::withKey(QByteArray(32, 'k')).value());
    FileClickSpool spool(spoolIn(folder));
    spool.start();
    const auto database = storage::SqlDatabase::open(options);
    core::RosterHolder roster;
    core::LateArrivals late(**database, roster, [] {});
    spool.replayTo(replayBy(late));
    while (spool.counters().waiting > 0)
        std::this_thread::sleep_for(10ms);
    (*database)->stop();
    return 0;
}

} // namespace

// Clicks that the database refuses for a while are durable in the spool, and reach it once.
class ClickSpoolTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_fixture;
    QTemporaryDir m_folder;
    int m_spools = 0;

    [[nodiscard]] QString nextFolder() { return m_folder.filePath(u"spool%1"_s.arg(++m_spools)); }
    [[nodiscard]] core::CapturedClick newClick() const { return capturedClick(m_fixture->poolId, m_fixture->botId); }
    [[nodiscard]] int stored(const QString &token) const
    {
        return m_fixture->peek(u"SELECT COUNT(*) FROM clicks WHERE token = '%1'"_s.arg(token)).toInt();
    }
    [[nodiscard]] qint64 notes() const
    {
        return m_fixture->peek(u"SELECT COUNT(*) FROM trail WHERE step = 'click.noted'"_s).toLongLong();
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StorageFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void aClickOfAnOutageIsStoredOnceWhenItIsOver()
    {
        FileClickSpool spool(spoolIn(nextFolder()));
        spool.start();
        FadingDatabase database(m_fixture->database());
        core::RosterHolder roster;
        core::ArrivalDesk desk(
            database, roster, [] {}, &spool);
        core::LateArrivals late(database, roster, [] {});
        spool.replayTo(replayBy(late));
        database.isGone = true;
        const auto click = newClick();
        const auto token = click.click.token.toString();
        QVERIFY(record(desk, click, m_fixture->workspaceId));
        QVERIFY(spool.holds(token));
        QCOMPARE(spool.counters().spooled, 1U);
        QVERIFY(spool.counters().bytes > 0);
        QCOMPARE(stored(token), 0);
        database.isGone = false;
        QTRY_COMPARE(spool.counters().waiting, 0U);
        QVERIFY(!spool.holds(token));
        QCOMPARE(stored(token), 1);
        QCOMPARE(notes(), 1);
        QCOMPARE(m_fixture->peek(u"SELECT fbclid FROM clicks WHERE token = '%1'"_s.arg(token)).toString(),
                 click.click.fbclid);
        QTRY_COMPARE(spool.counters().bytes, 0);
        QCOMPARE(spool.counters().replayed, 1U);
        m_fixture->database().stop();
    }

    void whatIsStoredAlreadyStaysAsItIs()
    {
        const auto folder = nextFolder();
        const auto click = newClick();
        m_fixture->must([&](core::UnitOfWork &uow) {
            core::recordArrivals(uow, {{m_fixture->workspaceId, click}}, {});
        });
        FileClickSpool spool(spoolIn(folder));
        spool.start();
        core::RosterHolder roster;
        core::LateArrivals late(m_fixture->database(), roster, [] {});
        spool.append({{m_fixture->workspaceId, click}, {m_fixture->workspaceId, click}}, [](const Result<void> &) {});
        spool.replayTo(replayBy(late));
        QTRY_COMPARE(spool.counters().waiting, 0U);
        QCOMPARE(stored(click.click.token.toString()), 1);
        QCOMPARE(notes(), 1);
        m_fixture->database().stop();
    }

    void aClickThatIsNeverTakenHoldsNobodyUp()
    {
        FileClickSpool spool(spoolIn(nextFolder()));
        spool.start();
        core::RosterHolder roster;
        core::LateArrivals late(m_fixture->database(), roster, [] {});
        auto orphan = newClick();
        orphan.click.poolId = 999'999; // Was deleted meanwhile.
        const auto click = newClick();
        spool.append({{m_fixture->workspaceId, orphan}, {m_fixture->workspaceId, click}}, [](const Result<void> &) {});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"will never take the click"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"renamed to aside"_s));
        spool.replayTo(replayBy(late));
        QTRY_COMPARE(spool.counters().asideFiles, 1);
        QCOMPARE(spool.counters().waiting, 0U);
        QCOMPARE(spool.counters().refused, 1U);
        QCOMPARE(spool.counters().replayed, 1U);
        QCOMPARE(spool.counters().bytes, 0);
        QCOMPARE(stored(click.click.token.toString()), 1);
        QCOMPARE(stored(orphan.click.token.toString()), 0);
        m_fixture->database().stop();
    }

    void aDamagedLineIsSetAsideAndCounted()
    {
        const auto folder = nextFolder();
        const core::Arrival whole{m_fixture->workspaceId, newClick()};
        storage::SpoolFolder files(folder);
        QVERIFY(files.append({whole}));
        QFile file(folder + u'/' + files.files().first());
        QVERIFY(file.open(QFile::Append));
        file.write(storage::spoolLine({m_fixture->workspaceId, newClick()}).left(60)); // As a power cut would leave it.
        file.close();
        FileClickSpool spool(spoolIn(folder));
        spool.start();
        core::RosterHolder roster;
        core::LateArrivals late(m_fixture->database(), roster, [] {});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"renamed to aside"_s));
        spool.replayTo(replayBy(late));
        QTRY_COMPARE(spool.counters().asideFiles, 1);
        QCOMPARE(spool.counters().damaged, 1U);
        QCOMPARE(stored(whole.captured.click.token.toString()), 1);
        m_fixture->database().stop();
    }

    void aLateClickTakesNobodyAwayFromANewerOne()
    {
        auto person = m_fixture->person(4711);
        auto newer = newClick().click;
        newer.firstSeenMs += 60'000;
        auto late = newClick();
        late.click.fbclid = newer.fbclid;
        m_fixture->must([&](core::UnitOfWork &uow) {
            uow.clicks().insert(m_fixture->workspaceId, newer);
            uow.clicks().markBound(newer.token, person.botId, person.telegramUserId, StorageFixture::start);
            person.trackingSessionId = newer.token;
            person.fbclid = newer.fbclid;
            uow.users().saveAttribution(person);
        });
        m_fixture->must([&](core::UnitOfWork &uow) {
            core::recordArrivals(uow, {{m_fixture->workspaceId, late}}, {}, core::ArrivalTime::Late);
        });
        const auto user = m_fixture->get(
            [&](core::UnitOfWork &uow) { return uow.users().find(person.botId, person.telegramUserId); });
        QCOMPARE(user->trackingSessionId->toString(), newer.token.toString());
        QCOMPARE(stored(late.click.token.toString()), 1);
    }

    void aFullDiskLosesNoClick()
    {
        if (TestDatabase::isServer())
            QSKIP("SQLite's own limit makes the disk full");
        FileClickSpool spool(spoolIn(nextFolder()));
        spool.start();
        core::RosterHolder roster;
        m_fixture->fillDisk(20'000);
        QStringList tokens;
        {
            core::ArrivalDesk desk(
                m_fixture->database(), roster, [] {}, &spool);
            for (int number = 0; number < 300; ++number) {
                const auto click = newClick();
                QVERIFY(record(desk, click, m_fixture->workspaceId));
                tokens.append(click.click.token.toString());
            }
        }
        QVERIFY(spool.counters().spooled > 0);
        QCOMPARE(spool.counters().lost, 0U);
        m_fixture->fillDisk(0);
        core::LateArrivals late(m_fixture->database(), roster, [] {});
        spool.replayTo(replayBy(late));
        QTRY_COMPARE(spool.counters().waiting, 0U);
        for (const auto &token : std::as_const(tokens))
            QCOMPARE(stored(token), 1);
        m_fixture->database().stop();
    }

    void aSpoolThatIsFullTooSaysSo()
    {
        auto options = spoolIn(nextFolder());
        options.limits.bytes = 100;
        FileClickSpool spool(options);
        spool.start();
        FadingDatabase database(m_fixture->database());
        database.isGone = true;
        core::RosterHolder roster;
        core::ArrivalDesk desk(
            database, roster, [] {}, &spool);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"spool of clicks is full"_s));
        const auto refused = record(desk, newClick(), m_fixture->workspaceId);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"spool.full"_s);
        QCOMPARE(desk.counters().lost, 1U);
        QCOMPARE(spool.counters().lost, 1U);
        QCOMPARE(spool.counters().waiting, 0U);
    }

    void deathsBetweenSpoolAndDatabaseLoseAndDoubleNothing()
    {
        const auto folder = nextFolder();
        const auto run = [&](const QString &what, const QString &crashAt) {
            QProcess child;
            auto variables = QProcessEnvironment::systemEnvironment();
            if (!crashAt.isEmpty())
                variables.insert(u"RASTRO_CRASH_AT"_s, crashAt);
            child.setProcessEnvironment(variables);
            child.start(QCoreApplication::applicationFilePath(),
                        {what, folder, m_fixture->where().url(), QString::number(m_fixture->workspaceId),
                         QString::number(m_fixture->poolId), QString::number(m_fixture->botId)});
            child.waitForFinished();
            return std::pair{child.exitStatus() == QProcess::CrashExit,
                             QString::fromUtf8(child.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts)};
        };
        const auto [wasKilled, tokens] = run(u"fill"_s, {});
        QVERIFY(wasKilled);
        QCOMPARE(tokens.size(), clicksOfAChild);
        for (const QString &place : {u"spool.replaying"_s, u"spool.replayed"_s, u"spool.removed"_s})
            QVERIFY2(run(u"replay"_s, place).first, qPrintable(place));
        QVERIFY(!run(u"replay"_s, {}).first);
        for (const auto &token : tokens)
            QCOMPARE(stored(token), 1);
        QCOMPARE(notes(), clicksOfAChild);
        FileClickSpool rest(spoolIn(folder));
        rest.start();
        QCOMPARE(rest.counters().waiting, 0U);
        QCOMPARE(rest.counters().bytes, 0);
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 7 && (arguments.at(1) == u"fill" || arguments.at(1) == u"replay"))
        return runChild(arguments);
    ClickSpoolTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_clickspool.moc"
