// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/addressstorage.h"
#include "core/health/circuit.h"
#include "core/retention/retentionplan.h"
#include "rastro/result.h"
#include "redis/redisurl.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>
#include <optional>

namespace rastro::server {

/// What an installation is started with, as text: from the command line, else the environment (RASTRO_…), else
/// rastro.ini, else the default.
struct OptionTexts
{
    QString data = QStringLiteral("rastro-data");
    QString listen = QStringLiteral("127.0.0.1:8080");
    QString publicUrl; ///< One, or several by commas in the order of preference.
    QString healthInterval = QStringLiteral("15");
    QString healthFailures = QStringLiteral("4");
    QString healthPause = QStringLiteral("15");
    QString database;
    QString telegramApi = QStringLiteral("https://api.telegram.org");
    QString telegramLink = QStringLiteral("https://t.me");
    QString trustedProxies;                                  ///< Comma-separated addresses and networks.
    QString metricsFrom = QStringLiteral("127.0.0.0/8,::1"); ///< As above; "none".
    QString metricsTokenFile;                                ///< Empty: none.
    QString plugins;                                         ///< Folders besides the installed one, separated by ':'.
    QString redis;                                           ///< URL; empty: none.
    QString redisTtl = QStringLiteral("24");                 ///< Hours.
    QString adoptClicks = QStringLiteral("no");              ///< "yes" or "no".
    QString keepClicks = QStringLiteral("180");              ///< Days; 0: for ever. The same for the others.
    QString keepUpdates = QStringLiteral("30");
    QString keepTrail = QStringLiteral("365");
    QString keepNotices = QStringLiteral("365");
    QString keepSent = QStringLiteral("180");
    QString spoolLimit = QStringLiteral("256"); ///< Megabytes.
    QString ipStorage = QStringLiteral("full"); ///< "full", "truncated" or "none".
    QString key; ///< File of the key that seals secrets; empty: rastro.key in the data folder.
};

/// The same, judged.
struct ServerOptions
{
    QString dataFolder;
    QHostAddress listenAddress;
    quint16 listenPort = 0;
    QUrl publicUrl;             ///< The first one. Without a path.
    QList<QUrl> morePublicUrls; ///< The others, in the order of preference.
    core::CircuitLimits health; ///< Of bots and of public addresses.
    QUrl localUrl;              ///< How this machine reaches it.
    QString databaseUrl;
    QUrl telegramApi;
    QUrl telegramLink;
    QStringList trustedProxies;
    QStringList metricsFrom;   ///< Addresses and networks that may read /metrics.
    QString metricsTokenFile;  ///< File of the token that lets others read it; empty: none.
    QStringList pluginFolders; ///< The installed one first.
    QString keyFile;
    std::optional<redis::RedisUrl> redis;
    std::chrono::hours redisTtl{24}; ///< How long a copy of a click lives there.
    core::RetentionPlan retention;
    qint64 spoolBytes = 0; ///< Most that clicks may take that wait for the database.
    core::AddressStorage addresses = core::AddressStorage::Full; ///< What is stored of visitors' addresses.
    QString servedDatabase;   ///< The folder's server uses this one, and none was named here; without a password.
    QString servedRedis;      ///< The same.
    bool adoptClicks = false; ///< Take clicks that only Redis knows, when their token is used.
};

/// Judges the texts. Errors ("options.listen", "options.public_url", …) name the option and what would be right.
[[nodiscard]] Result<ServerOptions> judgeOptions(const OptionTexts &texts);

/// Folder of the plugins that were installed (or built) with this program.
[[nodiscard]] QString installedPluginFolder();

/// The options' ADDRESS:PORT, as --listen takes it.
[[nodiscard]] QString listenText(const ServerOptions &options);

/// The options with the port that the system chose (listen on port 0).
void setPort(ServerOptions &options, quint16 port);

} // namespace rastro::server
