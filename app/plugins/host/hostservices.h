// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/uptime.h"
#include "plugins/host/enablement.h"
#include "rastro/botcontext.h"

namespace rastro::plugins {

/// A line that a plugin logged, secrets already taken out.
struct PluginLine
{
    const Enablement &from;
    LogLevel level;
    QString text;
};

/// What the host lends to every plugin instance. Nothing is owned; all outlives the PluginHost.
struct HostServices
{
    HttpClient &http;
    Clock &clock;
    /// The clicks of the workspace that this bot or pool belongs to.
    std::function<ClickDirectory &(const PluginScope &)> clicks;
    QUrl publicUrl = {};
    QUrl localUrl = {};
    /// Where log lines go. None: Qt's logging category rastro.plugin.
    std::function<void(const PluginLine &)> log = {};
    /// By which the time of a call is over (see OperationRunner).
    core::Uptime uptime = core::uptime;
};

} // namespace rastro::plugins
