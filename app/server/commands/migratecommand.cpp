// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/migratecommand.h"

#include "server/commands/movereport.h"
#include "server/runtime/presentdatabase.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr qint64 betweenReportsMs = 1000;

using Locks = std::vector<std::unique_ptr<FolderLock>>;

// A server locks its data folder, where an embedded database mostly lies. As long as the locks are held none starts.
Result<Locks> keepServersOut(const ServerOptions &options, const storage::TransferOptions &transfer)
{
    QSet<QString> folders{QFileInfo(options.dataFolder).canonicalFilePath()};
    for (const auto &url : {transfer.from, transfer.to}) {
        if (!url.isServer())
            folders.insert(QFileInfo(QFileInfo(url.path).absolutePath()).canonicalFilePath());
    }
    folders.remove(QString()); // Not there: the database says so.
    Locks locks;
    for (const auto &folder : std::as_const(folders)) {
        auto lock = FolderLock::take(folder);
        if (!lock)
            return tl::unexpected<Error>(lock.error());
        locks.push_back(std::move(*lock));
    }
    return locks;
}

/// Says on standard error how far it is, once a second and when a table is there.
class MoveProgress
{
public:
    MoveProgress() { m_timer.start(); }

    void operator()(const storage::TransferProgress &progress)
    {
        const bool isThere = progress.rows >= progress.of;
        if (isThere ? progress.table == m_table : m_timer.elapsed() < betweenReportsMs)
            return;
        if (isThere)
            m_table = progress.table;
        m_timer.start();
        std::fprintf(stderr, "rastro: %s: %lld of %lld rows\n", qUtf8Printable(progress.table),
                     static_cast<long long>(progress.rows), static_cast<long long>(progress.of));
    }

private:
    QString m_table; // The last of which it was said that it is there.
    QElapsedTimer m_timer;
};

Result<storage::DatabaseUrl> readUrl(const QString &option, const QString &text)
{
    auto url = storage::DatabaseUrl::parse(text);
    if (!url)
        return failure(u"options."_s + option, u"--%1: "_s.arg(option) + url.error().message);
    return url;
}

bool areTheSame(const storage::DatabaseUrl &from, const storage::DatabaseUrl &to)
{
    if (from.isServer() || to.isServer())
        return from.server == to.server;
    return QFileInfo(from.path).absoluteFilePath() == QFileInfo(to.path).absoluteFilePath();
}

} // namespace

void MigrateCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "migrate", "Move an installation into another database, and compare both");
    command->add_option("--from", m_from, "Database URL of the source [--database]")
        ->envname("RASTRO_FROM")
        ->type_name("URL");
    command->add_option("--to", m_to, "Database URL of the target, which must be empty")
        ->envname("RASTRO_TO")
        ->type_name("URL");
    command->add_option("--batch", m_batch, "Rows that are copied at once [5000]")
        ->type_name("ROWS")
        ->check(CLI::Range(1, 1'000'000));
    command->add_flag("--json", m_json, "Print JSON");
    command->footer(
        "Example:\n"
        "  rastro migrate --from sqlite:/var/lib/rastro/rastro.db --to postgresql://rastro:SECRET@db.example/rastro\n"
        "Stop the server first. The source is not changed (an older schema is brought up to date). After an\n"
        "interruption the same command goes on. Until all rows are there and were compared nothing else opens the\n"
        "target. Then start the server with --database TARGET and the same --data: rastro.key stays as it is.");
}

int MigrateCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    auto wanted = transferOptions(*options);
    if (!wanted)
        return fail(wanted.error());
    const auto locks = keepServersOut(*options, *wanted);
    if (!locks)
        return fail(locks.error());
    MoveProgress progress;
    wanted->progress = std::ref(progress);
    const auto moved = storage::transfer(*wanted);
    if (!moved)
        return fail(moved.error());
    report(*moved);
    if (moved->isEqual()) {
        if (!m_json)
            print(u"Now start the server with --database %1 (its user and password too, if it has them), on the data "
                  u"folder that has the key."_s.arg(wanted->to.shown()));
        return Done;
    }
    return fail({u"storage.unequal"_s, u"The databases are not the same. The target stays closed; run the command "
                                       "again to copy everything anew."_s});
}

Result<storage::TransferOptions> MigrateCommand::transferOptions(const ServerOptions &options) const
{
    if (m_to.empty())
        return failure(u"options.to"_s, u"--to: name the database to move to, for example "
                                        "postgresql://rastro:SECRET@db.example/rastro."_s);
    const auto from = readUrl(u"from"_s, m_from.empty() ? options.databaseUrl : QString::fromStdString(m_from));
    const auto to = readUrl(u"to"_s, QString::fromStdString(m_to));
    if (!from || !to)
        return tl::unexpected<Error>(!from ? from.error() : to.error());
    if (areTheSame(*from, *to))
        return failure(u"options.to"_s, u"--to: that is the database to move from. Name another, empty one."_s);
    auto database = presentDatabaseOptions(options);
    if (!database)
        return tl::unexpected<Error>(database.error());
    storage::TransferOptions transfer;
    transfer.from = *from;
    transfer.to = *to;
    transfer.secrets = database->secrets;
    transfer.batchRows = m_batch;
    return transfer;
}

void MigrateCommand::report(const storage::TransferReport &report) const
{
    if (m_json) {
        std::fputs(QJsonDocument(moveJson(report)).toJson().constData(), stdout);
        return;
    }
    for (const QString &line : moveLines(report))
        print(line);
}

} // namespace rastro::server
