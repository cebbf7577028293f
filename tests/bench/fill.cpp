// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a new installation with a year of clicks and the people they led to, through the stores, as fast as that goes:
// nothing is synced, and what SQLite finds clicks by is written in one go. Usage: bench_fill DATABASE KEY CLICKS PEOPLE
#include "core/click/hexid.h"
#include "sampleclick.h"
#include "storage/connection.h"
#include "storage/keyfile.h"
#include "storage/sqlite/clickkey.h"
#include "storage/sqlunitofwork.h"

#include <QtCore/QCoreApplication>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr Micros year = 365 * 86'400'000'000LL;
constexpr qint64 batch = 50'000;
constexpr int pools = 4;
constexpr qint64 campaigns = 40;
constexpr qint64 firstPerson = 1'000'000'000;

struct Key
{
    qint64 key;
    qint64 firstSeenMs;
    std::array<char, 32> token;
};

Micros systemNow()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

class Filler
{
public:
    Filler(storage::Connection &connection, qint64 clicks, qint64 people)
        : m_connection(connection)
        , m_stores(connection)
        , m_isKeyed(connection.dialect() == u"sqlite")
        , m_clicks(clicks)
        , m_each(std::max<qint64>(clicks / std::max<qint64>(people, 1), 1))
        , m_begin(systemNow() - year)
    {
    }

    void run()
    {
        if (m_isKeyed) {
            for (const auto &pragma : {u"cache_size=-2000000"_s, u"synchronous=OFF"_s})
                m_connection.execute(u"PRAGMA "_s + pragma);
        }
        m_connection.begin();
        prepareShop();
        m_connection.commit();
        for (qint64 at = 0; at < m_clicks; at += batch) {
            m_connection.begin();
            store(at, std::min(at + batch, m_clicks));
            m_connection.commit();
            std::fprintf(stderr, "\r%lld clicks", static_cast<long long>(std::min(at + batch, m_clicks)));
        }
        std::fputs("\n", stderr);
        if (m_isKeyed)
            writeKeys();
        m_connection.execute(m_connection.book().text(u"move.settle"_s));
    }

private:
    // The installation has one pool, "bench"; the others share its bots.
    void prepareShop()
    {
        m_workspace = m_stores.shop().workspace(u"default"_s);
        const auto shop = m_stores.shop().load();
        m_bots = shop.bots;
        for (int number = 1; number < pools; ++number) {
            core::Pool pool;
            pool.workspaceId = m_workspace;
            pool.slug = u"bench-%1"_s.arg(number);
            pool.name = pool.slug;
            pool.bots = {core::PoolBot{.botId = m_bots[number % m_bots.size()].id}};
            m_stores.shop().save(pool);
        }
        for (const auto &pool : m_stores.shop().load().pools)
            m_pools.append(pool.id);
    }

    Click click(qint64 number)
    {
        auto click = bench::sampleClick(m_minter, m_begin + year / m_clicks * number);
        const auto kind = number % campaigns;
        click.poolId = m_pools[kind % m_pools.size()];
        click.botId = m_bots[kind % m_bots.size()].id;
        click.utm.campaign = u"Campaign %1|1202100000000000%1"_s.arg(kind, 2, 10, QChar(u'0'));
        if (number % m_each != 0 && number % 10 == 1)
            click.traffic = number % 20 == 1 ? u"repeat"_s : u"crawler"_s;
        return click;
    }

    void store(qint64 from, qint64 until)
    {
        QList<Click> clicks;
        clicks.reserve(until - from);
        for (qint64 number = from; number < until; ++number)
            clicks.append(click(number));
        QList<core::NewClick> rows;
        rows.reserve(clicks.size());
        for (const auto &each : std::as_const(clicks)) {
            rows.append({m_workspace, &each});
            if (m_isKeyed)
                keep(each);
        }
        m_stores.clicks().insert(rows);
        for (qint64 number = from; number < until; ++number) {
            if (number % m_each == 0)
                bind(number / m_each, clicks[number - from]);
        }
    }

