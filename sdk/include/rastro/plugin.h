// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/plugininstance.h"
#include "rastro/result.h"

#include <QtCore/QtPlugin>
#include <memory>

namespace rastro {

/// The factory that a plugin library holds, one per library, stateless, never unloaded. Core thread only.
class Plugin
{
public:
    virtual ~Plugin() = default;

    /// Makes the instance for one bot. The host owns it; `bot` outlives it. An error (or, though it must not happen, an
    /// exception) marks the plugin as failed on this bot, and nothing else stops.
    [[nodiscard]] virtual Result<std::unique_ptr<PluginInstance>> create(BotContext &bot) = 0;
};

} // namespace rastro

/// The major version of the SDK is part of the interface's name: a plugin of another major is not a Rastro plugin here.
#define RastroPlugin_iid "org.rastro.Plugin/1"
Q_DECLARE_INTERFACE(rastro::Plugin, RastroPlugin_iid)
