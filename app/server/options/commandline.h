// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/options/serveroptions.h"

#include <CLI/CLI.hpp>

namespace rastro::server {

/// The options that every command has, on a command of CLI11. Precedence: command line, environment, rastro.ini, then,
/// but for the server itself, what the folder's server was last started with (ServedWith), default.
class CommonOptions
{
public:
    /// Who the options are for. Commands beside the server take all of them, too, and list what they are asked for.
    enum class Of { Server, CommandBeside };

    /// Adds --config, --data, --listen, … to the command. Must outlive the parse.
    void addTo(CLI::App &command, Of whom = Of::CommandBeside);

    /// After the parse: fills from rastro.ini what neither the command line nor the environment gave, and judges all.
    [[nodiscard]] Result<ServerOptions> judge() const;
    /// For commands beside the server: notes in the data folder what it is served with. `running`: as it serves.
    void noteServing(const ServerOptions &running) const;

private:
    struct Slot
    {
        const char *name; ///< "public-url".
        QString OptionTexts::*text;
        const char *help;
        std::string value;
        CLI::Option *option = nullptr;
    };

    [[nodiscard]] QString iniFile(const QString &dataFolder) const;
    /// What was given, by whatever way.
    [[nodiscard]] Result<OptionTexts> texts(QStringList &given) const;

    Of m_whom = Of::CommandBeside;
    std::string m_config;
    std::vector<Slot> m_slots{
        {"data", &OptionTexts::data, "Folder of the installation: database, key, rastro.ini", {}, nullptr},
        {"listen", &OptionTexts::listen, "ADDRESS:PORT to serve HTTP on", {}, nullptr},
        {"public-url",
         &OptionTexts::publicUrl,
         "Where the outside reaches this server: https://shop.example; several by commas, the best first",
         {},
         nullptr},
        {"health-interval",
         &OptionTexts::healthInterval,
         "Seconds without a sign of life after which a bot or a public address is asked for one",
         {},
         nullptr},
        {"health-failures",
         &OptionTexts::healthFailures,
         "So many failures in a row take a bot out of its pools, or links off a public address",
         {},
         nullptr},
        {"health-pause",
         &OptionTexts::healthPause,
         "Seconds until a bot that was taken out is asked again; doubled each time, up to 10 minutes",
         {},
         nullptr},
        {"database",
         &OptionTexts::database,
         "sqlite:FILE or postgresql://USER:PASSWORD@HOST:PORT/DATABASE (default: SQLite in rastro.db of the data "
         "folder)",
         {},
         nullptr},
        {"telegram-api", &OptionTexts::telegramApi, "Where the Bot API answers", {}, nullptr},
        {"telegram-link", &OptionTexts::telegramLink, "Where links to bots lead", {}, nullptr},
        {"trusted-proxies",
         &OptionTexts::trustedProxies,
         "Addresses and networks of reverse proxies whose word on the client's address is taken, by commas",
         {},
         nullptr},
        {"metrics-from",
         &OptionTexts::metricsFrom,
         "Addresses and networks that may read /metrics directly, by commas; none",
         {},
         nullptr},
        {"metrics-token-file",
         &OptionTexts::metricsTokenFile,
         "File of a token; whoever sends it as Bearer may read /metrics from anywhere",
         {},
         nullptr},
        {"redis",
         &OptionTexts::redis,
         "Redis shared by nodes: redis://[user:password@]HOST:PORT/DB or unix:///PATH; optional, and loses nothing",
         {},
         nullptr},
        {"redis-ttl", &OptionTexts::redisTtl, "Hours that Redis keeps the copy of a click", {}, nullptr},
        {"adopt-clicks",
         &OptionTexts::adoptClicks,
         "yes: while switching over, take a click that only Redis knows when its token is used",
         {},
         nullptr},
        {"keep-clicks-days",
         &OptionTexts::keepClicks,
         "Days that clicks are kept which led to nobody; 0: for ever",
         {},
         nullptr},
        {"keep-updates-days",
         &OptionTexts::keepUpdates,
         "Days that Telegram's updates are kept after they were dealt with; 0: for ever",
         {},
         nullptr},
        {"keep-trail-days", &OptionTexts::keepTrail, "Days that the trail is kept; 0: for ever", {}, nullptr},
        {"keep-notices-days",
         &OptionTexts::keepNotices,
         "Days that gateways' notices are kept after they were dealt with; 0: for ever",
         {},
         nullptr},
        {"keep-sent-days",
         &OptionTexts::keepSent,
         "Days that messages and events are kept after they were sent, but for those of a payment; 0: for ever",
         {},
         nullptr},
        {"spool-limit",
         &OptionTexts::spoolLimit,
         "Megabytes of clicks that may wait in the data folder while the database is away",
         {},
         nullptr},
        {"ip-storage",
         &OptionTexts::ipStorage,
         "What is stored of visitors' addresses, and reported: full, truncated (/24, /48) or none",
         {},
         nullptr},
        {"plugins", &OptionTexts::plugins, "More folders with plugins, separated by ':'", {}, nullptr},
        {"key",
         &OptionTexts::key,
         "File of the key that seals secrets (default: rastro.key in the data folder)",
         {},
         nullptr},
    };
};

} // namespace rastro::server
