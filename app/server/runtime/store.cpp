// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/store.h"

#include "storage/keyfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
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
    return QSysInfo::machineHostName() + u':' + QDir(options.dataFolder).canonicalPath();
}

bool isEmbedded(const ServerOptions &options)
{
    const auto url = storage::DatabaseUrl::parse(options.databaseUrl);
    return url && !url->isServer();
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

Result<InstallationLock> lockInstallation(const ServerOptions &options)
{
    const auto lock = [](std::unique_ptr<FolderLock> &into, const QString &folder) -> Result<void> {
        auto taken = FolderLock::take(folder);
        if (!taken)
            return tl::unexpected<Error>(taken.error());
        into = std::move(*taken);
        return {};
    };
    InstallationLock locks;
    if (const auto data = lock(locks.data, options.dataFolder); !data)
        return tl::unexpected<Error>(data.error());
    const auto url = storage::DatabaseUrl::parse(options.databaseUrl);
    if (!url || url->isServer())
        return locks;
    const auto folder = QFileInfo(url->path).absolutePath();
    if (QFileInfo(folder).canonicalFilePath() == QFileInfo(options.dataFolder).canonicalFilePath())
        return locks;
    if (const auto database = lock(locks.database, folder); !database)
        return tl::unexpected<Error>(database.error());
    return locks;
}

} // namespace rastro::server
