// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"

namespace rastro::server {

/// `rastro pools`: the redirect pools with health, load and counts; `enable` and `disable` switch a pool, or one bot in
/// it, in a running server, too; `link` prints what to put into an ad.
class PoolsCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] int list(const ServerOptions &options) const;
    [[nodiscard]] int change(const ServerOptions &options, bool enabled) const;
    [[nodiscard]] int link(const ServerOptions &options) const;

    CLI::App *m_enable = nullptr;
    CLI::App *m_disable = nullptr;
    CLI::App *m_link = nullptr;
    std::string m_slug;
    std::string m_bot;
    std::string m_source = "meta";
    bool m_json = false;
};

} // namespace rastro::server
