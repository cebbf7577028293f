// SPDX-License-Identifier: GPL-3.0-or-later
// Stores clicks as the redirect does (ArrivalDesk, group commit), without HTTP, and prints how many a second were
// durable. Usage: bench_writes DATABASE SECONDS IN_FLIGHT
#include "core/attribution/arrivaldesk.h"
#include "core/click/hexid.h"
#include "sampleclick.h"
#include "storage/sqldatabase.h"

#include <QtCore/QCoreApplication>
#include <chrono>
#include <cstdio>
#include <future>
#include <semaphore>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

qint64 microseconds()
{
    using namespace std::chrono;
    return duration_cast<std::chrono::microseconds>(system_clock::now().time_since_epoch()).count();
}

// A click that leads to no bot is nobody's, and asks for no one.
core::Pool poolOfBench(core::ShopStore &shop)
{
    const auto workspace = shop.workspace(u"default"_s);
    if (const auto pools = shop.load().pools; !pools.isEmpty())
        return pools.first();
    core::Bot bot;
    bot.workspaceId = workspace;
    bot.key = u"bench"_s;
    bot.token = u"110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"_s;
    bot.routeId = core::randomHexId();
    bot.webhookSecret = core::randomHexId();
    core::Pool pool;
    pool.workspaceId = workspace;
    pool.slug = pool.name = u"bench"_s;
    pool.bots = {core::PoolBot{.botId = shop.save(bot)}};
    pool.id = shop.save(pool);
    return pool;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 4) {
        std::fputs("usage: bench_writes DATABASE SECONDS IN_FLIGHT\n", stderr);
        return 2;
    }
    storage::DatabaseOptions options;
    options.url = storage::DatabaseUrl::parse(QString::fromLocal8Bit(argv[1])).value();
    options.secrets = std::make_shared<storage::SecretBox>(storage::SecretBox::withKey(QByteArray(32, 'k')).value());
    const auto database = storage::SqlDatabase::open(options);
    if (!database) {
        std::fprintf(stderr, "%s\n", qPrintable(database.error().message));
        return 1;
    }
    std::counting_semaphore<> free(std::atoi(argv[3]));
    core::Pool pool;
    std::promise<void> prepared;
    database.value()->submit([&pool](core::UnitOfWork &stores) { pool = poolOfBench(stores.shop()); },
                             [&prepared](const Result<void> &) { prepared.set_value(); });
    prepared.get_future().wait();
    const core::RosterHolder roster;
    core::ArrivalDesk desk(**database, roster, {});
    core::TokenMinter minter;
    std::atomic<qint64> stored{0};
    std::atomic<qint64> refused{0};
    const auto begin = microseconds();
    const auto end = begin + std::atoll(argv[2]) * 1'000'000;
    qint64 asked = 0;
    for (auto now = begin; now < end; now = microseconds(), ++asked) {
        free.acquire();
        auto click = bench::sampleClick(minter, now);
        click.poolId = pool.id;
        click.botId = pool.bots.first().botId;
        desk.record({std::move(click), {}, true}, pool.workspaceId, [&](const Result<void> &done) {
            ++(done ? stored : refused);
            free.release();
        });
    }
    database.value()->stop();
    const auto seconds = double(microseconds() - begin) / 1e6;
    std::printf("%.0f %lld\n", double(stored) / seconds, static_cast<long long>(refused));
    return 0;
}
