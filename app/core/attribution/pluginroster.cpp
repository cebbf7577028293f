// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/pluginroster.h"

namespace rastro::core {

QList<Pixel> PluginRoster::pixelsFor(qint64 poolId, qint64 botId, EventName name) const
{
    auto found = pixels.find({PluginScope::Pool, poolId});
    if (found == pixels.end() || found->second.isEmpty())
        found = pixels.find({PluginScope::Bot, botId});
    QList<Pixel> result;
    if (found == pixels.end())
        return result;
    for (const Pixel &pixel : found->second) {
        if (pixel.wants.contains(name))
            result.append(pixel);
    }
    return result;
}

} // namespace rastro::core
