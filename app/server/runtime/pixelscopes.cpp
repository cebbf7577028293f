// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/pixelscopes.h"

namespace rastro::server {

std::set<core::PluginScope> pixelScopes(const core::Shop &shop, const plugins::PluginCatalog &catalog)
{
    std::set<core::PluginScope> scopes;
    for (const core::PluginSetting &setting : shop.plugins) {
        const auto *entry = catalog.loaded(setting.pluginId);
        if (entry && entry->manifest.kind == plugins::PluginKind::Pixel)
            scopes.insert(setting.scope);
    }
    return scopes;
}

} // namespace rastro::server
