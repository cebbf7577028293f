// SPDX-License-Identifier: GPL-3.0-or-later
// Stores clicks as the redirect does (ArrivalDesk, group commit), without HTTP, and prints how many a second were
// durable. Usage: bench_writes DATABASE SECONDS IN_FLIGHT
#include "core/attribution/arrivaldesk.h"
#include "sampleclick.h"
#include "storage/sqldatabase.h"

#include <QtCore/QCoreApplication>
#include <chrono>
#include <cstdio>
#include <semaphore>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

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
        desk.record({bench::sampleClick(minter, now), {}, true}, 1, [&](const Result<void> &done) {
            ++(done ? stored : refused);
            free.release();
        });
    }
    database.value()->stop();
    const auto seconds = double(microseconds() - begin) / 1e6;
    std::printf("%.0f %lld\n", double(stored) / seconds, static_cast<long long>(refused));
    return 0;
}
