// SPDX-License-Identifier: GPL-3.0-or-later
#include "metafactory.h"

#include "metapixel.h"

namespace rastro::meta {

Result<std::unique_ptr<PluginInstance>> MetaFactory::create(BotContext &bot)
{
    auto settings = Settings::read(bot.settings());
    if (!settings)
        return tl::unexpected<Error>(settings.error());
    return std::make_unique<MetaPixel>(bot, std::move(*settings));
}

} // namespace rastro::meta
