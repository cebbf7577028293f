// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "core/feed/follower.h"
#include "core/trace/trace.h"
#include "core/trace/whyorganic.h"
#include "storage/reader.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr Micros second = 1'000'000;

Click minted(Micros at, qint64 poolId = 0)
{
    Click click{.token = core::TokenMinter().mint(at)};
    click.poolId = poolId;
    click.firstSeenMs = at / 1000;
    click.traffic = u"person"_s;
    click.pageviewEventId = newHexId();
    return click;
}

QStringList steps(const core::Followed &followed)
{
    QStringList steps;
    for (const auto &happening : followed.happenings)
        steps.append(happening.step);
    return steps;
}

} // namespace

// What reports, traces and watch read of a stored world.
class ExplainingTest : public QObject
{
    Q_OBJECT

private:
    static core::PaymentRow paid(StorageFixture &db, core::PaymentRow row, Micros at)
    {
        row.payment.status = PaymentStatus::Paid;
        row.payment.paidAt = at;
        db.must([&](core::UnitOfWork &stores) { stores.payments().update(row); });
        return row;
    }

    static core::PaymentRow organic(core::PaymentRow row)
    {
        row.attribution = u"organic"_s;
        row.frozen.reason = u"Organic: nobody looked."_s;
        return row;
    }

    static void start(StorageFixture &db, qint64 person, const QString &parameter, qint64 update, Micros at)
    {
        db.must([&](core::UnitOfWork &stores) {
            core::StartRow row;
            row.botId = db.botId;
            row.telegramUserId = person;
            row.updateId = update;
            row.parameter = parameter;
            row.createdAt = at;
            row.nextEmitAt = 1;
            QVERIFY(stores.starts().insert(row) != 0);
        });
    }

    static core::SaleFacts factsOf(StorageFixture &db, qint64 payment)
    {
        return db.get([&](core::UnitOfWork &stores) { return stores.sales().byPayment(payment).value(); });
    }

    static void entry(StorageFixture &db, const QString &step, const QString &token = {})
    {
        db.must([&](core::UnitOfWork &stores) {
            core::TrailEntry entry;
            entry.workspaceId = db.workspaceId;
            entry.at = *db.now;
            entry.step = step;
            entry.token = token;
            entry.botId = db.botId;
            entry.text = step;
            stores.trail().add(entry);
        });
    }

private Q_SLOTS:

    void tellsHowABuyerCame()
    {
        StorageFixture db;
        const auto person = db.person(42);
        start(db, 42, u"partner"_s, 1, StorageFixture::start - 2 * second);
        start(db, 42, {}, 2, StorageFixture::start - second);
        const auto row = paid(db, organic(db.payment(person)), StorageFixture::start + second);
        start(db, 42, u"later"_s, 3, StorageFixture::start + second);
        const auto facts = factsOf(db, row.payment.id);
        QVERIFY(facts.started);
        QCOMPARE(facts.startParameter, u"partner"_s); // The newest that says something, before the payment.
        QCOMPARE(facts.startedAt, StorageFixture::start - 2 * second);
        QCOMPARE(facts.attributionText, u"Organic: nobody looked."_s);
        QCOMPARE(facts.amount, (Money{1997, u"BRL"_s}));
        QVERIFY(!facts.boundElsewhere);
        QCOMPARE(core::whyOrganic(facts), core::Why::ParameterForeign);
    }

    void tellsTheRuleThatBoundTheAttachedClick()
    {
        StorageFixture db;
        const auto person = db.person(42);
        const auto token = db.click();
        const auto touch = [&](const QString &rule, Micros at) {
            db.must([&](core::UnitOfWork &stores) {
                stores.users().addTouch({db.botId, 42, token.toString(), {}, rule, u"start"_s, at});
            });
        };
        auto row = db.payment(person);
        row.payment.token = row.frozen.token = token;
        row.attribution = u"attached"_s;
        paid(db, row, StorageFixture::start);
        QCOMPARE(factsOf(db, row.payment.id).rule, QString());
        touch(u"start_fbclid"_s, StorageFixture::start + second); // Its /start was answered after the payment was made.
        QCOMPARE(factsOf(db, row.payment.id).rule, u"start_fbclid"_s);
        touch(u"start_token"_s, StorageFixture::start - second);
        QCOMPARE(factsOf(db, row.payment.id).rule, u"start_token"_s);
    }

