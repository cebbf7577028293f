// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

#include "core/attribution/binding.h"
#include "core/attribution/latearrivals.h"
#include "core/person/erasure.h"
#include "core/trace/trace.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr qint64 maria = 6118531418;
constexpr qint64 joao = 77;

/// Maria's whole way, told with words that are found nowhere else: whatever is left of them is left of her.
const QStringList secrets{u"Maria"_s,        u"maria_s3cret"_s,   u"IwAR-s3cret"_s, u"203.0.113.77"_s,
                          u"s3cret agent"_s, u"landing-s3cret"_s, u"raw-s3cret"_s,  u"payload-s3cret"_s,
                          u"payer-s3cret"_s, u"fbp-s3cret"_s};

} // namespace

class PersonTest : public QObject
{
    Q_OBJECT

private:
    static Click clickOf(const QString &visitor)
    {
        Click click{.token = newToken()};
        click.fbclid = u"IwAR-s3cret"_s;
        click.fbp = u"fbp-s3cret"_s;
        click.visitorId = visitor;
        click.clientIp = u"203.0.113.77"_s;
        click.userAgent = u"s3cret agent"_s;
        click.landingUrl = u"https://shop.example/go/x?landing-s3cret"_s;
        click.utm.campaign = u"Summer"_s;
        click.firstSeenMs = StorageFixture::start / 1000;
        click.pageviewEventId = newHexId();
        click.traffic = u"person"_s;
        return click;
    }

    struct World
    {
        StorageFixture db;
        Click bound = clickOf(newHexId());
        Click unbound = clickOf(bound.visitorId);
        Click strangers = clickOf(newHexId());
        core::PaymentRow payment;

        World()
        {
            auto user = db.person(maria);
            user.username = u"maria_s3cret"_s;
            db.must([&](auto &stores) {
                user = stores.users().upsert(user);
                for (const Click *click : {&bound, &unbound, &strangers})
                    stores.clicks().insert(db.workspaceId, *click);
                core::bindClick(stores, db.workspaceId, user, bound, AttributionRule::StartToken, u"start"_s, u"why"_s,
                                StorageFixture::start);
            });
            payment = db.payment(user);
            payment.attribution = u"attached"_s;
            payment.frozen.token = bound.token;
            payment.frozen.fbclid = bound.fbclid;
            payment.frozen.fbp = bound.fbp;
            payment.payment.status = PaymentStatus::Paid;
            payment.payment.paidAt = StorageFixture::start;
            payment.gatewayTransactionId = u"tx-4711"_s;
            db.must([&](auto &stores) {
                stores.payments().update(payment);
                core::NoticeRow notice;
                notice.botId = db.botId;
                notice.gateway = u"sandbox"_s;
                notice.dedupKey = u"n"_s;
                notice.notice.body = R"({"id":"tx-4711","payer":"payer-s3cret"})";
                notice.state = u"done"_s;
                QVERIFY(stores.notices().insert(notice) > 0);
            });
            db.write(
                u"INSERT INTO telegram_updates (bot_id, update_id, user_id, kind, raw, state, attempts, received_at)"
                " VALUES (%1, 1, %2, 'message', '{\"text\":\"raw-s3cret\"}', 'done', 1, 1)"_s.arg(db.botId)
                    .arg(maria));
            db.write(
                u"INSERT INTO messages (bot_id, chat_id, key, purpose, method, payload, state, attempts, run_at,"
                " fence) VALUES (%1, %2, 'k', 'welcome', 'sendMessage', '{\"text\":\"payload-s3cret\"}', 'pending',"
                " 0, 1, 0)"_s.arg(db.botId)
                    .arg(maria));
        }

        [[nodiscard]] core::PersonScope scope(qint64 person = maria) const { return {db.workspaceId, person, 0}; }
        QString exported(qint64 person = maria)
        {
            const auto all = db.get([&](auto &stores) { return core::exportPerson(stores, scope(person)); });
            return QString::fromUtf8(QJsonDocument(all).toJson());
        }
        int erase(Micros at = StorageFixture::start + 1)
        {
            return db.get([&](auto &stores) { return core::erasePerson(stores, scope(), at); });
        }
        // As `rastro person erase` does it, beside a server.
        int eraseBy(core::Database &database, Micros at = StorageFixture::start + 1)
        {
            std::promise<int> erased;
            database.submit([&](auto &stores) { core::noteErasure(stores, scope(), at); }, [](const auto &) {});
            auto bots = std::make_shared<int>(-1);
            database.submit([&, bots](auto &stores) { *bots = core::erasePerson(stores, scope(), at); },
                            [&, bots](const auto &done) { erased.set_value(done ? *bots : -1); });
            return erased.get_future().get();
        }
        // She is in the bot by a link whose click waits in a spool.
        Click early()
        {
            auto click = clickOf(newHexId());
            db.must([&](auto &stores) {
                core::StartRow start{.botId = db.botId, .telegramUserId = maria, .updateId = 7};
                start.parameter = click.token.toString();
                start.createdAt = StorageFixture::start;
                QVERIFY(stores.starts().insert(start) > 0);
            });
            return click;
        }
        core::PluginRoster roster() const
        {
            const core::PluginScope pool{core::PluginScope::Pool, db.poolId};
            return {.pixels = {{pool, {{pool, u"meta"_s, u"meta:1"_s, {EventName::PageView}}}}}, .trackedBots = {}};
        }
        core::Arrival arrival(Click click) const
        {
            click.poolId = db.poolId;
            click.botId = db.botId;
            return {db.workspaceId, {click, {u"a note"_s}, false}};
        }
        [[nodiscard]] qint64 count(const QString &what) const
        {
            return db.peek(u"SELECT COUNT(*) FROM "_s + what).toLongLong();
        }
        std::optional<Click> stored(const Click &click)
        {
            return db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, click.token); });
        }
    };

