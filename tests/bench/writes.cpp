// SPDX-License-Identifier: GPL-3.0-or-later
// Stores clicks as the redirect does (ArrivalDesk, group commit), without HTTP, and prints how many a second were durable.
// Usage: bench_writes DATABASE SECONDS IN_FLIGHT
#include "core/attribution/arrivaldesk.h"
#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "storage/sqldatabase.h"

#include <QtCore/QCoreApplication>
#include <chrono>
#include <cstdio>
#include <semaphore>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

Click newClick(core::TokenMinter &minter, qint64 now)
{
    Click click{.token = minter.mint(now)};
    click.fbclid = u"IwAR2"_s + core::randomHexId() + u"QQGCINEz7PYXQvwjNwB_aem_bench"_s;
    click.fbp = u"fb.1.1700000000000.1234567890"_s;
    click.fbc = u"fb.1.1700000000000."_s + click.fbclid;
    click.utm = {u"FB"_s, u"paid"_s, u"Black Friday|120210000000000001"_s, u"ad-7|120210000000000007"_s,
                 u"Instagram_Stories"_s};
    click.visitorId = core::randomHexId();
    click.clientIp = u"203.0.113.7"_s;
    click.userAgent = u"Mozilla/5.0 (Linux; Android 13; SM-A546E Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, "
                      "like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 Instagram 312.1.0.34.111"_s;
    click.landingUrl = u"https://shop.example/go/bench?utm_source=FB&utm_medium=paid&fbclid="_s + click.fbclid;
    click.referrer = u"https://l.instagram.com/"_s;
    click.firstSeenMs = now / 1000;
    click.pageviewEventId = core::randomHexId();
    click.traffic = u"person"_s;
    return click;
}

qint64 microseconds()
{
    using namespace std::chrono;
    return duration_cast<std::chrono::microseconds>(system_clock::now().time_since_epoch()).count();
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
    database.value()->submit([](core::UnitOfWork &stores) { stores.shop().workspace(u"default"_s); },
                             [&free](const Result<void> &) { free.release(); });
    free.acquire();
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
        desk.record({newClick(minter, now), {}, true}, 1, [&](const Result<void> &done) {
            ++(done ? stored : refused);
            free.release();
        });
    }
    database.value()->stop();
    const auto seconds = double(microseconds() - begin) / 1e6;
    std::printf("%.0f %lld\n", double(stored) / seconds, static_cast<long long>(refused));
    return 0;
}
