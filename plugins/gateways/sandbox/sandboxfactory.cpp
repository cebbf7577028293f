// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfactory.h"

#include "sandboxgateway.h"

namespace rastro::gateway {

Result<std::unique_ptr<PluginInstance>> SandboxFactory::create(BotContext &bot)
{
    const auto settings = GatewaySettings::read(bot);
    if (!settings)
        return tl::unexpected(settings.error());
    return std::make_unique<SandboxGateway>(bot, *settings);
}

} // namespace rastro::gateway
