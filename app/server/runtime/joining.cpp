// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/joining.h"

#include "core/nodes/nodelife.h"

namespace rastro::server {

Result<void> joinServers(core::Database &database, const ServerOptions &options, FolderLock &lock, const QString &node,
                         Micros now)
{
    const auto joined = wait<bool>(database, [place = placeOf(options), last = lock.lastSignature(),
                                              isAlone = isEmbedded(options), now](core::UnitOfWork &uow) {
        QStringList dead{last};
        const auto known = isAlone ? uow.nodes().all() : QList<core::NodeRow>();
        for (const core::NodeRow &other : known)
            dead.append(other.id);
        core::joinNodes(uow, place, dead, now);
        return true;
    });
    if (!joined)
        return tl::unexpected<Error>(joined.error());
    lock.sign(node);
    return {};
}

} // namespace rastro::server
