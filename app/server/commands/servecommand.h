// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"

namespace rastro::server {

/// `rastro serve`: the headless server, until SIGINT or SIGTERM.
class ServeCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;
};

} // namespace rastro::server
