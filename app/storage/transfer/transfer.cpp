// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transfer/transfer.h"

#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/keycheck.h"
#include "storage/migrations.h"
#include "storage/statement.h"
#include "storage/transfer/mover.h"

#include <QtCore/QFileInfo>
#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

Micros systemNow()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

// Opening makes a file that is not there, and an installation of an empty one.
void refuseNothing(const DatabaseUrl &from)
{
    if (!from.isServer() && !QFileInfo::exists(from.path))
        throw core::StorageFailure({u"storage.no_source"_s, u"There is no database %1 to move. Name another with "
                                                            "--from."_s.arg(from.path)});
}

void refuseEmpty(Connection &from, const DatabaseUrl &url)
{
    Statement tables(from, "schema.tables"_L1);
    if (tables.all([](const Row &row) { return row.text("name"_L1); }).isEmpty())
        throw core::StorageFailure({u"storage.no_source"_s, u"The database %1 is empty: there is nothing to move. Name "
                                                            "another with --from."_s.arg(url.shown())});
}

void refuseInUse(Connection &connection, const DatabaseUrl &url)
{
    Statement others(connection, "move.others"_L1);
    if (others.one([](const Row &row) { return row.integer("n"_L1); }).value_or(0) > 0)
        throw core::StorageFailure({u"storage.in_use"_s, u"A server or a command of Rastro is at work on %1. Stop it "
                                                         "on every node, and try again."_s.arg(url.shown())});
}

TransferReport move(const TransferOptions &options)
{
    refuseNothing(options.from);
    Connection from({options.from, options.secrets, systemNow, 0});
    refuseEmpty(from, options.from);
    refuseInUse(from, options.from);
    MoveMarks::refuseUnfinished(from);
    migrate(from);
    checkKey(from);
    Connection to({options.to, options.secrets, systemNow, 0});
    refuseInUse(to, options.to);
    for (auto *connection : {&from, &to})
        connection->execute(connection->book().text(u"move.patience"_s));
    from.begin();
    Mover mover(from, to, options);
    auto report = mover.run();
    from.rollback();
    return report;
}

} // namespace

bool TransferReport::isEqual() const
{
    return std::all_of(figures.begin(), figures.end(), [](const ComparedFigure &figure) { return figure.isEqual(); });
}

Result<TransferReport> transfer(const TransferOptions &options)
{
    try {
        return move(options);
    } catch (const core::StorageFailure &failure) {
        return tl::unexpected<Error>(failure.error());
    }
}

} // namespace rastro::storage
