// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/foreignclick.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

const Pool *inWorkspace(const Pool *pool, qint64 workspaceId)
{
    return pool && pool->workspaceId == workspaceId ? pool : nullptr;
}

// Whatever plugin it is that calls a setting so.
const Pool *onlyPoolWithPixel(const Shop &shop, const QString &pixelId, qint64 workspaceId)
{
    const Pool *found = nullptr;
    for (const PluginSetting &setting : shop.plugins) {
        if (setting.scope.kind != PluginScope::Pool || pixelId.isEmpty() ||
            setting.settings[u"pixel_id"_s].toString() != pixelId)
            continue;
        const Pool *pool = inWorkspace(shop.pool(setting.scope.id), workspaceId);
        if (pool && found && found != pool)
            return nullptr;
        if (pool)
            found = pool;
    }
    return found;
}

const Pool *poolOf(const ForeignClick &foreign, const Shop &shop, qint64 workspaceId, const PoolNames &names)
{
    if (const auto named = names.constFind(foreign.poolNumber); named != names.constEnd())
        return inWorkspace(shop.poolBySlug(*named), workspaceId);
    if (const auto *own = foreign.isOwn ? inWorkspace(shop.pool(foreign.click.poolId), workspaceId) : nullptr)
        return own;
    if (const auto *sameSlug = inWorkspace(shop.poolBySlug(foreign.slug), workspaceId))
        return sameSlug;
    return onlyPoolWithPixel(shop, foreign.pixelId, workspaceId);
}

} // namespace

Click adopted(const ForeignClick &foreign, const Shop &shop, qint64 workspaceId, AddressStorage addresses,
              const PoolNames &names)
{
    Click click = foreign.click;
    click.clientIp = storedAddress(click.clientIp, addresses);
    const Pool *pool = poolOf(foreign, shop, workspaceId, names);
    click.poolId = pool ? pool->id : 0;
    const Bot *bot = foreign.isOwn ? shop.bot(click.botId) : nullptr;
    click.botId = bot && bot->workspaceId == workspaceId ? bot->id : 0;
    return click;
}

} // namespace rastro::core
