// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/funnelstore.h"
#include "core/shop/shop.h"
#include "server/commands/command.h"
#include "server/report/period.h"

namespace rastro::server {

/// `rastro funnel`: visits, starts, charges and sales of a period, by day, pool, bot and campaign.
class FunnelCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] Result<core::FunnelWanted> wanted(const core::Shop &shop, const Period &period) const;

    std::string m_from;
    std::string m_to;
    std::vector<std::string> m_by;
    std::string m_bot;
    std::string m_pool;
    std::string m_campaign;
    bool m_json = false;
};

} // namespace rastro::server
