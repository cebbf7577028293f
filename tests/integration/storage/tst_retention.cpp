// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

#include "core/click/tokenminter.h"

#include <numeric>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;
using core::KeptData;

/// What is old is deleted, in small steps, and nothing else.
class RetentionTest : public QObject
{
    Q_OBJECT

private:
    static constexpr Micros day = 24 * 3'600'000'000LL;
    static constexpr Micros before = StorageFixture::start - 30 * day;

    std::unique_ptr<core::TokenMinter> m_minter; // its tokens only grow, so each test has its own

    TrackingToken visit(StorageFixture &db, Micros at, const QString &fbclid = {})
    {
        const auto token = m_minter->mint(at);
        db.must([&](auto &stores) {
            stores.clicks().insert(db.workspaceId, {.token = token,
                                                    .poolId = db.poolId,
                                                    .botId = db.botId,
                                                    .fbclid = fbclid,
                                                    .visitorId = newHexId(),
                                                    .firstSeenMs = at / 1000,
                                                    .traffic = u"person"_s});
        });
        return token;
    }
    /// One step.
    static std::pair<qint64, core::SweepFound> step(StorageFixture &db, KeptData kind, const core::SweepPosition &at,
                                                    core::SweepBounds bounds)
    {
        const auto found = db.get(
            [&](auto &stores) { return stores.retention().look(kind, at, before, StorageFixture::start, bounds); });
        return {db.get([&](auto &stores) { return stores.retention().remove(kind, found.dead, before); }), found};
    }
    /// Sweeps to the end; the rows that went.
    static qint64 sweep(StorageFixture &db, KeptData kind, core::SweepBounds bounds = {500, 100})
    {
        core::SweepPosition at;
        qint64 deleted = 0;
        for (int steps = 0; steps < 1000; ++steps) {
            const auto [removed, found] = step(db, kind, at, bounds);
            deleted += removed;
            if (found.atEnd)
                return deleted;
            at = found.next;
        }
        qFatal("The sweep does not end.");
    }
    static int rows(StorageFixture &db, const QString &table)
    {
        return db.peek(u"SELECT COUNT(*) FROM "_s + table).toInt();
    }

private Q_SLOTS:
    void init() { m_minter = std::make_unique<core::TokenMinter>(); }

    void deletesOldClicksThatLedToNobody()
    {
        StorageFixture db;
        for (int i = 0; i < 5; ++i)
            visit(db, before - day, u"old%1"_s.arg(i));
        const auto bound = visit(db, before - day + 1000, u"bound"_s);
        const auto person = db.person(11);
        db.must([&](auto &stores) { stores.clicks().markBound(bound, db.botId, person.telegramUserId, before); });
        const auto young = visit(db, before + day, u"young"_s);
        QCOMPARE(sweep(db, KeptData::Clicks), 5);
        QCOMPARE(rows(db, u"clicks"_s), 2);
        QCOMPARE(db.get([&](auto &stores) { return stores.clicks().count(db.workspaceId); }).people, 2);
        const auto find = [&](const QString &fbclid) {
            return db.get([&](auto &stores) { return stores.clicks().byFbclid(db.workspaceId, fbclid); });
        };
        QVERIFY(!find(u"old1"_s));
        QCOMPARE(find(u"young"_s)->token, young);
        QCOMPARE(find(u"bound"_s)->token, bound);
        QCOMPARE(sweep(db, KeptData::Clicks), 0);
    }

    void aClickThatAPaymentHasStays()
    {
        StorageFixture db;
        const auto token = visit(db, before - day);
        visit(db, before + day);
        auto row = db.payment(db.person(11));
        row.attribution = u"attached"_s;
        row.frozen.token = token;
        db.must([&](auto &stores) { stores.payments().update(row); });
        QCOMPARE(sweep(db, KeptData::Clicks), 0);
        QCOMPARE(rows(db, u"clicks"_s), 2);
        QCOMPARE(rows(db, u"payments"_s), 1);
    }

