// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

Click fullClick(const StorageFixture &db)
{
    return {.token = newToken(),
            .poolId = db.poolId,
            .botId = db.botId,
            .fbclid = u"IwAR0a+B_c-D"_s,
            .fbp = u"fb.1.1760000000000.123"_s,
            .fbc = u"fb.1.1760000000001.IwAR0a+B_c-D"_s,
            .ids = {{u"ttclid"_s, u"E.C.P"_s}, {u"_ttp"_s, u"ç"_s}},
            .utm = {u"FB"_s, u"paid"_s, u"summer|1"_s, u"ad"_s, u"term"_s},
            .visitorId = newHexId(),
            .clientIp = u"2001:db8::1"_s,
            .userAgent = u"Mozilla/5.0"_s,
            .landingUrl = u"https://shop.example/go/summer?fbclid=IwAR0a+B_c-D"_s,
            .referrer = u"https://l.facebook.com/"_s,
            .firstSeenMs = 1'760'000'000'001,
            .pageviewEventId = newHexId(),
            .traffic = u"person"_s};
}

core::Recognised recognise(StorageFixture &db, const core::Newcomer &newcomer)
{
    return db.get([&](core::UnitOfWork &stores) { return stores.clicks().recognise({&newcomer, 1}).first(); });
}

} // namespace

class ClickStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackAllOfAClick()
    {
        StorageFixture db;
        const auto click = fullClick(db);
        db.must([&](auto &stores) { stores.clicks().insert(db.workspaceId, click); });
        db.reopen();
        const auto read = db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, click.token); });
        QVERIFY(read);
        QCOMPARE(read->token.toString(), click.token.toString());
        QCOMPARE(read->poolId, click.poolId);
        QCOMPARE(read->botId, click.botId);
        QCOMPARE(read->fbclid, click.fbclid);
        QCOMPARE(read->fbp, click.fbp);
        QCOMPARE(read->fbc, click.fbc);
        QCOMPARE(read->ids, click.ids);
        QVERIFY(read->utm == click.utm);
        QCOMPARE(read->visitorId, click.visitorId);
        QCOMPARE(read->clientIp, click.clientIp);
        QCOMPARE(read->userAgent, click.userAgent);
        QCOMPARE(read->landingUrl, click.landingUrl);
        QCOMPARE(read->referrer, click.referrer);
        QCOMPARE(read->firstSeenMs, click.firstSeenMs);
        QCOMPARE(read->pageviewEventId, click.pageviewEventId);
        QCOMPARE(read->traffic, click.traffic);
    }

    void storesATokenOnce()
    {
        StorageFixture db;
        const auto click = fullClick(db);
        const auto insert = [&](core::UnitOfWork &stores) { stores.clicks().insert(db.workspaceId, click); };
        QVERIFY(db.run(insert));
        const auto second = db.run(insert);
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"storage.duplicate"_s);
        QCOMPARE(second.error().kind, ErrorClass::GiveUp);
    }

    void storesAClickIfItsTokenIsNew()
    {
        StorageFixture db;
        const auto click = fullClick(db);
        const auto insert = [&](qint64 workspace) {
            return db.get([&](core::UnitOfWork &stores) { return stores.clicks().insertIfNew(workspace, click); });
        };
        QVERIFY(insert(db.workspaceId));
        QVERIFY(!insert(db.workspaceId));
        QVERIFY(!insert(db.otherWorkspaceId));
        const auto read = db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, click.token); });
        QVERIFY(read);
        QCOMPARE(read->ids, click.ids);
        QCOMPARE(read->fbclid, click.fbclid);
        QCOMPARE(db.get([&](auto &stores) { return stores.clicks().count(db.workspaceId); }).people, 1);
    }

    void findsTheNewestClickOfAnFbclid()
    {
        StorageFixture db;
        const auto old = db.click(u"Fb1"_s, 1000);
        const auto newest = db.click(u"Fb1"_s, 3000);
        const auto middle = db.click(u"Fb1"_s, 2000);
        const auto find = [&](const QString &fbclid, const QString &except = {}) {
            const auto click =
                db.get([&](auto &stores) { return stores.clicks().byFbclid(db.workspaceId, fbclid, except); });
            return click ? click->token.toString() : QString();
        };
        QCOMPARE(find(u"Fb1"_s), newest.toString());
        QCOMPARE(find(u"Fb1"_s, newest.toString()), middle.toString());
        QCOMPARE(find(u"fb1"_s), QString()); // Case matters.
        QCOMPARE(find(QString()), QString());
        QVERIFY(old != newest);
    }

    void findsTheNewestClickOfAVisitor()
    {
        StorageFixture db;
        auto first = fullClick(db);
        auto second = fullClick(db);
        second.visitorId = first.visitorId;
        second.firstSeenMs = first.firstSeenMs + 1;
        db.must([&](auto &stores) {
            stores.clicks().insert(db.workspaceId, first);
            stores.clicks().insert(db.workspaceId, second);
        });
        db.must([&](core::UnitOfWork &stores) {
            auto &clicks = stores.clicks();
            QCOMPARE(clicks.byVisitor(db.workspaceId, first.visitorId)->token.toString(), second.token.toString());
            QCOMPARE(clicks.byVisitor(db.workspaceId, first.visitorId, second.token.toString())->token.toString(),
                     first.token.toString());
            QVERIFY(!clicks.byVisitor(db.workspaceId, QString()));
        });
    }

    void knowsThePersonOfTheNewestBoundClick()
    {
        StorageFixture db;
        const auto first = db.click(u"Fb"_s, 1000);
        const auto second = db.click(u"Fb"_s, 2000);
        db.click(u"Fb"_s, 3000);
        const auto person = [&] { return recognise(db, {db.workspaceId, db.botId, u"Fb"_s, {}}).telegramUserId; };
        QCOMPARE(person(), 0);
        db.must([&](auto &stores) {
            stores.clicks().markBound(first, db.botId, 11, 5);
            stores.clicks().markBound(second, db.botId, 22, 6);
        });
        QCOMPARE(person(), 22);
        db.must([&](auto &stores) { stores.clicks().markBound(second, db.secondBotId, 33, 7); });
        QCOMPARE(person(), 33);
    }

    void knowsThePersonOfAVisitor()
    {
        StorageFixture db;
        const auto click = fullClick(db);
        const auto person = [&](const QString &visitorId) {
            return recognise(db, {db.workspaceId, db.botId, {}, visitorId}).telegramUserId;
        };
        db.must([&](auto &stores) { stores.clicks().insert(db.workspaceId, click); });
        QCOMPARE(person(click.visitorId), 0);
        db.must([&](auto &stores) { stores.clicks().markBound(click.token, db.botId, 44, 5); });
        QCOMPARE(person(click.visitorId), 44);
        QCOMPARE(person({}), 0);
    }

    void fillsBrowserIdsOnlyWhereTheyAreEmpty()
    {
        StorageFixture db;
        const auto token = db.click();
        const auto add = [&](const QString &fbp, const QString &fbc) {
            return db.get([&](auto &stores) { return stores.clicks().addBrowserIds(token, fbp, fbc); });
        };
        QVERIFY(!add({}, {}));
        QVERIFY(add(u"fb.1.1.p"_s, {}));
        QVERIFY(!add(u"fb.1.2.other"_s, {}));
        QVERIFY(add(u"fb.1.2.other"_s, u"fb.1.1.c"_s));
        const auto click = db.get([&](auto &stores) { return stores.clicks().byToken(db.workspaceId, token); });
        QCOMPARE(click->fbp, u"fb.1.1.p"_s);
        QCOMPARE(click->fbc, u"fb.1.1.c"_s);
    }

    void countsPeopleApart()
    {
        StorageFixture db;
        db.click();
        db.click();
        auto preview = fullClick(db);
        preview.traffic = u"preview"_s;
        auto crawler = fullClick(db);
        crawler.traffic = u"crawler"_s;
        db.must([&](auto &stores) {
            stores.clicks().insert(db.workspaceId, preview);
            stores.clicks().insert(db.workspaceId, crawler);
        });
        // What fails is not counted.
        QVERIFY(!db.run([&](auto &stores) { stores.clicks().insert(db.workspaceId, preview); }));
        const auto counts = db.get([&](auto &stores) { return stores.clicks().count(db.workspaceId); });
        QCOMPARE(counts.people, 2);
        QCOMPARE(counts.others, 2);
    }

    void showsNoClickToAnotherWorkspace()
    {
        StorageFixture db;
        const auto click = fullClick(db);
        db.must([&](core::UnitOfWork &stores) {
            auto &clicks = stores.clicks();
            clicks.insert(db.workspaceId, click);
            clicks.markBound(click.token, db.botId, 44, 5);
            QVERIFY(clicks.byToken(db.workspaceId, click.token));
            QVERIFY(!clicks.byToken(db.otherWorkspaceId, click.token));
            QVERIFY(!clicks.byFbclid(db.otherWorkspaceId, click.fbclid));
            QVERIFY(!clicks.byVisitor(db.otherWorkspaceId, click.visitorId));
            const core::Newcomer here{db.workspaceId, db.botId, click.fbclid, click.visitorId};
            QCOMPARE(clicks.recognise({&here, 1}).first().telegramUserId, 44);
            const core::Newcomer there{db.otherWorkspaceId, db.otherBotId, click.fbclid, click.visitorId};
            QCOMPARE(clicks.recognise({&there, 1}).first().telegramUserId, 0);
            QCOMPARE(clicks.count(db.otherWorkspaceId).people, 0);
            QCOMPARE(clicks.count(db.workspaceId).people, 1);
        });
    }
};

QTEST_GUILESS_MAIN(ClickStoreTest)
#include "tst_clickstore.moc"
