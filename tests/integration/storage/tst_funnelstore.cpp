// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/attachment.h"
#include "core/attribution/binding.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr Micros day = 86'400'000'000;
constexpr qint64 today = StorageFixture::start / day;

QString textOf(const core::FunnelLine &line)
{
    const auto &[key, tally] = line;
    QStringList money;
    for (const auto &[currency, minor] : tally.minor)
        money.append(currency + u' ' + QString::number(minor));
    return u"%1 pool %2 bot %3 %4: v%5 r%6 p%7 c%8 s%9"_s.arg(key.day - today)
               .arg(key.poolId)
               .arg(key.botId)
               .arg(key.isOrganic ? u"organic"_s : u"“%1”"_s.arg(key.campaign))
               .arg(tally.visits)
               .arg(tally.repeats)
               .arg(tally.previews)
               .arg(tally.crawlers)
               .arg(tally.starts) +
           u"/%1 b%2 charges %3 sales %4 %5"_s.arg(tally.adStarts)
               .arg(tally.binds)
               .arg(tally.charges)
               .arg(tally.sales)
               .arg(money.join(u' '));
}

} // namespace

// What visits, starts, charges and sales add up to, against what is stored.
class FunnelStoreTest : public QObject
{
    Q_OBJECT

private:
    static core::FunnelWanted everything(const StorageFixture &db)
    {
        return {.workspaceId = db.workspaceId,
                .fromDay = 0,
                .untilDay = today + 1000,
                .byDay = true,
                .byPool = true,
                .byBot = true,
                .byCampaign = true};
    }

    static QStringList funnel(StorageFixture &db, const core::FunnelWanted &wanted)
    {
        QStringList lines;
        for (const auto &line : db.get([&](core::UnitOfWork &stores) { return stores.funnel().funnel(wanted); }))
            lines.append(textOf(line));
        return lines;
    }

    static Click visit(const StorageFixture &db, const QString &campaign, const QString &traffic = u"person"_s,
                       Micros at = StorageFixture::start)
    {
        Click click{.token = newToken()};
        click.poolId = db.poolId;
        click.botId = db.botId;
        click.utm.campaign = campaign;
        click.traffic = traffic;
        click.firstSeenMs = at / 1000;
        click.pageviewEventId = newHexId();
        return click;
    }

    static void store(StorageFixture &db, const QList<Click> &clicks)
    {
        db.must([&](core::UnitOfWork &stores) {
            QList<core::NewClick> batch;
            for (const auto &click : clicks)
                batch.append({db.workspaceId, &click});
            stores.clicks().insert(batch);
        });
    }

    // A /start that is answered, by this click or by none.
    static core::BotUser start(StorageFixture &db, qint64 telegramUserId, const std::optional<Click> &click,
                               Micros at = StorageFixture::start)
    {
        static qint64 update = 0;
        const auto person = db.person(telegramUserId);
        core::StartRow row;
        row.botId = person.botId;
        row.telegramUserId = telegramUserId;
        row.updateId = ++update;
        row.createdAt = at;
        db.must([&](core::UnitOfWork &stores) {
            const auto id = stores.starts().insert(row);
            const TokenBinding binding{.startId = id, .rule = AttributionRule::StartToken, .click = click};
            QVERIFY(core::settleStart(stores, db.workspaceId, binding, {}, at));
        });
        return db.get([&](auto &stores) { return stores.users().find(person.botId, telegramUserId); }).value();
    }

    static void attach(StorageFixture &db, core::PaymentRow &row, const std::optional<Click> &click)
    {
        PaymentAttribution attribution{.paymentId = row.payment.id};
        if (click) {
            attribution.token = click->token;
            attribution.utm = click->utm;
            attribution.poolId = click->poolId;
        }
        db.must([&](core::UnitOfWork &stores) {
            QVERIFY(core::settleAttachment(stores, row, attribution, {}, StorageFixture::start));
        });
    }

    static void charge(StorageFixture &db, core::PaymentRow &row)
    {
        row.payment.status = PaymentStatus::Awaiting;
        row.gatewayTransactionId = row.payment.reference;
        db.must([&](core::UnitOfWork &stores) { stores.payments().update(row); });
    }

