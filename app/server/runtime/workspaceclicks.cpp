// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/workspaceclicks.h"

#include "core/click/adoptingclicks.h"
#include "core/click/storedclicks.h"

namespace rastro::server {

WorkspaceClicks::WorkspaceClicks(const ServerOptions &options, core::Database &database, RedisServices *redis,
                                 const core::ShopHolder &shop, const Clock &clock)
    : m_options(options)
    , m_database(database)
    , m_redis(redis)
    , m_shop(shop)
    , m_clock(clock)
{
}

ClickDirectory &WorkspaceClicks::of(const core::PluginScope &scope)
{
    const auto shop = m_shop.get();
    const core::Bot *bot = scope.kind == core::PluginScope::Bot ? shop->bot(scope.id) : nullptr;
    const core::Pool *pool = scope.kind == core::PluginScope::Pool ? shop->pool(scope.id) : nullptr;
    const qint64 workspace = bot ? bot->workspaceId : pool ? pool->workspaceId : 0;
    auto &clicks = m_clicks[workspace];
    if (!clicks)
        clicks = open(workspace);
    return *clicks;
}

std::unique_ptr<ClickDirectory> WorkspaceClicks::open(qint64 workspaceId) const
{
    if (m_options.adoptClicks)
        return std::make_unique<core::AdoptingClicks>(m_database, workspaceId, m_redis->foreignClicks(), m_shop,
                                                      m_options.addresses, m_clock);
    return std::make_unique<core::StoredClicks>(m_database, workspaceId);
}

} // namespace rastro::server
