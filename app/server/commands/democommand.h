// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"
#include "server/demo/demoinstallation.h"

namespace rastro::server {

/// `rastro demo`: the whole funnel on a built-in sandbox. With --auto it makes one attributed and one organic sale by
/// itself, prints both trails and how many checks passed.
class DemoCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] int show(DemoInstallation &demo);
    [[nodiscard]] int runByItself(DemoInstallation &demo);

    std::string m_listen = "127.0.0.1:8080";
    bool m_auto = false;
};

} // namespace rastro::server
