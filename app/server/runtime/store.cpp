// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/store.h"

#include "storage/keyfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QSysInfo>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

Result<storage::SecretBox> openKey(const ServerOptions &options)
{
    const auto text = qgetenv("RASTRO_SECRET_KEY");
    return text.isEmpty() ? storage::openKeyFile(options.keyFile) : storage::keyFromText(text);
}

} // namespace

Result<storage::DatabaseOptions> databaseOptions(const ServerOptions &options)
{
    if (!QDir().mkpath(options.dataFolder))
        return failure(
            u"store.folder"_s,
            u"The data folder “%1” cannot be made. Give a writable one with --data."_s.arg(options.dataFolder));
    QFile::setPermissions(options.dataFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    auto key = openKey(options);
    if (!key)
        return tl::unexpected<Error>(key.error());
    const auto url = storage::DatabaseUrl::parse(options.databaseUrl);
    if (!url)
        return tl::unexpected<Error>(url.error());
    storage::DatabaseOptions database;
    database.url = *url;
    database.secrets = std::make_shared<const storage::SecretBox>(std::move(*key));
    return database;
}

Result<std::unique_ptr<storage::SqlDatabase>> openStore(const ServerOptions &options, const QString &node)
{
    auto database = databaseOptions(options);
    if (!database)
        return tl::unexpected<Error>(database.error());
    database->node = node;
    return storage::SqlDatabase::open(std::move(*database));
}

QString placeOf(const ServerOptions &options)
{
    const auto url = storage::DatabaseUrl::parse(options.databaseUrl);
    if (!url || !url->isServer())
        return u"here"_s; // An embedded database has one server, wherever it was moved.
    return QSysInfo::machineHostName() + u':' + QDir(options.dataFolder).canonicalPath();
}

Result<std::unique_ptr<storage::Reader>> openReader(const ServerOptions &options)
{
    const auto database = databaseOptions(options);
    if (!database)
        return tl::unexpected<Error>(database.error());
    // Brings the schema up to date and checks the key.
    if (const auto store = storage::SqlDatabase::open(*database); !store)
        return tl::unexpected<Error>(store.error());
    return storage::Reader::open(*database);
}

Result<std::unique_ptr<storage::Reader>> openReaderBeside(const ServerOptions &options)
{
    const auto database = databaseOptions(options);
    if (!database)
        return tl::unexpected<Error>(database.error());
    return storage::Reader::open(*database);
}

Result<std::unique_ptr<QLockFile>> lockInstallation(const ServerOptions &options)
{
    auto lock = std::make_unique<QLockFile>(options.dataFolder + u"/rastro.lock"_s);
    lock->setStaleLockTime(0);
    if (lock->tryLock(0))
        return lock;
    qint64 process = 0;
    QString host;
    QString application;
    lock->getLockInfo(&process, &host, &application);
    return failure(
        u"store.locked"_s,
        u"Another rastro (process %1) serves the data folder “%2”. Stop it, or give another folder with --data."_s
            .arg(process)
            .arg(options.dataFolder));
}

} // namespace rastro::server
