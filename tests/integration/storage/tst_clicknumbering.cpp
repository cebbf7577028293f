// SPDX-License-Identifier: GPL-3.0-or-later
// What numbers SQLite's clicks have, and that each is found whatever number it has.
#include "core/click/tokenminter.h"
#include "storage/sqlite/clicknumber.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

class ClickNumberingTest : public QObject
{
    Q_OBJECT

private:
    static constexpr qint64 time = StorageFixture::start / 1000;

    StorageFixture m_db;
    core::TokenMinter m_minter;

    static Click clickOf(const TrackingToken &token, qint64 firstSeenMs = time)
    {
        Click click{.token = token};
        click.fbclid = u"Fb"_s + token.toString();
        click.visitorId = newHexId();
        click.firstSeenMs = firstSeenMs;
        click.traffic = u"person"_s;
        return click;
    }
    Click minted(qint64 atMs = time) { return clickOf(m_minter.mint(atMs * 1000), atMs); }

    void store(const QList<Click> &clicks)
    {
        QList<core::NewClick> rows;
        for (const auto &click : clicks)
            rows.append({m_db.workspaceId, &click});
        m_db.must([&](core::UnitOfWork &stores) { stores.clicks().insert(rows); });
    }

    [[nodiscard]] qint64 numberOf(const Click &click) const
    {
        return m_db.peek(u"SELECT rowid FROM clicks WHERE token = '%1'"_s.arg(click.token.toString())).toLongLong();
    }

    void findEachWay(const Click &click)
    {
        m_db.must([&](core::UnitOfWork &stores) {
            auto &clicks = stores.clicks();
            const auto byToken = clicks.byToken(m_db.workspaceId, click.token);
            QVERIFY(byToken);
            QCOMPARE(byToken->fbclid, click.fbclid);
            QCOMPARE(byToken->visitorId, click.visitorId);
            QVERIFY(!clicks.byToken(m_db.otherWorkspaceId, click.token));
            const auto byFbclid = clicks.byFbclid(m_db.workspaceId, click.fbclid, {});
            QVERIFY(byFbclid);
            QCOMPARE(byFbclid->token, click.token);
            QVERIFY(!clicks.byFbclid(m_db.workspaceId, click.fbclid, click.token.toString()));
            const auto byVisitor = clicks.byVisitor(m_db.workspaceId, click.visitorId, {});
            QVERIFY(byVisitor);
            QCOMPARE(byVisitor->token, click.token);
        });
    }

    // Found by memory, and then by what is stored alone.
    void findBeforeAndAfterAStart(const QList<Click> &clicks)
    {
        for (const auto &click : clicks)
            findEachWay(click);
        QTRY_COMPARE(m_db.peek(u"SELECT COUNT(*) FROM click_keys"_s).toLongLong(),
                     2 * m_db.peek(u"SELECT COUNT(*) FROM clicks"_s).toLongLong());
        m_db.reopen();
        for (const auto &click : clicks)
            findEachWay(click);
    }

private Q_SLOTS:
    void aClickHasTheNumberThatItsTokenSays()
    {
        QList<Click> clicks;
        for (int i = 0; i < 50; ++i)
            clicks.append(minted());
        store(clicks);
        for (const auto &click : std::as_const(clicks))
            QCOMPARE(numberOf(click), storage::clickNumber(click.token.toString()));
        findBeforeAndAfterAStart(clicks);
    }

    void oneThatComesLateHasTheNextNumber()
    {
        const auto late = minted(time + 1000); // As from a spool.
        const auto newer = minted(time + 2000);
        store({newer});
        store({late});
        QCOMPARE(numberOf(late), numberOf(newer) + 1);
        const auto next = minted(time + 2000);
        store({next});
        QVERIFY(numberOf(next) > numberOf(late));
        findBeforeAndAfterAStart({late, newer, next});
    }

    void anotherPlatformsTokenClaimsNoNumber()
    {
        const auto before = minted(time + 3000);
        store({before});
        // The second looks like one of ours, of the year 10889.
        const auto foreign = clickOf(*TrackingToken::parse(u"c0ffee00c0ffeec0c0ffee00c0ffeec0"_s), time + 3000);
        const auto lookalike = clickOf(*TrackingToken::parse(u"ffffffffffff7fff8000000000000000"_s), time + 3000);
        m_db.must([&](core::UnitOfWork &stores) {
            QVERIFY(stores.clicks().insertIfNew(m_db.workspaceId, foreign));
            QVERIFY(stores.clicks().insertIfNew(m_db.workspaceId, lookalike));
            QVERIFY(!stores.clicks().insertIfNew(m_db.workspaceId, lookalike));
        });
        QCOMPARE(numberOf(foreign), numberOf(before) + 1);
        QCOMPARE(numberOf(lookalike), numberOf(before) + 2);
        const auto after = minted(time + 3001);
        store({after});
        QCOMPARE(numberOf(after), storage::clickNumber(after.token.toString()));
        findBeforeAndAfterAStart({foreign, lookalike, after});
    }

    void whatWasRolledBackLeavesNoTrace()
    {
        const auto gone = minted(time + 4000);
        QVERIFY(!m_db.run([&](core::UnitOfWork &stores) {
            stores.clicks().insert(m_db.workspaceId, gone);
            throw core::StorageFailure({u"test"_s, u"changed its mind"_s});
        }));
        QCOMPARE(numberOf(gone), 0);
        const auto kept = minted(time + 4000);
        store({kept, gone});
        QVERIFY(numberOf(gone) > numberOf(kept));
        findBeforeAndAfterAStart({kept, gone});
        QTRY_COMPARE(m_db.database().counters().keyBacklog, 0);
    }

    // As a program that numbers a table's rows anew would leave it.
    void aNumberThatSaysAnotherTokenMisleadsNobody()
    {
        const QList<Click> two{minted(time + 5000), minted(time + 5000)};
        store(two);
        QTRY_COMPARE(m_db.database().counters().keyBacklog, 0);
        const auto first = numberOf(two[0]);
        const auto second = numberOf(two[1]);
        const auto renumber = [this](qint64 from, qint64 to) {
            m_db.write(u"UPDATE clicks SET rowid = %2 WHERE rowid = %1"_s.arg(from).arg(to));
        };
        renumber(first, 1);
        renumber(second, first);
        renumber(1, second);
        QCOMPARE(numberOf(two[0]), second);
        findBeforeAndAfterAStart(two);
    }
};

QTEST_GUILESS_MAIN(ClickNumberingTest)
#include "tst_clicknumbering.moc"
