// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clicktracking.h"

#include <rastro/plugin.h>

namespace rastro::tracking {

class TrackingFactory : public QObject, public Plugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID RastroPlugin_iid FILE "plugin.json")
    Q_INTERFACES(rastro::Plugin)

public:
    [[nodiscard]] Result<std::unique_ptr<PluginInstance>> create(BotContext &bot) override
    {
        return std::make_unique<ClickTracking>(bot);
    }
};

} // namespace rastro::tracking