    // What settleStart() leaves behind.
    void bind(qint64 number, const Click &click)
    {
        const Micros at = (click.firstSeenMs + 5000) * 1000;
        core::BotUser user;
        user.botId = click.botId;
        user.telegramUserId = firstPerson + number;
        user.firstName = u"Maria"_s;
        user.externalId = core::randomHexId();
        user.firstInteraction = user.lastInteraction = at;
        user = m_stores.users().upsert(user);
        user.trackingSessionId = click.token;
        user.fbclid = click.fbclid;
        user.fbc = click.fbc;
        user.fbp = click.fbp;
        user.utm = click.utm;
        user.ipAddress = click.clientIp;
        user.userAgent = click.userAgent;
        user.attributionRule = u"start_token"_s;
        m_stores.users().saveAttribution(user);
        m_stores.clicks().markBound(click.token, user.botId, user.telegramUserId, at);
        m_stores.users().addTouch(
            {user.botId, user.telegramUserId, click.token.toString(), click.fbclid, u"start_token"_s, u"start"_s, at});
        core::StartRow start{.botId = user.botId,
                             .telegramUserId = user.telegramUserId,
                             .updateId = number + 1,
                             .parameter = click.token.toString(),
                             .nextEmitAt = at,
                             .createdAt = at};
        m_stores.starts().settle(m_stores.starts().insert(start), u"bound"_s, u"start_token"_s, {});
        m_stores.trail().add({.workspaceId = m_workspace,
                              .at = at,
                              .step = u"token.bound"_s,
                              .token = click.token.toString(),
                              .botId = user.botId,
                              .telegramUserId = user.telegramUserId,
                              .text = u"The start parameter is the token of a known click."_s});
        if (number % 20 == 0)
            sell(user, click, at);
    }

    void sell(const core::BotUser &user, const Click &click, Micros at)
    {
        core::PaymentRow row;
        row.workspaceId = m_workspace;
        row.botUserId = user.id;
        row.deliver = u"https://example.com/vip"_s;
        row.deliveryToken = core::randomHexId();
        row.payment.reference = core::randomHexId();
        row.payment.botId = user.botId;
        row.payment.telegramUserId = user.telegramUserId;
        row.payment.productKey = u"vip"_s;
        row.payment.productTitle = u"VIP"_s;
        row.payment.amount = {1997, u"BRL"_s};
        row.payment.gateway = u"sandbox"_s;
        row.payment.userToken = click.token;
        row.payment.createdAt = at;
        row.payment.id = m_stores.payments().insert(row);
        row.payment.token = row.frozen.token = click.token;
        row.frozen.utm = click.utm;
        row.frozen.poolId = click.poolId;
        row.attribution = u"attached"_s;
        row.gatewayTransactionId = row.payment.reference;
        row.payment.status = PaymentStatus::Paid;
        row.payment.paidAt = at;
        row.purchaseEventId = click.pageviewEventId;
        m_stores.payments().update(row);
    }

    void keep(const Click &click)
    {
        Key key{storage::clickKey(storage::ClickKeyKind::Fbclid, m_workspace, click.fbclid), click.firstSeenMs, {}};
        const auto &token = click.token.toString();
        std::transform(token.begin(), token.end(), key.token.begin(), [](QChar c) { return c.toLatin1(); });
        m_keys.push_back(key);
        key.key = storage::clickKey(storage::ClickKeyKind::Visitor, m_workspace, click.visitorId);
        m_keys.push_back(key);
    }

    void writeKeys()
    {
        std::sort(m_keys.begin(), m_keys.end(), [](const Key &a, const Key &b) { return a.key < b.key; });
        const auto name = u"clickKey.write"_s;
        const auto writer = m_connection.session().writer(name, m_connection.book().text(name));
        m_connection.begin();
        for (std::size_t at = 0; at < m_keys.size(); ++at) {
            const auto &key = m_keys[at];
            const auto token = QString::fromLatin1(key.token.data(), qsizetype(key.token.size()));
            writer->add(key.key);
            writer->add(key.firstSeenMs);
            writer->add(QStringView(token));
            writer->endRow();
            if (at % 1'000'000 == 999'999) {
                m_connection.commit();
                m_connection.begin();
            }
        }
        writer->finish();
        storage::Statement lastNumber(m_connection, "click.lastNumber"_L1);
        const auto last = lastNumber.one([](const storage::Row &row) { return row.integer("number"_L1); });
        storage::Statement fedTo(m_connection, "clickKey.setFedTo"_L1);
        fedTo.bind("value"_L1, QString::number(last.value_or(0))).run();
        m_connection.commit();
    }

    storage::Connection &m_connection;
    storage::SqlUnitOfWork m_stores;
    core::TokenMinter m_minter;
    const bool m_isKeyed;
    const qint64 m_clicks;
    const qint64 m_each; // One click in so many leads to a person.
    const Micros m_begin;
    qint64 m_workspace = 0;
    QList<core::Bot> m_bots;
    QList<qint64> m_pools;
    std::vector<Key> m_keys;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 5) {
        std::fputs("usage: bench_fill DATABASE KEY CLICKS PEOPLE\n", stderr);
        return 2;
    }
    try {
        auto box = storage::openKeyFile(QString::fromLocal8Bit(argv[2]));
        storage::Connection connection({storage::DatabaseUrl::parse(QString::fromLocal8Bit(argv[1])).value(),
                                        std::make_shared<const storage::SecretBox>(std::move(box.value())), systemNow,
                                        0});
        Filler(connection, std::atoll(argv[3]), std::atoll(argv[4])).run();
    } catch (const core::StorageFailure &failure) {
        std::fprintf(stderr, "%s\n", qPrintable(failure.error().message));
        return 1;
    }
    return 0;
}
