// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/command.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

CLI::App *Command::create(CLI::App &app, const char *name, const char *description, CommonOptions::Of whom)
{
    auto *command = createBare(app, name, description);
    m_options.addTo(*command, whom);
    return command;
}

CLI::App *Command::createBare(CLI::App &app, const char *name, const char *description)
{
    m_command = app.add_subcommand(name, description);
    return m_command;
}

int Command::fail(const Error &error)
{
    std::fprintf(stderr, "rastro: %s\n", qUtf8Printable(error.message));
    return error.code.startsWith(u"options."_s) ? WrongUsage : Failed;
}

void print(const QString &line)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(line));
}

} // namespace rastro::server
