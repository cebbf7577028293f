// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/ports/database.h"
#include "rastro/clickdirectory.h"
#include "server/options/serveroptions.h"
#include "server/runtime/redisservices.h"

#include <map>
#include <memory>

namespace rastro::server {

/// The clicks that plugins see: those of the workspace that their bot or pool belongs to. Core thread only.
class WorkspaceClicks
{
public:
    /// All of it outlives this; `redis` is null without --redis.
    WorkspaceClicks(const ServerOptions &options, core::Database &database, RedisServices *redis,
                    const core::ShopHolder &shop, const Clock &clock);

    [[nodiscard]] ClickDirectory &of(const core::PluginScope &scope);

private:
    [[nodiscard]] std::unique_ptr<ClickDirectory> open(qint64 workspaceId) const;

    const ServerOptions &m_options;
    core::Database &m_database;
    RedisServices *const m_redis;
    const core::ShopHolder &m_shop;
    const Clock &m_clock;
    std::map<qint64, std::unique_ptr<ClickDirectory>> m_clicks; ///< By workspace.
};

} // namespace rastro::server
