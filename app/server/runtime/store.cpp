// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/store.h"

#include "server/runtime/presentdatabase.h"
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

Result<storage::DatabaseOptions> openedBy(Result<storage::SecretBox> key, const ServerOptions &options)
{
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

// A command beside a server must not look elsewhere than the server does.
Result<void> judgePlace(const ServerOptions &options)
{
    if (options.servedDatabase.isEmpty())
        return {};
    return failure(
        u"options.database"_s,
        u"The server of “%1” uses %2, and no database is named here. Give --database or RASTRO_DATABASE as "
        u"the server got it, or write database=… into rastro.ini."_s.arg(options.dataFolder, options.servedDatabase));
}

Result<void> judgePresence(const ServerOptions &options)
{
    if (const auto place = judgePlace(options); !place)
        return place;
    const auto url = storage::DatabaseUrl::parse(options.databaseUrl);
    if (!url || url->isServer() || QFileInfo::exists(url->path))
        return {};
    return failure(u"store.absent"_s,
                   u"There is no installation in “%1”. Give its folder with --data; rastro apply or rastro serve begin "
                   u"a new one."_s.arg(options.dataFolder));
}

} // namespace

Result<storage::DatabaseOptions> databaseOptions(const ServerOptions &options)
{
    if (!QDir().mkpath(options.dataFolder))
        return failure(
            u"store.folder"_s,
            u"The data folder “%1” cannot be made. Give a writable one with --data."_s.arg(options.dataFolder));
    QFile::setPermissions(options.dataFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return openedBy(openKey(options), options);
}

Result<storage::DatabaseOptions> presentDatabaseOptions(const ServerOptions &options)
{
    if (qEnvironmentVariableIsEmpty("RASTRO_SECRET_KEY") && !QFileInfo::exists(options.keyFile))
        return failure(
            u"store.no_key"_s,
            u"There is no key file “%1”, and a new one would open nothing. Give the installation's folder "
            u"with --data or its key with --key; if it is lost, restore it from a backup."_s.arg(options.keyFile));
    return openedBy(openKey(options), options);
}

Result<std::unique_ptr<storage::SqlDatabase>> openStore(const ServerOptions &options, const QString &node)
{
    if (const auto place = judgePlace(options); !place)
        return tl::unexpected<Error>(place.error());
    auto database = databaseOptions(options);
    if (!database)
        return tl::unexpected<Error>(database.error());
    database->node = node;
    return storage::SqlDatabase::open(std::move(*database));
}

Result<std::unique_ptr<storage::SqlDatabase>> openPresentStore(const ServerOptions &options)
{
    if (const auto present = judgePresence(options); !present)
        return tl::unexpected<Error>(present.error());
    auto database = presentDatabaseOptions(options);
    if (!database)
        return tl::unexpected<Error>(database.error());
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
    if (const auto present = judgePresence(options); !present)
        return tl::unexpected<Error>(present.error());
    const auto database = presentDatabaseOptions(options);
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
