// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

class UserStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refreshesNamesAndKeepsTheRest()
    {
        StorageFixture db;
        core::BotUser user;
        user.botId = db.botId;
        user.telegramUserId = 6'118'531'418;
        user.firstName = u"Maria"_s;
        user.username = u"maria"_s;
        user.languageCode = u"pt-br"_s;
        user.externalId = newHexId();
        user.firstInteraction = user.lastInteraction = 100;
        const auto first = db.get([&](auto &stores) { return stores.users().upsert(user); });
        QVERIFY(first.id > 0);
        QCOMPARE(first.username, user.username);
        QCOMPARE(first.languageCode, user.languageCode);
        QVERIFY(!first.trackingSessionId);

        auto later = user;
        later.firstName = u"Maria Clara"_s;
        later.username.clear();
        later.externalId = newHexId();
        later.firstInteraction = later.lastInteraction = 200;
        const auto second = db.get([&](auto &stores) { return stores.users().upsert(later); });
        QCOMPARE(second.id, first.id);
        QCOMPARE(second.firstName, u"Maria Clara"_s);
        QCOMPARE(second.username, QString());
        QCOMPARE(second.externalId, first.externalId);
        QCOMPARE(second.firstInteraction, 100);
        QCOMPARE(second.lastInteraction, 200);

        later.lastInteraction = 150; // An update that was handled late.
        QCOMPARE(db.get([&](auto &stores) { return stores.users().upsert(later); }).lastInteraction, 200);
    }

    void keepsTheSamePersonOnTwoBotsApart()
    {
        StorageFixture db;
        const auto one = db.person(7);
        const auto two = db.person(7, db.secondBotId);
        const auto other = db.person(7, db.otherBotId);
        QVERIFY(one.id != two.id);
        db.must([&](core::UnitOfWork &stores) {
            auto &users = stores.users();
            QCOMPARE(users.find(db.botId, 7)->id, one.id);
            QCOMPARE(users.find(db.secondBotId, 7)->id, two.id);
            QVERIFY(!users.find(db.botId, 8));
            QCOMPARE(users.byId(other.id)->botId, db.otherBotId);
            QVERIFY(!users.byId(999));
            QCOMPARE(users.byTelegramId(db.workspaceId, 7).size(), 2);
            QCOMPARE(users.byTelegramId(db.otherWorkspaceId, 7).size(), 1);
            QCOMPARE(users.byTelegramId(db.workspaceId, 8).size(), 0);
        });
    }

    void savesAnAttribution()
    {
        StorageFixture db;
        auto user = db.person(7);
        user.trackingSessionId = db.click(u"Fb"_s);
        user.fbclid = u"Fb"_s;
        user.fbp = u"fb.1.1.1"_s;
        user.fbc = u"fb.1.1.Fb"_s;
        user.utm = {u"FB"_s, u"m"_s, u"c"_s, u"o"_s, u"t"_s};
        user.ipAddress = u"192.0.2.1"_s;
        user.userAgent = u"Mozilla"_s;
        user.attributionRule = u"start_token"_s;
        user.firstName = u"not saved here"_s;
        db.must([&](auto &stores) { stores.users().saveAttribution(user); });
        const auto read = db.get([&](auto &stores) { return stores.users().find(db.botId, 7); });
        QVERIFY(read->trackingSessionId == user.trackingSessionId);
        QCOMPARE(read->fbclid, user.fbclid);
        QCOMPARE(read->fbp, user.fbp);
        QCOMPARE(read->fbc, user.fbc);
        QVERIFY(read->utm == user.utm);
        QCOMPARE(read->ipAddress, user.ipAddress);
        QCOMPARE(read->userAgent, user.userAgent);
        QCOMPARE(read->attributionRule, user.attributionRule);
        QCOMPARE(read->firstName, u"Maria"_s);
        QCOMPARE(db.peek(u"SELECT click_timestamp FROM bot_users"_s).toLongLong(), StorageFixture::start);
    }

    void refusesAnAttributionOfNobodyOrToNoClick()
    {
        StorageFixture db;
        auto user = db.person(7);
        user.trackingSessionId = newToken();
        const auto noClick = db.run([&](auto &stores) { stores.users().saveAttribution(user); });
        QVERIFY(!noClick);
        QCOMPARE(noClick.error().code, u"storage.constraint"_s);
        user.trackingSessionId.reset();
        user.telegramUserId = 8;
        const auto nobody = db.run([&](auto &stores) { stores.users().saveAttribution(user); });
        QVERIFY(!nobody);
        QCOMPARE(nobody.error().code, u"storage.no_row"_s);
    }

    void findsByFbclidTheOneSeenLast()
    {
        StorageFixture db;
        for (const qint64 id : {1, 2, 3}) {
            auto user = db.person(id);
            user.fbclid = u"Fb"_s;
            user.lastInteraction = id == 2 ? 900'000'000'000'000'0 : user.lastInteraction;
            db.must([&](core::UnitOfWork &stores) {
                stores.users().saveAttribution(user);
                [[maybe_unused]] const auto row = stores.users().upsert(user);
            });
        }
        db.must([&](core::UnitOfWork &stores) {
            const auto person = [&](qint64 botId, const QString &fbclid) {
                const core::Newcomer newcomer{db.workspaceId, botId, fbclid, {}}; // Of whom there is no click.
                return stores.clicks().recognise({&newcomer, 1}).first().telegramUserId;
            };
            QCOMPARE(person(db.botId, u"Fb"_s), 2);
            QCOMPARE(person(db.botId, u"fb"_s), 0);
            QCOMPARE(person(db.botId, QString()), 0);
            QCOMPARE(person(db.otherBotId, u"Fb"_s), 0);
        });
    }

    void remembersWhoBlockedTheBot()
    {
        StorageFixture db;
        db.person(7);
        db.person(8);
        QVERIFY(db.get([&](auto &stores) { return stores.users().find(db.botId, 7); })->reachable);
        db.must([&](auto &stores) { stores.users().setReachable(db.botId, 7, false); });
        QVERIFY(!db.get([&](auto &stores) { return stores.users().find(db.botId, 7); })->reachable);
        QVERIFY(db.get([&](auto &stores) { return stores.users().find(db.botId, 8); })->reachable);
        QVERIFY(!db.person(7).reachable); // A later message alone does not change it.
        db.must([&](auto &stores) { stores.users().setReachable(db.botId, 7, true); });
        QVERIFY(db.person(7).reachable);
    }

    void keepsEveryTouchInOrder()
    {
        StorageFixture db;
        const auto token = db.click();
        db.must([&](core::UnitOfWork &stores) {
            stores.users().addTouch({db.botId, 7, token.toString(), u"Fb"_s, u"start_token"_s, u"start"_s, 10});
            stores.users().addTouch({db.botId, 7, {}, {}, u"organic"_s, u"start"_s, 20});
            stores.users().addTouch({db.botId, 8, {}, {}, u"returning_fbclid"_s, u"redirect"_s, 30});
        });
        const auto touches = db.get([&](auto &stores) { return stores.users().touches(db.botId, 7); });
        QCOMPARE(touches.size(), 2);
        QCOMPARE(touches[0].token, token.toString());
        QCOMPARE(touches[0].fbclid, u"Fb"_s);
        QCOMPARE(touches[0].rule, u"start_token"_s);
        QCOMPARE(touches[0].source, u"start"_s);
        QCOMPARE(touches[0].at, 10);
        QCOMPARE(touches[1].token, QString());
        QVERIFY(db.get([&](auto &stores) { return stores.users().touches(db.secondBotId, 7); }).isEmpty());
    }

    void storesNothingThatIsNoToken_data()
    {
        QTest::addColumn<QString>("token");
        QTest::newRow("the origin platform's") << u"tracking_0123456789abcdef01234567"_s;
        QTest::newRow("31 digits") << QString(31, u'a');
        QTest::newRow("33 digits") << QString(33, u'a');
        QTest::newRow("upper case") << QString(32, u'A');
        QTest::newRow("no hex digit") << QString(32, u'g');
    }
    void storesNothingThatIsNoToken()
    {
        QFETCH(QString, token);
        StorageFixture db;
        const auto done = db.run([&](core::UnitOfWork &stores) {
            stores.users().addTouch({db.botId, 7, token, {}, u"organic"_s, u"start"_s, 10});
        });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.constraint"_s);
    }
};

QTEST_GUILESS_MAIN(UserStoreTest)
#include "tst_userstore.moc"