private Q_SLOTS:
    void anExportHoldsEverything()
    {
        World world;
        const QString text = world.exported();
        for (const QString &secret : secrets)
            QVERIFY2(text.contains(secret), qPrintable(secret));
        QVERIFY(text.contains(world.unbound.token.toString())); // the same browser
        QVERIFY(!text.contains(world.strangers.token.toString()));
        const auto json = QJsonDocument::fromJson(text.toUtf8()).object();
        const auto bot = json[u"bots"_s].toArray().first().toObject();
        QCOMPARE(bot[u"payments"_s].toArray().first()[u"amount"_s].toInt(), 1997);
        QCOMPARE(bot[u"bot_users"_s].toArray().first()[u"telegram_user_id"_s].toInteger(), maria);
    }

    void nobodyIsNobody()
    {
        World world;
        QVERIFY(world.db.get([&](auto &stores) { return core::exportPerson(stores, world.scope(joao)); })[u"bots"_s]
                    .toArray()
                    .isEmpty());
    }

    void nothingThatIdentifiesThePersonIsLeft()
    {
        World world;
        QCOMPARE(world.erase(), 1);
        const QString text = world.exported();
        for (const QString &secret : secrets)
            QVERIFY2(!text.contains(secret), qPrintable(secret + u"\n"_s + text));
        QVERIFY(world.stored(world.bound)->fbclid.isEmpty());
        QVERIFY(world.stored(world.unbound)->clientIp.isEmpty());
        QCOMPARE(world.db.peek(u"SELECT state FROM messages"_s).toString(), u"failed"_s);
        // Also not where an export does not look.
        QCOMPARE(world.db.peek(u"SELECT COUNT(*) FROM bot_users WHERE first_name IS NOT NULL"_s).toInt(), 0);
        QCOMPARE(world.db.peek(u"SELECT COUNT(*) FROM gateway_notices WHERE length(body) > 0"_s).toInt(), 0);
    }

    void bookkeepingKeepsWhatWasPaidAndWhichCampaignItWas()
    {
        World world;
        world.erase();
        const auto row = world.db.get([&](auto &stores) { return stores.payments().byId(world.payment.payment.id); });
        QCOMPARE(row->payment.amount, (Money{1997, u"BRL"_s}));
        QCOMPARE(row->payment.status, PaymentStatus::Paid);
        QCOMPARE(row->gatewayTransactionId, u"tx-4711"_s);
        QCOMPARE(row->frozen.token, world.bound.token);
        QCOMPARE(row->erasedAt, StorageFixture::start + 1);
        QCOMPARE(world.stored(world.bound)->utm.campaign, u"Summer"_s);
    }

    void othersAreLeftAlone()
    {
        World world;
        const auto other = world.db.person(joao);
        const Click shared = clickOf(world.bound.visitorId); // one phone, two people
        world.db.must([&](auto &stores) {
            auto user = other;
            stores.clicks().insert(world.db.workspaceId, shared);
            core::bindClick(stores, world.db.workspaceId, user, shared, AttributionRule::StartToken, u"start"_s,
                            u"why"_s, StorageFixture::start);
        });
        world.erase();
        QCOMPARE(world.stored(shared)->fbclid, shared.fbclid);
        QCOMPARE(world.stored(world.strangers)->fbclid, world.strangers.fbclid);
        QVERIFY(world.exported(joao).contains(u"Maria"_s)); // the fixture calls everybody so
    }

    void erasingAgainChangesNothing()
    {
        World world;
        world.erase();
        const QString once = world.exported();
        world.erase(StorageFixture::start + 99);
        QCOMPARE(world.exported(), once);
    }

    void noClickOfHersComesBackFromASpool()
    {
        World world;
        const auto ofTheStart = world.early();
        auto ofTheBrowser = clickOf(world.bound.visitorId);
        auto ofTomorrow = clickOf(world.bound.visitorId); // She came back.
        ofTomorrow.firstSeenMs += 86'400'000;
        const auto strangers = clickOf(newHexId());
        QCOMPARE(world.eraseBy(world.db.database()), 1);
        const auto visits = world.db.peek(u"SELECT COALESCE(SUM(visits), 0) FROM funnel_days"_s).toLongLong();
        core::RosterHolder roster;
        roster.set(world.roster());
        core::LateArrivals late(world.db.database(), roster, [] {});
        const QList<core::Arrival> arrivals{world.arrival(ofTheStart), world.arrival(ofTheBrowser),
                                            world.arrival(ofTomorrow), world.arrival(strangers)};
        for (int times = 0; times < 2; ++times) {
            std::promise<bool> replayed;
            late.replay(arrivals, [&](core::ClickSpool::Outcome outcome) { replayed.set_value(outcome.isStored); });
            QVERIFY(replayed.get_future().get());
        }
        for (const Click &click : {ofTheStart, ofTheBrowser}) {
            const auto stored = world.stored(click);
            QVERIFY(stored);
            QCOMPARE(stored->utm.campaign, u"Summer"_s);
            QCOMPARE(stored->fbclid + stored->fbp + stored->fbc + stored->visitorId + stored->clientIp +
                         stored->userAgent + stored->landingUrl + stored->referrer,
                     QString());
            const auto token = click.token.toString();
            QCOMPARE(world.count(u"clicks WHERE erased_at IS NOT NULL AND token = '%1'"_s.arg(token)), 1);
            QCOMPARE(world.count(u"conversions WHERE token = '%1'"_s.arg(token)), 0);
            QCOMPARE(world.count(u"trail WHERE token = '%1'"_s.arg(token)), 0);
        }
        for (const Click &click : {ofTomorrow, strangers}) {
            QCOMPARE(world.stored(click)->fbclid, click.fbclid);
            QCOMPARE(world.count(u"conversions WHERE token = '%1'"_s.arg(click.token.toString())), 1);
        }
        QCOMPARE(world.db.peek(u"SELECT SUM(visits) FROM funnel_days"_s).toLongLong(), visits + arrivals.size());
        world.db.database().stop();
    }

    void anErasureAndAReplayThatMeetMissNothing()
    {
        World world;
        const auto click = world.early();
        auto other = storage::SqlDatabase::open(world.db.options());
        QVERIFY(other);
        // The click is stored, and not committed yet, when the erasure begins.
        std::promise<void> isStored;
        std::promise<void> mayCommit;
        auto committing = mayCommit.get_future().share();
        std::once_flag once;
        world.db.database().submit(
            [&, roster = world.roster()](auto &stores) {
                core::recordArrivals(stores, {world.arrival(click)}, roster, core::ArrivalTime::Late);
                std::call_once(once, [&] { isStored.set_value(); });
                committing.wait();
            },
            [](const auto &done) { QVERIFY(done); });
        isStored.get_future().wait();
        auto erased = std::async(std::launch::async, [&] { return world.eraseBy(**other); });
        static_cast<void>(erased.wait_for(std::chrono::milliseconds(300))); // It is let come as far as it may.
        mayCommit.set_value();
        QCOMPARE(erased.get(), 1);
        QCOMPARE(world.stored(click)->fbclid, QString());
        world.db.database().stop();
    }

    void aReplayThatBeganBeforeAnErasureSeesIt()
    {
        if (!TestDatabase::isServer())
            QSKIP("Two cannot write at once.");
        World world;
        const auto click = world.early();
        auto other = storage::SqlDatabase::open(world.db.options());
        QVERIFY(other);
        int runs = 0;
        world.db.must([&, roster = world.roster()](auto &stores) {
            QVERIFY(!stores.clicks().byToken(world.db.workspaceId, click.token)); // What it sees is fixed now.
            if (++runs == 1)
                QCOMPARE(world.eraseBy(**other), 1);
            core::recordArrivals(stores, {world.arrival(click)}, roster, core::ArrivalTime::Late);
        });
        QCOMPARE(runs, 2);
        QCOMPARE(world.stored(click)->fbclid, QString());
    }

    void aTraceSaysThatItWasErased()
    {
        World world;
        world.erase();
        const auto traces =
            world.db.get([&](auto &stores) { return core::traceUser(stores, world.db.workspaceId, maria); });
        QCOMPARE(traces.size(), 2);
        for (const auto &trace : traces) {
            QVERIFY2(trace.verdict.contains(u"erased on request"_s), qPrintable(trace.verdict));
            const auto isErased = [](const core::Finding &finding) {
                return finding.field == u"fbclid" && finding.code == u"erased";
            };
            QVERIFY(std::any_of(trace.fields.begin(), trace.fields.end(), isErased));
        }
        QVERIFY(std::any_of(traces[0].trail.begin(), traces[0].trail.end(),
                            [](const auto &entry) { return entry.step == u"person.erased"; }));
    }

    void whoComesBackIsKnownAnew()
    {
        World world;
        world.erase();
        const auto user = world.db.person(maria);
        QCOMPARE(user.erasedAt, 0);
        QVERIFY(!user.externalId.isEmpty());
        QVERIFY(!user.trackingSessionId);
    }
};

QTEST_GUILESS_MAIN(PersonTest)
#include "tst_person.moc"
