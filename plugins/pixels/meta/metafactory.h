// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/plugin.h"

namespace rastro::meta {

/// What the library holds: makes a MetaPixel per bot (or pool) on which the plugin is enabled.
class MetaFactory : public QObject, public Plugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID RastroPlugin_iid FILE "plugin.json")
    Q_INTERFACES(rastro::Plugin)

public:
    /// Error: "meta.insecure_url", see Settings::read().
    [[nodiscard]] Result<std::unique_ptr<PluginInstance>> create(BotContext &bot) override;
};

} // namespace rastro::meta
