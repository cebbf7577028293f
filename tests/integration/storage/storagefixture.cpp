// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

#include <QtCore/QFileInfo>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace rastro::test {

QString newHexId()
{
    static std::atomic<quint64> last{0};
    return u"%1"_s.arg(++last, 32, 16, QChar(u'0'));
}

TrackingToken newToken()
{
    return TrackingToken::parse(newHexId()).value();
}

core::Bot sampleBot(qint64 workspaceId, const QString &key)
{
    core::Bot bot;
    bot.workspaceId = workspaceId;
    bot.key = key;
    bot.token = u"110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"_s;
    bot.routeId = newHexId();
    bot.webhookSecret = u"hook-"_s + key;
    bot.welcome = u"Olá, {first_name}!"_s;
    return bot;
}

StorageFixture::StorageFixture()
{
    m_options.url = storage::DatabaseUrl::parse(m_where.url()).value();
    m_options.secrets = std::make_shared<storage::SecretBox>(storage::SecretBox::withKey(QByteArray(32, 'k')).value());
    m_options.node = u"this"_s;
    m_options.now = [clock = now] { return clock->load(); };
    reopen();
    must([this](core::UnitOfWork &stores) {
        auto &shop = stores.shop();
        workspaceId = shop.workspace(u"default"_s);
        otherWorkspaceId = shop.workspace(u"other"_s);
        botId = shop.save(sampleBot(workspaceId, u"demo"_s));
        secondBotId = shop.save(sampleBot(workspaceId, u"second"_s));
        otherBotId = shop.save(sampleBot(otherWorkspaceId, u"demo"_s));
        offerId = shop.save(core::Offer{.botId = botId,
                                        .key = u"vip"_s,
                                        .title = u"VIP"_s,
                                        .price = {1997, u"BRL"_s},
                                        .deliver = u"https://example.com/vip"_s});
        core::Pool pool;
        pool.workspaceId = workspaceId;
        pool.slug = u"summer"_s;
        pool.name = u"Summer"_s;
        pool.bots = {core::PoolBot{.botId = botId}};
        poolId = shop.save(pool);
    });
}

void StorageFixture::reopen()
{
    m_database.reset();
    auto opened = storage::SqlDatabase::open(m_options);
    if (!opened)
        qFatal("%s", qUtf8Printable(opened.error().message));
    m_database = *std::move(opened);
}

void StorageFixture::fillDisk(qint64 room)
{
    m_database.reset(); // Writes the log back into the file.
    m_options.maxPages = room == 0 ? 0 : (QFileInfo(m_options.url.path).size() + room) / 4096;
    reopen();
}

Result<void> StorageFixture::run(const core::Database::Work &work)
{
    std::promise<Result<void>> promise;
    auto result = promise.get_future();
    m_database->submit(work, [&promise](const Result<void> &done) { promise.set_value(done); });
    return result.get();
}

void StorageFixture::must(const core::Database::Work &work)
{
    if (const auto done = run(work); !done)
        qFatal("%s", qUtf8Printable(done.error().message));
}

TrackingToken StorageFixture::click(const QString &fbclid, qint64 firstSeenMs)
{
    Click click{.token = newToken()};
    click.fbclid = fbclid;
    click.firstSeenMs = firstSeenMs;
    click.traffic = u"person"_s;
    click.pageviewEventId = newHexId();
    must([&](core::UnitOfWork &stores) { stores.clicks().insert(workspaceId, click); });
    return click.token;
}

core::BotUser StorageFixture::person(qint64 telegramUserId, qint64 onBot)
{
    core::BotUser user;
    user.botId = onBot == 0 ? botId : onBot;
    user.telegramUserId = telegramUserId;
    user.firstName = u"Maria"_s;
    user.externalId = newHexId();
    user.firstInteraction = user.lastInteraction = now->load();
    return get([&](core::UnitOfWork &stores) { return stores.users().upsert(user); });
}

core::PaymentRow StorageFixture::payment(const core::BotUser &person)
{
    core::PaymentRow row;
    row.workspaceId = workspaceId;
    row.payment.reference = newHexId();
    row.payment.botId = person.botId;
    row.payment.telegramUserId = person.telegramUserId;
    row.payment.productKey = u"vip"_s;
    row.payment.productTitle = u"VIP"_s;
    row.payment.amount = {1997, u"BRL"_s};
    row.payment.gateway = u"sandbox"_s;
    row.payment.createdAt = now->load();
    row.botUserId = person.id;
    row.offerId = offerId;
    row.deliver = u"https://example.com/vip"_s;
    row.deliveryToken = newHexId();
    row.payment.id = get([&](core::UnitOfWork &stores) { return stores.payments().insert(row); });
    return row;
}

} // namespace rastro::test
