// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/plugin.h>

namespace rastro::gateway {

/// Makes one SandboxGateway per bot. Error: that of GatewaySettings::read().
class SandboxFactory : public QObject, public Plugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID RastroPlugin_iid FILE "plugin.json")
    Q_INTERFACES(rastro::Plugin)

public:
    [[nodiscard]] Result<std::unique_ptr<PluginInstance>> create(BotContext &bot) override;
};

} // namespace rastro::gateway
