// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"
#include "server/commands/periodoptions.h"

namespace rastro::server {

/// `rastro report`: how many sales of a period have their ad, by which rule, and why the others have not.
class ReportCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    PeriodOptions m_period;
    std::string m_zone;
    bool m_json = false;
    bool m_csv = false;
};

} // namespace rastro::server
