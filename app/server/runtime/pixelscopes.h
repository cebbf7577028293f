// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "plugins/catalog/plugincatalog.h"

#include <set>

namespace rastro::server {

/// Bots and pools on which a pixel is enabled, by what is configured and what can be loaded: for commands, which start
/// no plugin.
[[nodiscard]] std::set<core::PluginScope> pixelScopes(const core::Shop &shop, const plugins::PluginCatalog &catalog);

} // namespace rastro::server
