// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/takeover.h"
#include "core/click/tokenminter.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr Micros minute = 60'000'000;
constexpr Micros day = 1440 * minute;
constexpr qint64 today = StorageFixture::start / day;
constexpr Micros noon = today * day + day / 2;
constexpr int many = 1000;

} // namespace

// What `rastro doctor` compares: counts with the rows that they are made of.
class RollupsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_db;

    [[nodiscard]] Click newClick(Micros at, const QString &traffic = u"person"_s) const
    {
        Click click{.token = core::TokenMinter().mint(at)};
        click.poolId = m_db->poolId;
        click.botId = m_db->botId;
        click.traffic = traffic;
        click.firstSeenMs = at / 1000;
        click.pageviewEventId = newHexId();
        return click;
    }

    void click(Micros at, const QString &traffic = u"person"_s)
    {
        m_db->must([&](core::UnitOfWork &stores) { stores.clicks().insert(m_db->workspaceId, newClick(at, traffic)); });
    }

    void takeOver(const Click &click)
    {
        m_db->must([&](core::UnitOfWork &stores) {
            QCOMPARE(core::takeOver(stores, m_db->workspaceId, click, u"Redis"_s, noon), core::TakenOver::New);
        });
    }
    // Another platform's tokens tell no time.
    void takeOver(const QString &token, Micros at, const QString &traffic = u"person"_s)
    {
        auto click = newClick(at, traffic);
        click.token = TrackingToken::parse(token).value();
        takeOver(click);
    }

    void sell(Micros at)
    {
        auto row = m_db->payment(m_db->person(4711));
        row.gatewayTransactionId = u"tx"_s;
        row.attribution = u"organic"_s;
        row.payment.status = PaymentStatus::Paid;
        row.payment.paidAt = at;
        m_db->must([&](core::UnitOfWork &stores) { stores.payments().update(row); });
    }

    core::RollupFacts facts(int mostClicks = many)
    {
        return m_db->get(
            [&](core::UnitOfWork &stores) { return stores.health().rollups(m_db->workspaceId, noon, mostClicks); });
    }

    static std::pair<qint64, qint64> pair(const core::Counted &count) { return {count.counted, count.stored}; }
    using Pair = std::pair<qint64, qint64>;

private Q_SLOTS:
    // Yesterday's first and last moment, and what belongs to other days.
    void init()
    {
        m_db = std::make_unique<StorageFixture>();
        click((today - 1) * day - 1000);
        click((today - 1) * day);
        click((today - 1) * day + 5 * minute, u"preview"_s);
        click(today * day - 1000);
        click(today * day);
        click(noon - 6 * minute);
        click(noon - 5 * minute);
        click(noon - 1000, u"crawler"_s);
        click(noon);
        sell(today * day - 1);
        m_db->must([&](core::UnitOfWork &stores) {
            core::ConversionRow event;
            event.workspaceId = m_db->workspaceId;
            event.scope = {core::PluginScope::Bot, m_db->botId};
            event.pluginId = u"meta"_s;
            event.destination = u"meta:1234"_s;
            event.eventId = u"e1"_s;
            QVERIFY(stores.conversions().add(event));
        });
    }
    void cleanup() { m_db.reset(); }

    void countsAgreeWithWhatIsStored()
    {
        const auto seen = facts();
        QCOMPARE(seen.day, today - 1);
        QCOMPARE(pair(seen.visits), Pair(2, 2));
        QCOMPARE(pair(seen.others), Pair(1, 1));
        QCOMPARE(pair(seen.sales), Pair(1, 1));
        QCOMPARE(pair(seen.minor), Pair(1997, 1997));
        QCOMPARE(pair(seen.redirects), Pair(2, 2));
        QCOMPARE(pair(seen.pendingEvents), Pair(1, 1));
        QVERIFY(seen.areClicksRead && seen.areRedirectsRead);
    }

    void whatWasChangedPastTheProgramIsSeen()
    {
        m_db->write(u"UPDATE funnel_days SET visits = visits + 1, sales = sales * 2, minor = minor * 2"_s);
        m_db->write(u"UPDATE redirect_minutes SET others = others + 1"_s);
        m_db->write(u"UPDATE row_counts SET n = n + 1 WHERE subject = 'conversions'"_s);
        const auto seen = facts();
        QVERIFY(seen.visits.counted > seen.visits.stored);
        QCOMPARE(pair(seen.others), Pair(1, 1));
        QCOMPARE(pair(seen.sales), Pair(2, 1));
        QCOMPARE(pair(seen.minor), Pair(2 * 1997, 1997));
        QVERIFY(seen.redirects.counted > seen.redirects.stored);
        QCOMPARE(pair(seen.pendingEvents), Pair(2, 1));
    }

    void clicksThatWereTakenOverAgree()
    {
        takeOver(QString(32, u'0'), (today - 1) * day);
        takeOver(QString(32, u'f'), today * day - 1000);
        takeOver(QString(32, u'e'), today * day - 1000, u"preview"_s);
        takeOver(QString(32, u'd'), today * day);
        takeOver(QString(32, u'c'), noon - minute);
        takeOver(newClick(today * day - 2000)); // Of another installation of Rastro: these tell it.
        takeOver(newClick(noon - minute));
        const auto seen = facts();
        QCOMPARE(pair(seen.visits), Pair(5, 5));
        QCOMPARE(pair(seen.others), Pair(2, 2));
        QCOMPARE(pair(seen.redirects), Pair(2, 2));
    }

    void moreClicksThanWantedAreNotRead()
    {
        const auto seen = facts(2);
        QVERIFY(!seen.areClicksRead);
        QVERIFY(!seen.areRedirectsRead);
        QCOMPARE(seen.visits.stored + seen.others.stored, 2);
    }
};

QTEST_GUILESS_MAIN(RollupsTest)
#include "tst_rollups.moc"
