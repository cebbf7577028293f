// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include <QtCore/QFile>

namespace {

core::PluginSetting setting(const StorageFixture &db)
{
    core::PluginSetting setting;
    setting.scope = {core::PluginScope::Bot, db.botId};
    setting.pluginId = u"sandbox"_s;
    setting.settings = {{u"access_token"_s, u"EAAB-very-secret"_s}, {u"n"_s, 3}};
    setting.secretSources = {{u"access_token"_s, QJsonObject{{u"env"_s, u"META_TOKEN"_s}}}};
    setting.noticeSecret = u"notice-secret-1"_s;
    return setting;
}

} // namespace

class ShopStoreTest : public QObject
{
    Q_OBJECT

private:
    static core::Shop load(StorageFixture &db)
    {
        return db.get([](auto &stores) { return stores.shop().load(); });
    }

private Q_SLOTS:
    void givesBackABot()
    {
        StorageFixture db;
        auto bot = sampleBot(db.workspaceId, u"full"_s);
        bot.tokenSource = u"{\"env\":\"BOT_TOKEN\"}"_s;
        bot.telegramId = 110'201'543;
        bot.username = u"full_bot"_s;
        bot.name = u"Full"_s;
        bot.updates = u"webhook"_s;
        bot.active = false;
        const auto id = db.get([&](auto &stores) { return stores.shop().save(bot); });
        db.reopen();
        const auto shop = load(db);
        const auto *read = shop.bot(id);
        QVERIFY(read);
        QCOMPARE(read->workspaceId, db.workspaceId);
        QCOMPARE(read->key, bot.key);
        QCOMPARE(read->token, bot.token);
        QCOMPARE(read->tokenSource, bot.tokenSource);
        QCOMPARE(read->telegramId, bot.telegramId);
        QCOMPARE(read->username, bot.username);
        QCOMPARE(read->name, bot.name);
        QCOMPARE(read->updates, bot.updates);
        QCOMPARE(read->routeId, bot.routeId);
        QCOMPARE(read->webhookSecret, bot.webhookSecret);
        QCOMPARE(read->welcome, bot.welcome);
        QVERIFY(!read->active);
    }

    void keepsWhatTelegramSaidUntilTheTokenIsAnothers()
    {
        StorageFixture db;
        auto bot = sampleBot(db.workspaceId, u"full"_s);
        bot.telegramId = 1;
        bot.id = db.get([&](auto &stores) { return stores.shop().save(bot); });
        db.must([&](core::UnitOfWork &stores) {
            stores.shop().setBotIdentity(bot.id, u"full_bot"_s, u"Full"_s);
            stores.shop().setBotError(bot.id, u"401"_s);
            bot.welcome = u"Oi!"_s;
            QCOMPARE(stores.shop().save(bot), bot.id);
        });
        auto shop = load(db);
        QCOMPARE(shop.bot(bot.id)->username, u"full_bot"_s);
        QCOMPARE(shop.bot(bot.id)->name, u"Full"_s);
        QCOMPARE(shop.bot(bot.id)->lastError, u"401"_s);
        QCOMPARE(shop.bot(bot.id)->welcome, u"Oi!"_s);
        bot.telegramId = 2;
        db.must([&](auto &stores) { stores.shop().save(bot); });
        shop = load(db);
        QCOMPARE(shop.bot(bot.id)->username, QString());
        QCOMPARE(shop.bot(bot.id)->lastError, QString());
    }