    void tellsOfAClickThatCameLaterAndOfOneForAnotherBot()
    {
        StorageFixture db;
        const auto row = paid(db, organic(db.payment(db.person(42))), StorageFixture::start);
        QCOMPARE(core::whyOrganic(factsOf(db, row.payment.id)), core::Why::NeverStarted);
        auto elsewhere = db.person(42, db.secondBotId);
        elsewhere.trackingSessionId = db.click();
        db.must([&](core::UnitOfWork &stores) { stores.users().saveAttribution(elsewhere); });
        QVERIFY(factsOf(db, row.payment.id).boundElsewhere);
        db.must([&](core::UnitOfWork &stores) {
            stores.users().addTouch(
                {db.botId, 42, newHexId(), {}, u"start_token"_s, u"start"_s, StorageFixture::start + 5});
        });
        QCOMPARE(factsOf(db, row.payment.id).boundLaterAt, StorageFixture::start + 5);
        QCOMPARE(core::whyOrganic(factsOf(db, row.payment.id)), core::Why::BoundAfterPayment);
    }

    void anotherWorkspacesBotSaysNothingAboutAPerson()
    {
        StorageFixture db;
        const auto row = paid(db, organic(db.payment(db.person(42))), StorageFixture::start);
        auto elsewhere = db.person(42, db.otherBotId);
        elsewhere.trackingSessionId = db.click();
        db.must([&](core::UnitOfWork &stores) { stores.users().saveAttribution(elsewhere); });
        QVERIFY(!factsOf(db, row.payment.id).boundElsewhere);
    }

    void pagesThroughAPeriodWithoutLossOrRepetition()
    {
        StorageFixture db;
        const auto person = db.person(42);
        QList<qint64> expected;
        for (int i = 0; i < 7; ++i) // Several in the same microsecond.
            expected.append(paid(db, organic(db.payment(person)), StorageFixture::start + (i / 3) * second).payment.id);
        paid(db, organic(db.payment(person)), StorageFixture::start + 10 * second);
        db.payment(person); // Not paid.
        core::SalesPage page;
        page.workspaceId = db.workspaceId;
        page.afterAt = StorageFixture::start;
        page.until = StorageFixture::start + 10 * second;
        page.limit = 2;
        QList<qint64> read;
        for (;;) {
            const auto sales = db.get([&](core::UnitOfWork &stores) { return stores.sales().paid(page); });
            for (const auto &sale : sales)
                read.append(sale.paymentId);
            if (sales.size() < page.limit)
                break;
            page.afterAt = sales.last().paidAt;
            page.afterId = sales.last().paymentId;
        }
        QCOMPARE(read, expected);
        page.afterAt = StorageFixture::start;
        page.afterId = 0;
        page.limit = 100;
        page.botId = db.secondBotId;
        QVERIFY(db.get([&](core::UnitOfWork &stores) { return stores.sales().paid(page); }).isEmpty());
        page.botId = 0;
        page.poolId = db.poolId;
        QVERIFY(db.get([&](core::UnitOfWork &stores) { return stores.sales().paid(page); }).isEmpty());
    }

    void aTraceHasTheClicksStepWithoutAnEntryInTheTrail()
    {
        StorageFixture db;
        const auto click = minted(StorageFixture::start, db.poolId);
        db.must([&](core::UnitOfWork &stores) { stores.clicks().insert(db.workspaceId, click); });
        const auto traces =
            db.get([&](core::UnitOfWork &stores) { return core::traceToken(stores, db.workspaceId, click.token); });
        QCOMPARE(traces.size(), 1);
        QCOMPARE(traces.first().trail.size(), 1);
        QCOMPARE(traces.first().trail.first().step, u"click.stored"_s);
        QCOMPARE(traces.first().trail.first().at, StorageFixture::start);
    }

    void followsWhatIsNewOnce()
    {
        StorageFixture db;
        const auto store = [&](const Click &click) {
            db.must([&](core::UnitOfWork &stores) { stores.clicks().insert(db.workspaceId, click); });
        };
        const auto now = [&] { return db.now->load(); };
        store(minted(now() - 10 * second));
        entry(db, u"payment.paid"_s);
        core::Follower follower(db.workspaceId, {});
        db.must([&](core::UnitOfWork &stores) { follower.begin(stores, now()); });
        const auto look = [&] {
            return db.get([&](core::UnitOfWork &stores) { return follower.look(stores, now()); });
        };
        QCOMPARE(steps(look()), QStringList());
        const auto late = minted(now() + second); // Minted first, committed last.
        *db.now += 2 * second;
        store(minted(now()));
        entry(db, u"start.received"_s);
        QCOMPARE(steps(look()).size(), 2);
        store(late);
        QCOMPARE(steps(look()), QStringList{u"click.stored"_s});
        *db.now += 60 * second;
        entry(db, u"event.sent"_s);
        QCOMPARE(steps(look()), QStringList{u"event.sent"_s});
        QCOMPARE(steps(look()), QStringList());
    }

