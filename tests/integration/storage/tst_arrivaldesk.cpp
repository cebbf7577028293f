// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrivaldesk.h"

#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "storagefixture.h"

#include <latch>
#include <thread>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int threads = 4;
constexpr int each = 1500;
constexpr int oneInSoMany = 100; // Is of a workspace that is none.

/// Clicks of one thread.
class Visitors
{
public:
    Visitors(core::ArrivalDesk &desk, const StorageFixture &db, std::latch &answered)
        : m_desk(desk)
        , m_db(db)
        , m_answered(answered)
    {
    }

    void arrive()
    {
        for (int number = 0; number < each; ++number) {
            Click click{.token = m_minter.mint(StorageFixture::start)};
            click.poolId = m_db.poolId;
            click.botId = m_db.botId;
            click.fbclid = core::randomHexId();
            click.visitorId = core::randomHexId();
            click.firstSeenMs = StorageFixture::start / 1000;
            click.traffic = u"person"_s;
            const bool isHomeless = number % oneInSoMany == 7;
            const auto token = click.token.toString();
            m_desk.record({click, {}, true}, isHomeless ? 999'999 : m_db.workspaceId,
                          [this, token](const Result<void> &stored) {
                              (stored ? acknowledged : refused).append(token);
                              m_answered.count_down();
                          });
        }
    }

    QStringList acknowledged; // By the storage thread alone.
    QStringList refused;

private:
    core::ArrivalDesk &m_desk;
    const StorageFixture &m_db;
    std::latch &m_answered;
    core::TokenMinter m_minter;
};

} // namespace

/// Clicks that join a job while it stores others.
class ArrivalDeskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clicksThatArriveWhileOthersAreStoredAreStoredAndCountedOnce()
    {
        StorageFixture db;
        core::RosterHolder roster;
        core::ArrivalDesk desk(db.database(), roster, [] {});
        std::latch answered(threads * each);
        std::vector<std::unique_ptr<Visitors>> crowds;
        std::vector<std::thread> running;
        for (int number = 0; number < threads; ++number) {
            crowds.push_back(std::make_unique<Visitors>(desk, db, answered));
            running.emplace_back([&crowd = *crowds.back()] { crowd.arrive(); });
        }
        for (auto &thread : running)
            thread.join();
        answered.wait();
        QStringList acknowledged;
        qsizetype refused = 0;
        for (const auto &crowd : crowds) {
            acknowledged += crowd->acknowledged;
            refused += crowd->refused.size();
        }
        QCOMPARE(refused, threads * each / oneInSoMany);
        QCOMPARE(acknowledged.size(), threads * each - refused);
        QCOMPARE(QSet<QString>(acknowledged.begin(), acknowledged.end()).size(), acknowledged.size());
        const auto sum = [&db](const QString &query) { return db.peek(query).toLongLong(); };
        QCOMPARE(sum(u"SELECT COUNT(DISTINCT token) FROM clicks"_s), acknowledged.size());
        QCOMPARE(sum(u"SELECT CAST(SUM(n) AS BIGINT) FROM row_counts WHERE subject = 'clicks'"_s), acknowledged.size());
        QCOMPARE(sum(u"SELECT CAST(SUM(visits) AS BIGINT) FROM funnel_days"_s), acknowledged.size());
        QCOMPARE(sum(u"SELECT CAST(SUM(people) AS BIGINT) FROM redirect_minutes"_s), acknowledged.size());
        const auto counters = desk.counters();
        QCOMPARE(counters.waiting, 0);
        QCOMPARE(counters.lost, static_cast<quint64>(refused)); // There is no spool.
        QCOMPARE(counters.stored.at({db.poolId, u"person"_s}), static_cast<quint64>(acknowledged.size()));
    }
};

QTEST_GUILESS_MAIN(ArrivalDeskTest)
#include "tst_arrivaldesk.moc"
