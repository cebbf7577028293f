// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"

namespace rastro::server {

/// `rastro apply FILE`: makes the shop that of the file. A running server takes it over within a second.
class ApplyCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    std::string m_file;
};

/// `rastro export`: prints the shop as a file for `apply`, secrets as references.
class ExportCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;
};

} // namespace rastro::server