    void followsAnEntryThatIsCommittedAfterALaterOne()
    {
        StorageFixture db;
        core::Follower follower(db.workspaceId, {});
        const auto look = [&] {
            return steps(db.get([&](core::UnitOfWork &stores) { return follower.look(stores, *db.now); }));
        };
        db.must([&](core::UnitOfWork &stores) { follower.begin(stores, *db.now); });
        // On several nodes ids are taken in one order and committed in another: a hole is made, and filled later.
        entry(db, u"payment.opened"_s);
        entry(db, u"payment.paid"_s);
        const auto row = db.peek(u"SELECT MIN(id) FROM trail"_s).toLongLong();
        QCOMPARE(db.peek(u"DELETE FROM trail WHERE id = %1 RETURNING id"_s.arg(row)).toLongLong(), row);
        QCOMPARE(look(), QStringList{u"payment.paid"_s});
        const auto insert =
            u"INSERT INTO trail (id, workspace_id, at, step, text) VALUES (%1, %2, 1, 'start.received', '') "
            "RETURNING id"_s;
        QCOMPARE(db.peek(insert.arg(row).arg(db.workspaceId)).toLongLong(), row);
        QCOMPARE(look(), QStringList{u"start.received"_s});
        QCOMPARE(look(), QStringList());
    }

    void filtersByKindBotAndPool()
    {
        StorageFixture db;
        const auto click = minted(*db.now, db.poolId);
        const auto other = minted(*db.now);
        core::Follower follower(
            db.workspaceId,
            {.kinds = {core::Happening::Start, core::Happening::Click}, .botId = 0, .poolId = db.poolId});
        db.must([&](core::UnitOfWork &stores) {
            follower.begin(stores, *db.now);
            stores.clicks().insert(db.workspaceId, click);
            stores.clicks().insert(db.workspaceId, other);
        });
        entry(db, u"token.bound"_s, click.token.toString());
        entry(db, u"token.bound"_s, other.token.toString());
        entry(db, u"payment.paid"_s, click.token.toString());
        const auto seen = db.get([&](core::UnitOfWork &stores) { return follower.look(stores, *db.now); });
        QCOMPARE(steps(seen).size(), 2);
        for (const auto &happening : seen.happenings)
            QCOMPARE(happening.token, click.token.toString());
    }

    void aStepOfASaleIsOfThePoolThatTheSaleCameThrough()
    {
        StorageFixture db;
        auto through = db.payment(db.person(42));
        const auto click = minted(*db.now, db.poolId);
        db.must([&](core::UnitOfWork &stores) { stores.clicks().insert(db.workspaceId, click); });
        through.attribution = u"attached"_s;
        through.payment.token = through.frozen.token = click.token;
        through.frozen.poolId = db.poolId;
        const auto sold = paid(db, through, *db.now);
        const auto other = paid(db, organic(db.payment(db.person(43))), *db.now);
        core::Follower follower(db.workspaceId, {.kinds = {core::Happening::Sale}, .botId = 0, .poolId = db.poolId});
        db.must([&](core::UnitOfWork &stores) {
            follower.begin(stores, *db.now);
            for (const auto &row : {sold, other}) {
                core::TrailEntry entry;
                entry.workspaceId = db.workspaceId;
                entry.at = *db.now;
                entry.step = u"delivery.sent"_s; // has no token
                entry.paymentId = row.payment.id;
                entry.text = u"x"_s;
                stores.trail().add(entry);
            }
        });
        const auto seen = db.get([&](core::UnitOfWork &stores) { return follower.look(stores, *db.now); });
        QCOMPARE(steps(seen), QStringList{u"delivery.sent"_s});
        QCOMPARE(seen.happenings.first().paymentId, sold.payment.id);
    }