    static void pay(StorageFixture &db, core::PaymentRow &row, Micros at)
    {
        row.payment.status = PaymentStatus::Paid;
        row.payment.paidAt = at;
        for (int twice = 0; twice < 2; ++twice)
            db.must([&](core::UnitOfWork &stores) { stores.payments().update(row); });
    }

    // Two sales, one of them organic and in another currency, and what led to them.
    static void fill(StorageFixture &db)
    {
        const auto ad = visit(db, u"Black Friday"_s);
        store(db, {ad, visit(db, u"Black Friday"_s), visit(db, u"Black Friday"_s, u"repeat"_s), visit(db, {}),
                   visit(db, u"Black Friday"_s, u"prefetch"_s), visit(db, u"Black Friday"_s, u"crawler"_s),
                   visit(db, u"Black Friday"_s, u"person"_s, StorageFixture::start - day)});
        auto bought = db.payment(start(db, 41, ad));
        attach(db, bought, ad);
        charge(db, bought);
        pay(db, bought, StorageFixture::start + day);
        auto organic = db.payment(start(db, 42, {}));
        charge(db, organic);
        attach(db, organic, {});
        auto open = db.payment(start(db, 42, {}));
        attach(db, open, {});
        pay(db, organic, StorageFixture::start);
    }

    static QStringList filled(const StorageFixture &db)
    {
        const auto place = u" pool %1 bot %2 "_s.arg(db.poolId).arg(db.botId);
        const auto nowhere = u" pool 0 bot %1 "_s.arg(db.botId);
        return {u"-1"_s + place + u"“Black Friday”: v1 r0 p0 c0 s0/0 b0 charges 0 sales 0 "_s,
                u"0"_s + nowhere + u"organic: v0 r0 p0 c0 s2/0 b0 charges 1 sales 1 BRL 1997"_s,
                u"0"_s + place + u"“”: v1 r0 p0 c0 s0/0 b0 charges 0 sales 0 "_s,
                u"0"_s + place + u"“Black Friday”: v2 r1 p1 c1 s1/1 b1 charges 1 sales 0 "_s,
                u"1"_s + place + u"“Black Friday”: v0 r0 p0 c0 s0/0 b0 charges 0 sales 1 BRL 1997"_s};
    }

private Q_SLOTS:
    void countsEachStepWhereAndWhenItHappens()
    {
        StorageFixture db;
        fill(db);
        QCOMPARE(funnel(db, everything(db)), filled(db));
        // What is deleted for its age stays counted, and another workspace has counts of its own.
        db.write(u"DELETE FROM clicks WHERE bound_at IS NULL"_s);
        QCOMPARE(funnel(db, everything(db)), filled(db));
        auto other = everything(db);
        other.workspaceId = db.otherWorkspaceId;
        QCOMPARE(funnel(db, other), QStringList());
    }

    void tellsApartOnlyWhatIsAskedFor()
    {
        StorageFixture db;
        fill(db);
        auto wanted = everything(db);
        wanted.byPool = wanted.byBot = wanted.byCampaign = false;
        QCOMPARE(funnel(db, wanted),
                 (QStringList{u"-1 pool 0 bot 0 “”: v1 r0 p0 c0 s0/0 b0 charges 0 sales 0 "_s,
                              u"0 pool 0 bot 0 “”: v3 r1 p1 c1 s3/1 b1 charges 2 sales 1 BRL 1997"_s,
                              u"1 pool 0 bot 0 “”: v0 r0 p0 c0 s0/0 b0 charges 0 sales 1 BRL 1997"_s}));
        wanted.byDay = false;
        wanted.untilDay = today + 1;
        wanted.campaign = u"Black Friday"_s;
        QCOMPARE(funnel(db, wanted),
                 QStringList{u"%1 pool 0 bot 0 “”: v3 r1 p1 c1 s1/1 b1 charges 1 sales 0 "_s.arg(-today)});
        wanted.poolId = db.poolId + 1;
        QCOMPARE(funnel(db, wanted), QStringList());
    }

