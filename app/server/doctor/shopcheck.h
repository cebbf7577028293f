// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/healthstore.h"
#include "core/shop/shop.h"
#include "plugins/catalog/plugincatalog.h"
#include "server/doctor/finding.h"

namespace rastro::server {

// What an operator configured, and whether it can work. Pure functions of what they look at.

[[nodiscard]] QList<Finding> checkPlugins(const plugins::PluginCatalog &catalog);
/// Bots, their plugins and offers.
[[nodiscard]] QList<Finding> checkBots(const core::Shop &shop, const plugins::PluginCatalog &catalog);
/// Every plugin's settings against its own schema: the form of pixel ids, tokens and keys.
[[nodiscard]] QList<Finding> checkSettings(const core::Shop &shop, const plugins::PluginCatalog &catalog);
[[nodiscard]] QList<Finding> checkPools(const core::Shop &shop, const plugins::PluginCatalog &catalog);
/// How each bot's newest charges went.
[[nodiscard]] QList<Finding> checkGateways(const core::Shop &shop, const QList<core::RecentCharge> &charges);

} // namespace rastro::server
