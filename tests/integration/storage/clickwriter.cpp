// SPDX-License-Identifier: GPL-3.0-or-later
// Writes clicks as fast as it can and prints the token of each once it is durable. Runs until it is killed.
// Usage: clickwriter DATABASE
#include "storage/sqldatabase.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QUuid>
#include <cstdio>
#include <mutex>
#include <semaphore>

using namespace rastro;

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    storage::DatabaseOptions options;
    options.url = storage::DatabaseUrl::parse(app.arguments().at(1)).value();
    options.secrets = std::make_shared<storage::SecretBox>(storage::SecretBox::withKey(QByteArray(32, 'k')).value());
    const auto database = storage::SqlDatabase::open(options).value();
    std::counting_semaphore<64> slots_(64);
    for (;;) {
        slots_.acquire();
        Click click{.token = TrackingToken::parse(QUuid::createUuid().toString(QUuid::Id128)).value()};
        click.traffic = QStringLiteral("person");
        click.firstSeenMs = 1;
        database->submit([click](core::UnitOfWork &stores) { stores.clicks().insert(1, click); },
                         [&slots_, token = click.token.toString()](const Result<void> &done) {
                             if (done)
                                 std::fprintf(stdout, "%s\n", qPrintable(token));
                             std::fflush(stdout);
                             slots_.release();
                         });
    }
}
