// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"

namespace rastro::server {

/// `rastro plugins`: what is loaded, and why not.
class PluginsCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    bool m_json = false;
};

} // namespace rastro::server