    void aFloodOfClicksIsCutAndSaidSo()
    {
        StorageFixture db;
        core::Follower follower(db.workspaceId, {});
        db.must([&](core::UnitOfWork &stores) {
            follower.begin(stores, *db.now);
            for (int i = 0; i < core::Follower::ClicksAtOnce + 10; ++i)
                stores.clicks().insert(db.workspaceId, minted(*db.now));
        });
        const auto seen = db.get([&](core::UnitOfWork &stores) { return follower.look(stores, *db.now); });
        QCOMPARE(seen.happenings.size(), core::Follower::ClicksAtOnce);
        QVERIFY(seen.isCut);
    }

    void aReaderWaitsForNobodyAndHoldsNobodyUp()
    {
        StorageFixture db;
        auto reader = storage::Reader::open(db.options());
        QVERIFY(reader);
        // Inside an open write transaction of the server: the reader sees what was committed before.
        db.must([&](core::UnitOfWork &stores) {
            core::TrailEntry entry;
            entry.workspaceId = db.workspaceId;
            entry.step = u"start.received"_s;
            entry.text = u"x"_s;
            stores.trail().add(entry);
        });
        const auto seen = (*reader)->read([](core::UnitOfWork &stores) { return stores.clickFeed().lastTrailId(); });
        QVERIFY(seen);
        std::promise<void> inside;
        std::promise<void> leave;
        std::thread writer([&] {
            db.must([&](core::UnitOfWork &stores) {
                core::TrailEntry entry;
                entry.workspaceId = db.workspaceId;
                entry.step = u"payment.paid"_s;
                entry.text = u"x"_s;
                stores.trail().add(entry);
                inside.set_value();
                leave.get_future().wait();
            });
        });
        inside.get_future().wait();
        const auto meanwhile =
            (*reader)->read([](core::UnitOfWork &stores) { return stores.clickFeed().lastTrailId(); });
        leave.set_value();
        writer.join();
        QVERIFY(meanwhile);
        QCOMPARE(*meanwhile, *seen);
        const auto after = (*reader)->read([](core::UnitOfWork &stores) { return stores.clickFeed().lastTrailId(); });
        QVERIFY(after && *after > *seen);
    }

    void healthCountsWhatWaits()
    {
        StorageFixture db;
        start(db, 42, {}, 1, StorageFixture::start - 5 * second);
        auto row = db.payment(db.person(42));
        row.nextAttachAt = 1;
        db.must([&](core::UnitOfWork &stores) {
            stores.payments().update(row);
            core::ConversionRow event;
            event.workspaceId = db.workspaceId;
            event.scope = {core::PluginScope::Bot, db.botId};
            event.pluginId = u"meta"_s;
            event.destination = u"meta:1"_s;
            event.eventId = u"e1"_s;
            event.at = 7;
            QVERIFY(stores.conversions().add(event));
            event.eventId = u"e2"_s;
            event.state = u"stopped"_s;
            event.answer = u"token refused"_s;
            QVERIFY(stores.conversions().add(event));
            event.eventId = u"e3"_s;
            event.state = u"dead"_s;
            event.paymentId = row.payment.id;
            event.answer = u"too old"_s;
            QVERIFY(stores.conversions().add(event));
            stores.updates().insert(db.botId, {{.botId = db.botId, .updateId = 9, .raw = "{}", .receivedAt = 11}}, 10);
        });
        db.must([&](core::UnitOfWork &stores) {
            auto &health = stores.health();
            QCOMPARE(health.attributions().waiting, 1);
            QCOMPARE(health.starts().oldest, StorageFixture::start - 5 * second);
            const auto pixels = health.pixels();
            QCOMPARE(pixels.size(), 2);
            QCOMPARE(pixels[0].state, u"pending"_s);
            QCOMPARE(pixels[0].events.oldest, 7);
            QCOMPARE(pixels[1].answer, u"token refused"_s);
            const auto dead = health.deadEvents(10);
            QCOMPARE(dead.size(), 1);
            QCOMPARE(dead[0].paymentId, row.payment.id);
            const auto bot = health.bot(db.botId, StorageFixture::start);
            QCOMPARE(bot.lastUpdateAt, 11);
            QCOMPARE(bot.updates.waiting, 1);
            QCOMPARE(health.recentCharges(10).size(), 1);
            QCOMPARE(health.integrity(), u"ok"_s);
        });
    }
};

QTEST_GUILESS_MAIN(ExplainingTest)
#include "tst_explaining.moc"
