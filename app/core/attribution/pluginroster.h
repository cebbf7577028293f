// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/conversionstore.h"

#include <QtCore/QHash>
#include <QtCore/QSet>
#include <map>
#include <memory>

namespace rastro::core {

/// One enabled pixel as transactions need to know it.
struct Pixel
{
    PluginScope scope;
    QString pluginId;
    QString destination;
    QSet<EventName> wants;
};

/// Which plugins are enabled where: an immutable value, so that storage threads need not ask plugins.
struct PluginRoster
{
    std::map<PluginScope, QList<Pixel>> pixels;
    QSet<qint64> trackedBots;        ///< Bots on which a tracking plugin is enabled.
    QHash<qint64, QString> gateways; ///< The gateway plugin that charges for a bot.

    /// The pixels that an event belongs to: those of the click's pool, else those of the bot (0: no pool). Never
    /// another pool's: a bot may stand in several.
    [[nodiscard]] QList<Pixel> pixelsFor(qint64 poolId, qint64 botId, EventName name) const;
};

using PluginRosterPtr = std::shared_ptr<const PluginRoster>;

} // namespace rastro::core
