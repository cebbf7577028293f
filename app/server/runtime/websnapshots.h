// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/catalog/plugincatalog.h"
#include "plugins/host/pluginhost.h"
#include "server/options/serveroptions.h"
#include "web/websnapshot.h"

namespace rastro::server {

/// What the options say about the public side. Error: the trusted proxies are malformed.
[[nodiscard]] Result<web::WebSettings> webSettings(const ServerOptions &options);

/// Asks every enabled pixel for its pages' code, once, and puts it together with the shop for the HTTP threads.
[[nodiscard]] std::shared_ptr<const web::WebSnapshot>
webSnapshot(const core::Shop &shop, const web::WebSettings &settings, const plugins::PluginHost &plugins,
            const plugins::PluginCatalog &catalog, const core::BotLoads &loads = {});

} // namespace rastro::server
