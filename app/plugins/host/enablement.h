// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/conversionstore.h"

#include <QtCore/QJsonObject>
#include <QtCore/QUrl>

namespace rastro::plugins {

using core::PluginScope;

/// What an operator wants: this plugin, for this bot or pool, with these settings. A value; equal ones mean the same
/// running instance.
struct Enablement
{
    PluginScope scope;
    QString pluginId;
    QJsonObject settings; ///< As given, secrets in the clear; defaults are filled in by the host.
    QString key = {};     ///< Of the bot or pool in the shop file: for messages to people.
    QUrl noticeUrl = {};  ///< Where a gateway posts its notices; empty for other kinds.
    QString path = {};    ///< Where the settings stand in the shop file, for errors; empty: the plugin's id.

    /// All but the path: a setting that only moved within the shop file is the same.
    friend bool operator==(const Enablement &a, const Enablement &b)
    {
        return a.scope == b.scope && a.pluginId == b.pluginId && a.settings == b.settings && a.key == b.key &&
               a.noticeUrl == b.noticeUrl;
    }
};

/// How an enabled plugin is doing.
enum class InstanceState {
    Running,
    Failing, ///< It runs on, but did something wrong: see the reason.
    Failed   ///< It does not run: see the reason.
};

/// "running", "failing" or "failed".
[[nodiscard]] QString stateName(InstanceState state);

/// One line of `rastro plugins`.
struct InstanceReport
{
    PluginScope scope;
    QString key;
    QString pluginId;
    InstanceState state = InstanceState::Running;
    QString reason; ///< A sentence for the operator; empty while running.
};

} // namespace rastro::plugins
