// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "plugins/host/enablement.h"

namespace rastro::server {

/// Every bot and pool of the shop that plugins may be enabled on.
[[nodiscard]] QList<core::PluginScope> scopesOf(const core::Shop &shop);

/// What the shop wants enabled, for PluginHost::reconcile(). Bots that are switched off have none.
[[nodiscard]] QList<plugins::Enablement> desiredPlugins(const core::Shop &shop, const QUrl &publicUrl);

/// Addresses that an operator has set in a plugin's settings: Rastro may connect to them even if they are private.
[[nodiscard]] QList<QUrl> addressesIn(const QJsonObject &settings);

} // namespace rastro::server