    void clicksOfAnotherPlatformHaveNoTimeInTheirTokens()
    {
        StorageFixture db;
        const auto foreign = TrackingToken::parse(u"f81d4fae7dec41d0a76500a0c91e6bf6"_s).value();
        const auto youngForeign = TrackingToken::parse(u"f91d4fae7dec41d0a76500a0c91e6bf6"_s).value();
        for (const auto &[token, at] : {std::pair{foreign, before - day}, std::pair{youngForeign, before + day}})
            db.must([&, token = token, at = at](auto &stores) {
                stores.clicks().insert(db.workspaceId,
                                       {.token = token, .firstSeenMs = at / 1000, .traffic = u"person"_s});
            });
        QCOMPARE(sweep(db, KeptData::Clicks, {1, 1}), 1);
        QVERIFY(!db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, foreign); }));
    }

    // On SQLite the number of a deleted last row would be given to the next click, whose keys would then never be fed.
    void aClickAfterAnEmptyingSweepIsFoundByItsFbclidAfterARestart()
    {
        StorageFixture db;
        for (int i = 0; i < 20; ++i)
            visit(db, before - day, u"old%1"_s.arg(i));
        db.reopen();
        sweep(db, KeptData::Clicks);
        QVERIFY(rows(db, u"clicks"_s) <= 1);
        const auto token = visit(db, StorageFixture::start, u"fresh"_s);
        db.reopen();
        const auto found = db.get([&](auto &stores) { return stores.clicks().byFbclid(db.workspaceId, u"fresh"_s); });
        QVERIFY(found);
        QCOMPARE(found->token, token);
    }

    void deletesOldUpdatesThatAreDealtWith()
    {
        StorageFixture db;
        const auto add = [&](qint64 bot, int id, const QString &state, Micros at) {
            db.write(
                u"INSERT INTO telegram_updates (bot_id, update_id, user_id, kind, raw, state, attempts, received_at)"
                " VALUES (%1, %2, 11, 'message', '{}', '%3', 1, %4)"_s.arg(bot)
                    .arg(id)
                    .arg(state)
                    .arg(at));
        };
        for (const qint64 bot : {db.botId, db.secondBotId}) {
            add(bot, 1, u"done"_s, before - day);
            add(bot, 2, u"pending"_s, before - day);
            add(bot, 3, u"dead"_s, before - day);
            add(bot, 4, u"done"_s, before + day);
        }
        QCOMPARE(sweep(db, KeptData::Updates, {2, 1}), 4);
        QCOMPARE(rows(db, u"telegram_updates WHERE state = 'pending'"_s), 2);
        QCOMPARE(rows(db, u"telegram_updates"_s), 4);
    }

    void deletesTheOldTrailAndOldNotices()
    {
        StorageFixture db;
        for (const Micros at : {before - day, before - 1, before, before + day})
            db.must([&](auto &stores) {
                stores.trail().add({.workspaceId = db.workspaceId, .at = at, .step = u"x"_s, .text = u"x"_s});
                core::NoticeRow notice;
                notice.botId = db.botId;
                notice.gateway = u"sandbox"_s;
                notice.dedupKey = QString::number(at);
                notice.state = at == before - 1 ? u"pending"_s : u"done"_s;
                notice.receivedAt = at;
                QVERIFY(stores.notices().insert(notice) > 0);
            });
        QCOMPARE(sweep(db, KeptData::Trail, {4, 1}), 2);
        QCOMPARE(rows(db, u"trail"_s), 2);
        QCOMPARE(sweep(db, KeptData::Notices, {1, 1}), 1);
        QCOMPARE(rows(db, u"gateway_notices"_s), 3);
    }

    void deletesWhatWasSentLongAgoButForPayments()
    {
        StorageFixture db;
        const auto payment = db.payment(db.person(11));
        int key = 0;
        const auto add = [&](const QString &state, qint64 paymentId) {
            ++key;
            const QString ofPayment = paymentId ? QString::number(paymentId) : u"NULL"_s;
            db.write(
                u"INSERT INTO messages (bot_id, chat_id, key, purpose, method, payload, payment_id, state, attempts,"
                " run_at, fence, finished_at) VALUES (%1, 11, 'k%2', 'x', 'sendMessage', '{}', %3, '%4', 1, %5, 0,"
                " %5)"_s.arg(db.botId)
                    .arg(key)
                    .arg(ofPayment, state)
                    .arg(before - day));
            db.write(u"INSERT INTO conversions (workspace_id, scope_kind, scope_id, plugin_id, destination, event_name,"
                     " event_id, event_at, payment_id, state, attempts, run_at, fence) VALUES (%1, 'bot', %2, 'meta',"
                     " 'd%3', 'PageView', 'e', %4, %5, '%6', 1, 0, 0)"_s.arg(db.workspaceId)
                         .arg(db.botId)
                         .arg(key)
                         .arg(before - day)
                         .arg(ofPayment, state == u"failed" ? u"dead"_s : state));
        };
        add(u"sent"_s, 0);
        add(u"failed"_s, 0);
        add(u"pending"_s, 0);
        add(u"sent"_s, payment.payment.id);
        QCOMPARE(sweep(db, KeptData::Messages, {1, 1}), 2);
        QCOMPARE(sweep(db, KeptData::Events, {1, 1}), 2);
        QCOMPARE(rows(db, u"messages"_s), 2);
        const auto counts = db.get([](auto &stores) { return stores.conversions().countByState(); });
        QCOMPARE(counts, (QMap<QString, qint64>{{u"pending"_s, 1}, {u"sent"_s, 1}}));
    }

    // What is deleted is bounded, too, and nothing is left behind between two steps.
    void aStepDeletesNoMoreRowsThanItIsTold()
    {
        StorageFixture db;
        QList<TrackingToken> old;
        for (int i = 0; i < 9; ++i)
            old.append(visit(db, before - day));
        const auto person = db.person(11);
        for (const int bound : {1, 4, 5})
            db.must(
                [&](auto &stores) { stores.clicks().markBound(old[bound], db.botId, person.telegramUserId, before); });
        visit(db, before + day);
        core::SweepPosition at;
        QList<qint64> deleted;
        for (bool isMore = true; isMore;) {
            const auto [removed, found] = step(db, KeptData::Clicks, at, {100, 2});
            deleted.append(removed);
            at = found.next;
            isMore = !found.atEnd && deleted.size() < 20;
        }
        QCOMPARE(deleted.mid(0, 3), (QList<qint64>{2, 2, 2}));
        QCOMPARE(std::accumulate(deleted.begin(), deleted.end(), qint64(0)), 6);
        QCOMPARE(rows(db, u"clicks"_s), 4);
    }

    // The bound is on rows: time is measured in tests/bench.
    void aStepLooksAtNoMoreRowsThanItIsTold()
    {
        StorageFixture db;
        for (int i = 0; i < 7; ++i)
            visit(db, before - day);
        visit(db, before + day);
        const auto [removed, found] = step(db, KeptData::Clicks, {}, {3, 100});
        QCOMPARE(removed, 3);
        QVERIFY(!found.atEnd);
        QCOMPARE(rows(db, u"clicks"_s), 5);
    }

    // Between finding and deleting somebody presses Start.
    void whatIsNeededMeanwhileStays()
    {
        StorageFixture db;
        const auto bound = visit(db, before - day);
        const auto attached = visit(db, before - day);
        const auto left = visit(db, before - day);
        visit(db, before + day);
        const auto found = db.get([&](auto &stores) {
            return stores.retention().look(KeptData::Clicks, {}, before, StorageFixture::start, {10, 100});
        });
        QCOMPARE(found.dead.size(), 3);
        const auto person = db.person(11);
        db.must([&](auto &stores) { stores.clicks().markBound(bound, db.botId, person.telegramUserId, before); });
        auto payment = db.payment(person);
        payment.frozen.token = attached;
        db.must([&](auto &stores) { stores.payments().update(payment); });
        QCOMPARE(db.get([&](auto &stores) { return stores.retention().remove(KeptData::Clicks, found.dead, before); }),
                 1);
        QVERIFY(!db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, left); }));
        QCOMPARE(rows(db, u"clicks"_s), 3);
    }

    void twoNodesAtOnceCountEachClickOnce()
    {
        StorageFixture db;
        for (int i = 0; i < 4; ++i)
            visit(db, before - day);
        visit(db, before + day);
        // Both have looked before one of them deletes.
        const auto look = [&] {
            return db.get([&](auto &stores) {
                return stores.retention().look(KeptData::Clicks, {}, before, StorageFixture::start, {10, 100});
            });
        };
        const auto remove = [&](const core::SweepFound &found) {
            return db.get(
                [&](auto &stores) { return stores.retention().remove(KeptData::Clicks, found.dead, before); });
        };
        const auto one = look();
        const auto other = look();
        QCOMPARE(remove(one), 4);
        QCOMPARE(remove(other), 0);
        QCOMPARE(db.get([&](auto &stores) { return stores.clicks().count(db.workspaceId); }).people, 1);
    }
};

QTEST_GUILESS_MAIN(RetentionTest)
#include "tst_retention.moc"
