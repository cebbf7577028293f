// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/testdatabase.h"
#include "storage/sqldatabase.h"

#include <QtTest/QTest>
#include <future>

namespace rastro::test {

/// A database of its own for one test, of the kind of this run, with a shop in it.
class StorageFixture
{
public:
    static constexpr Micros start = 1'760'000'000'000'000; ///< What the fixture's clock says at first.

    StorageFixture();

    /// Opens the database again, as after a restart of the program.
    void reopen();

    /// SQLite only: opens the database again on a disk with room for this many more bytes; 0: enough.
    void fillDisk(qint64 room);

    /// Runs work and waits for its commit.
    Result<void> run(const core::Database::Work &work);
    /// The same with a value; an error ends the test program, naming it.
    template <class Work>
    auto get(Work work)
    {
        std::optional<std::invoke_result_t<Work, core::UnitOfWork &>> value;
        const auto done = run([&](core::UnitOfWork &stores) { value.emplace(work(stores)); });
        if (!done)
            qFatal("%s", qUtf8Printable(done.error().message));
        return *std::move(value);
    }
    /// Work that must succeed.
    void must(const core::Database::Work &work);

    /// A click of the first workspace, stored.
    TrackingToken click(const QString &fbclid = {}, qint64 firstSeenMs = start / 1000);
    /// A person on the first bot, stored.
    core::BotUser person(qint64 telegramUserId, qint64 botId = 0);
    /// A payment of that person on the first bot, stored; its id is filled in.
    core::PaymentRow payment(const core::BotUser &person);

    /// A look into the database, and a change, as an operator would make them beside the running program.
    [[nodiscard]] QVariant peek(const QString &statement) const { return m_where.peek(statement); }
    void write(const QString &statement) const { m_where.write(statement); }
    [[nodiscard]] const TestDatabase &where() const { return m_where; }

    [[nodiscard]] storage::SqlDatabase &database() { return *m_database; }
    [[nodiscard]] const storage::DatabaseOptions &options() const { return m_options; }

    qint64 workspaceId = 0;
    qint64 otherWorkspaceId = 0;
    qint64 botId = 0;
    qint64 secondBotId = 0; ///< Of the same workspace.
    qint64 otherBotId = 0;  ///< Of the other workspace.
    qint64 offerId = 0;
    qint64 poolId = 0;
    std::shared_ptr<std::atomic<Micros>> now = std::make_shared<std::atomic<Micros>>(start);

private:
    TestDatabase m_where;
    storage::DatabaseOptions m_options;
    std::unique_ptr<storage::SqlDatabase> m_database;
};

/// A new token or other id of 32 hex digits, never the same twice in a test program.
[[nodiscard]] QString newHexId();
[[nodiscard]] TrackingToken newToken();
[[nodiscard]] core::Bot sampleBot(qint64 workspaceId, const QString &key);

} // namespace rastro::test
