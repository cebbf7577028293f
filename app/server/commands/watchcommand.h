// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feed/follower.h"
#include "server/commands/command.h"

namespace rastro::server {

/// `rastro watch`: follows a running installation, one line per happening, until Ctrl-C.
class WatchCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] Result<core::FollowFilter> filter(const core::Shop &shop) const;

    bool m_clicks = false;
    bool m_starts = false;
    bool m_sales = false;
    bool m_events = false;
    bool m_json = false;
    std::string m_bot;
    std::string m_pool;
};

} // namespace rastro::server