    void addsCurrenciesUpApart()
    {
        StorageFixture db;
        const auto person = start(db, 42, {});
        for (const auto &currency : {u"BRL"_s, u"EUR"_s, u"BRL"_s}) {
            auto row = db.payment(person);
            db.write(u"UPDATE payments SET currency = '%1' WHERE id = %2"_s.arg(currency).arg(row.payment.id));
            attach(db, row, {});
            charge(db, row);
            pay(db, row, StorageFixture::start);
        }
        QCOMPARE(funnel(db, everything(db)),
                 QStringList{u"0 pool 0 bot %1 organic: v0 r0 p0 c0 s1/0 b0 charges 3 sales 3 BRL 3994 EUR 1997"_s.arg(
                     db.botId)});
    }

    void countsNothingThatIsRolledBack()
    {
        StorageFixture db;
        const auto click = visit(db, u"Black Friday"_s);
        const auto failed = db.run([&](core::UnitOfWork &stores) {
            stores.clicks().insert(db.workspaceId, click);
            throw core::StorageFailure({u"test"_s, u"It fails."_s});
        });
        QVERIFY(!failed);
        QCOMPARE(funnel(db, everything(db)), QStringList());
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM funnel_campaigns"_s).toInt(), 0);
    }

    void forgedCampaignsDoNotBlowTheTableUp()
    {
        StorageFixture db;
        QList<Click> clicks;
        for (int i = 0; i < 700; ++i)
            clicks.append(visit(db, u"%1"_s.arg(i, 4)));
        clicks.append(visit(db, u"   7"_s));
        store(db, clicks);
        const auto longest = QString(1000, QChar(0x00e7));
        store(db, {visit(db, longest, u"person"_s, StorageFixture::start + day)});
        QCOMPARE(db.peek(u"SELECT COUNT(*) FROM funnel_campaigns WHERE day = %1"_s.arg(today)).toInt(), 500);
        auto wanted = everything(db);
        QCOMPARE(funnel(db, wanted).size(), 502);
        wanted.byDay = wanted.byPool = wanted.byBot = wanted.byCampaign = false;
        wanted.campaign = u"(other)"_s;
        QVERIFY(funnel(db, wanted).first().contains(u": v200 "_s));
        wanted.campaign = u"   7"_s;
        QVERIFY(funnel(db, wanted).first().contains(u": v2 "_s));
        wanted.campaign = longest;
        QVERIFY(funnel(db, wanted).first().contains(u": v1 "_s));
        QCOMPARE(db.peek(u"SELECT MAX(LENGTH(campaign)) FROM funnel_days"_s).toInt(), 200);
    }

    // A database of an older version: what is stored gives the same counts.
    void aMigrationCountsWhatIsStored()
    {
        StorageFixture db;
        fill(db);
        const QStringList tables{u"starts"_s, u"touches"_s, u"payments"_s, u"payments"_s};
        const QStringList triggers{u"starts_in_funnel"_s, u"binds_in_funnel"_s, u"charges_in_funnel"_s,
                                   u"sales_in_funnel"_s};
        for (qsizetype at = 0; at < triggers.size(); ++at)
            db.write(u"DROP TRIGGER "_s + triggers[at] +
                     (TestDatabase::isServer() ? u" ON "_s + tables[at] : QString()));
        db.write(u"DROP VIEW funnel_events"_s);
        for (const auto *table : {"funnel_days", "funnel_campaigns"})
            db.write(u"DROP TABLE "_s + QLatin1StringView(table));
        if (TestDatabase::isServer()) {
            for (const auto *function : {"count", "start", "bind", "charge", "sale"})
                db.write(u"DROP FUNCTION funnel_"_s + QLatin1StringView(function));
        }
        db.write(u"DELETE FROM schema_version WHERE version = 16"_s);
        db.reopen();
        QCOMPARE(funnel(db, everything(db)), filled(db));
        fill(db);
        QVERIFY(funnel(db, everything(db)) != filled(db));
    }
};

QTEST_GUILESS_MAIN(FunnelStoreTest)
#include "tst_funnelstore.moc"
