// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/options/commandline.h"

namespace rastro::server {

/// How a command ends: the program's exit status.
enum ExitStatus { Done = 0, Failed = 1, WrongUsage = 2 };

/// One command of `rastro`: adds itself to the command line, and runs when it was chosen.
class Command
{
public:
    virtual ~Command() = default;

    virtual void addTo(CLI::App &app) = 0;
    /// Was it chosen? After the parse.
    [[nodiscard]] bool isChosen() const { return m_command && m_command->parsed(); }
    /// Runs to its end and gives the exit status. Core thread, with a QCoreApplication.
    [[nodiscard]] virtual int run() = 0;

protected:
    /// Makes the subcommand, without the common options.
    CLI::App *createBare(CLI::App &app, const char *name, const char *description);
    /// Makes the subcommand with the common options.
    CLI::App *create(CLI::App &app, const char *name, const char *description,
                     CommonOptions::Of whom = CommonOptions::Of::CommandBeside);
    /// Prints the error as a sentence and gives the exit status for it.
    [[nodiscard]] static int fail(const Error &error);

    CommonOptions m_options;

private:
    CLI::App *m_command = nullptr;
};

/// Prints a line to standard output, in UTF-8.
void print(const QString &line);

} // namespace rastro::server
