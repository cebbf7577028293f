// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/commands.h"

#include "server/commands/applycommand.h"
#include "server/commands/democommand.h"
#include "server/commands/doctorcommand.h"
#include "server/commands/funnelcommand.h"
#include "server/commands/importrediscommand.h"
#include "server/commands/migratecommand.h"
#include "server/commands/personcommand.h"
#include "server/commands/pluginscommand.h"
#include "server/commands/poolscommand.h"
#include "server/commands/reportcommand.h"
#include "server/commands/servecommand.h"
#include "server/commands/tracecommand.h"
#include "server/commands/watchcommand.h"

#include <QtCore/QCoreApplication>

namespace rastro::server {

int runCommandLine(int argc, char *argv[])
{
    CLI::App app{"Rastro: Telegram shops that know which ad every sale came from.", "rastro"};
    app.set_version_flag("--version", "rastro " + QCoreApplication::applicationVersion().toStdString());
    app.require_subcommand(1);
    app.footer("Every option is also RASTRO_<OPTION> in the environment and a key of rastro.ini.\n"
               "Exit status: 0 done, 1 failed, 2 wrong usage.");
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<ServeCommand>());
    commands.push_back(std::make_unique<DemoCommand>());
    commands.push_back(std::make_unique<ApplyCommand>());
    commands.push_back(std::make_unique<ExportCommand>());
    commands.push_back(std::make_unique<ImportRedisCommand>());
    commands.push_back(std::make_unique<MigrateCommand>());
    commands.push_back(std::make_unique<TraceCommand>());
    commands.push_back(std::make_unique<WatchCommand>());
    commands.push_back(std::make_unique<ReportCommand>());
    commands.push_back(std::make_unique<FunnelCommand>());
    commands.push_back(std::make_unique<PoolsCommand>());
    commands.push_back(std::make_unique<PersonCommand>());
    commands.push_back(std::make_unique<PluginsCommand>());
    commands.push_back(std::make_unique<DoctorCommand>());
    for (const auto &command : commands)
        command->addTo(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? Done : WrongUsage;
    }
    for (const auto &command : commands) {
        if (command->isChosen())
            return command->run();
    }
    return WrongUsage;
}

} // namespace rastro::server
