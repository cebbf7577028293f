// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/funnelstore.h"
#include "server/commands/command.h"
#include "server/commands/periodoptions.h"

namespace rastro::server {

/// `rastro funnel`: visits, starts, charges and sales of a period, by day, pool, bot and campaign.
class FunnelCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] core::FunnelWanted wanted(const ShopPeriod &asked) const;

    PeriodOptions m_period;
    std::vector<std::string> m_by;
    std::string m_campaign;
    bool m_json = false;
};

} // namespace rastro::server