    void letsNoSecretLieInTheFile()
    {
        if (TestDatabase::isServer())
            QSKIP("the files are the server's own");
        StorageFixture db;
        db.must([&](auto &stores) { stores.shop().save(setting(db)); });
        const auto path = db.options().url.path;
        db.reopen(); // Closing writes the log back into the file.
        for (const auto &name : {path, path + u"-wal"_s}) {
            QFile file(name);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const auto content = file.readAll();
            QVERIFY(!content.contains("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"));
            QVERIFY(!content.contains("hook-demo"));
            QVERIFY(!content.contains("EAAB-very-secret"));
            QVERIFY(!content.contains("notice-secret-1"));
        }
        QVERIFY(QFile(path).size() > 100'000);
    }

    void makesANewVersionOnlyOfAChangedOffer()
    {
        StorageFixture db;
        core::Offer offer{.botId = db.botId,
                          .key = u"vip"_s,
                          .title = u"VIP"_s,
                          .price = {1997, u"BRL"_s},
                          .deliver = u"https://example.com/vip"_s};
        const auto save = [&] { return db.get([&](auto &stores) { return stores.shop().save(offer); }); };
        QCOMPARE(save(), db.offerId);
        offer.price.minor = 2997;
        const auto second = save();
        QVERIFY(second != db.offerId);
        QCOMPARE(save(), second);
        auto shop = load(db);
        QCOMPARE(shop.offers.size(), 2); // Old buttons still lead to the version they were made for.
        QCOMPARE(shop.offers[0].price.minor, 1997);
        QVERIFY(!shop.offers[0].current);
        QCOMPARE(shop.offers[1].version, 2);
        QCOMPARE(shop.currentOffers(db.botId).size(), 1);
        db.must([&](auto &stores) { stores.shop().retireOffer(db.botId, u"vip"_s); });
        QVERIFY(load(db).currentOffers(db.botId).isEmpty());
        QCOMPARE(save(), second); // Sold again as it was.
        QCOMPARE(load(db).currentOffers(db.botId).first().id, second);
        offer.price.minor = 1997;
        QVERIFY(save() > second); // An old content is a new version all the same.
        QCOMPARE(load(db).currentOffers(db.botId).size(), 1);
    }

    void replacesThePoolsBotsAndKeepsTheirCounters()
    {
        StorageFixture db;
        core::Pool pool;
        pool.workspaceId = db.workspaceId;
        pool.slug = u"winter"_s;
        pool.name = u"Winter"_s;
        pool.strategy = u"weighted"_s;
        pool.mode = u"direct"_s;
        pool.active = false;
        pool.fallbackUrl = u"https://example.com"_s;
        pool.sticky = true;
        pool.bots = {{db.secondBotId, 3, 1, false, u"offline"_s}, {db.botId, 1, 0, true, u"online"_s}};
        pool.id = db.get([&](auto &stores) { return stores.shop().save(pool); });
        auto shop = load(db);
        const auto *read = shop.poolBySlug(u"winter"_s);
        QVERIFY(read);
        QCOMPARE(read->name, pool.name);
        QCOMPARE(read->strategy, pool.strategy);
        QCOMPARE(read->mode, pool.mode);
        QVERIFY(!read->active);
        QCOMPARE(read->fallbackUrl, pool.fallbackUrl);
        QVERIFY(read->sticky);
        QCOMPARE(read->bots.size(), 2);
        QCOMPARE(read->bots[0].botId, db.secondBotId);
        QCOMPARE(read->bots[0].weight, 3);
        QCOMPARE(read->bots[0].priority, 1);
        QVERIFY(!read->bots[0].enabled);
        QCOMPARE(read->bots[0].status, u"offline"_s);

        pool.bots = {{db.botId, 2, 0, true, u"online"_s}};
        db.must([&](core::UnitOfWork &stores) {
            stores.clicks().insert(db.workspaceId, {.token = newToken(),
                                                    .poolId = pool.id,
                                                    .botId = db.botId,
                                                    .firstSeenMs = 60'000,
                                                    .traffic = u"person"_s});
            stores.redirects().foldBefore(2);
            stores.shop().save(pool);
        });
        shop = load(db);
        QCOMPARE(shop.pool(pool.id)->bots.size(), 1);
        QCOMPARE(shop.pool(pool.id)->bots[0].weight, 2);
        const auto total = u"SELECT total_redirects FROM pool_bots WHERE pool_id = %1"_s.arg(pool.id);
        QCOMPARE(db.peek(total).toInt(), 1);
    }

    void keepsABotsHealthAndItsPlacesInPools()
    {
        StorageFixture db;
        core::Pool pool;
        pool.workspaceId = db.workspaceId;
        pool.slug = u"winter"_s;
        pool.bots = {{db.botId}, {db.secondBotId}};
        pool.id = db.get([&](auto &stores) { return stores.shop().save(pool); });
        const core::Circuit open{.state = core::Circuit::Open,
                                 .failures = 4,
                                 .trips = 2,
                                 .openUntil = 1'760'000'000'000'001,
                                 .seenAt = 1'759'000'000'000'000,
                                 .reason = u"401 Unauthorized"_s};
        db.must([&](auto &stores) { stores.shop().setBotHealth(db.botId, open); });
        db.reopen();
        auto shop = load(db);
        QCOMPARE(shop.bot(db.botId)->health, open);
        QCOMPARE(shop.bot(db.secondBotId)->health, core::Circuit{});
        QCOMPARE(shop.pool(pool.id)->bots[0].status, u"offline"_s);
        QCOMPARE(shop.pool(pool.id)->bots[1].status, u"online"_s);
        QCOMPARE(shop.pool(db.poolId)->bots[0].status, u"offline"_s); // Every pool it is in.
        db.must([&](auto &stores) { stores.shop().setBotHealth(db.botId, {}); });
        shop = load(db);
        QCOMPARE(shop.bot(db.botId)->health, core::Circuit{});
        QCOMPARE(shop.pool(pool.id)->bots[0].status, u"online"_s);
    }

    void keepsPublicAddressesInTheirOrder()
    {
        StorageFixture db;
        const auto urls = [&](bool inShop) {
            QStringList found;
            for (const auto &url : load(db).publicUrls) {
                if (url.inShop == inShop)
                    found.append(url.url);
            }
            return found;
        };
        const QStringList first{u"https://b.example"_s, u"https://a.example"_s};
        const core::Circuit out{.state = core::Circuit::Open, .failures = 3, .reason = u"gone"_s};
        db.must([&](auto &stores) {
            stores.shop().setPublicUrls(first);
            stores.shop().setPublicUrlHealth(u"https://a.example"_s, out);
            stores.shop().setPublicUrlHealth(u"https://of-the-options.example"_s, {});
        });
        QCOMPARE(urls(true), first);
        QCOMPARE(urls(false), QStringList{u"https://of-the-options.example"_s});
        QCOMPARE(load(db).publicUrls[1].health, out);
        db.must([&](auto &stores) { stores.shop().setPublicUrls({first[1]}); });
        QCOMPARE(urls(true), QStringList{first[1]});
        QCOMPARE(load(db).publicUrls[0].health, out); // What was learnt stays.
    }

    void allowsASlugOnceInTheWholeInstallation()
    {
        StorageFixture db;
        core::Pool pool;
        pool.workspaceId = db.otherWorkspaceId;
        pool.slug = u"summer"_s;
        const auto done = db.run([&](auto &stores) { stores.shop().save(pool); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.duplicate"_s);
        QVERIFY(done.error().message.contains(u"redirect_pools.slug"_s));
    }

    void allowsATelegramBotToBeActiveOnce()
    {
        StorageFixture db;
        auto bot = sampleBot(db.workspaceId, u"a"_s);
        bot.telegramId = 5;
        db.must([&](auto &stores) { stores.shop().save(bot); });
        bot = sampleBot(db.workspaceId, u"b"_s);
        bot.telegramId = 5;
        QVERIFY(!db.run([&](auto &stores) { stores.shop().save(bot); }));
        bot.active = false;
        QVERIFY(db.run([&](auto &stores) { stores.shop().save(bot); }));
    }

    void givesBackAPluginsSettings()
    {
        StorageFixture db;
        auto given = setting(db);
        db.must([&](auto &stores) { stores.shop().save(given); });
        given.settings.insert(u"n"_s, 4);
        db.must([&](auto &stores) { stores.shop().save(given); });
        const auto shop = load(db);
        QCOMPARE(shop.plugins.size(), 1);
        const auto *read = shop.plugin(given.scope, u"sandbox"_s);
        QVERIFY(read);
        QCOMPARE(read->settings, given.settings);
        QCOMPARE(read->secretSources, given.secretSources);
        QCOMPARE(read->noticeSecret, given.noticeSecret);
        db.must([&](core::UnitOfWork &stores) {
            stores.shop().removePlugin({core::PluginScope::Pool, db.botId}, u"sandbox"_s);
            QCOMPARE(stores.shop().load().plugins.size(), 1);
            stores.shop().removePlugin(given.scope, u"sandbox"_s);
            QVERIFY(stores.shop().load().plugins.isEmpty());
        });
    }

    void allowsANoticeSecretOnceInTheWholeInstallation()
    {
        StorageFixture db;
        auto second = setting(db);
        second.scope.id = db.otherBotId;
        db.must([&](auto &stores) { stores.shop().save(setting(db)); });
        const auto done = db.run([&](auto &stores) { stores.shop().save(second); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.duplicate"_s);
        second.noticeSecret.clear(); // Only gateways have one.
        auto third = second;
        third.scope = {core::PluginScope::Pool, db.poolId};
        db.must([&](core::UnitOfWork &stores) {
            stores.shop().save(second);
            stores.shop().save(third);
        });
    }

    void refusesAPluginOfNoBotAndNoPool()
    {
        StorageFixture db;
        auto lost = setting(db);
        lost.scope.id = 999;
        const auto done = db.run([&](auto &stores) { stores.shop().save(lost); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, u"storage.constraint"_s);
        lost.scope = {core::PluginScope::Pool, 999};
        QVERIFY(!db.run([&](auto &stores) { stores.shop().save(lost); }));
    }

    void refusesToChangeWhatIsNotThere()
    {
        StorageFixture db;
        auto bot = sampleBot(db.workspaceId, u"x"_s);
        bot.id = 999;
        QCOMPARE(db.run([&](auto &stores) { stores.shop().save(bot); }).error().code, u"storage.no_row"_s);
        core::Pool pool;
        pool.id = 999;
        pool.workspaceId = db.workspaceId;
        pool.slug = u"x"_s;
        QCOMPARE(db.run([&](auto &stores) { stores.shop().save(pool); }).error().code, u"storage.no_row"_s);
    }

    void growsItsRevision()
    {
        StorageFixture db;
        QCOMPARE(load(db).revision, 0);
        db.must([](auto &stores) { stores.shop().bumpRevision(); });
        db.must([](auto &stores) { stores.shop().bumpRevision(); });
        QCOMPARE(load(db).revision, 2);
        QCOMPARE(db.get([](auto &stores) { return stores.shop().revision(); }), 2);
    }

    void findsAButtonByItsId()
    {
        StorageFixture db;
        const core::Button given{u"b_1"_s, db.botId, 7, u"buy"_s, db.offerId, 0, 55};
        db.must([&](auto &stores) { stores.shop().addButton(given); });
        const auto read = db.get([](auto &stores) { return stores.shop().button(u"b_1"_s); });
        QCOMPARE(read->botId, db.botId);
        QCOMPARE(read->telegramUserId, 7);
        QCOMPARE(read->action, u"buy"_s);
        QCOMPARE(read->offerId, db.offerId);
        QCOMPARE(read->paymentId, 0);
        QCOMPARE(read->createdAt, 55);
        QVERIFY(!db.get([](auto &stores) { return stores.shop().button(u"b_2"_s); }));
        QCOMPARE(db.run([&](auto &stores) { stores.shop().addButton(given); }).error().code, u"storage.duplicate"_s);
    }

    void makesAWorkspaceOnce()
    {
        StorageFixture db;
        QCOMPARE(db.get([](auto &stores) { return stores.shop().workspace(u"default"_s); }), db.workspaceId);
        QVERIFY(db.get([](auto &stores) { return stores.shop().workspace(u"third"_s); }) > db.otherWorkspaceId);
    }
};

QTEST_GUILESS_MAIN(ShopStoreTest)
#include "tst_shopstore.moc"
