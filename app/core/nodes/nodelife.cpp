// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/nodelife.h"

#include "core/desk/leases.h"

namespace rastro::core {

namespace {

// A transaction of a dead node may still be on its way to its commit; the database ends one that hangs after seconds.
// So long the dead are looked at again.
constexpr std::chrono::seconds remembered{60};

void releaseDead(UnitOfWork &uow, Micros now)
{
    for (const QString &node : uow.nodes().dead())
        releaseLeases(uow, node, now);
}

} // namespace

void joinNodes(UnitOfWork &uow, const QString &place, const QStringList &dead, Micros now)
{
    for (const QString &node : dead)
        uow.nodes().retire(node);
    beatNode(uow, place, now);
}

void beatNode(UnitOfWork &uow, const QString &place, Micros now)
{
    uow.nodes().beat(place, NodeSpan, now);
    releaseDead(uow, now);
    uow.nodes().forget(remembered);
}

void leaveNodes(UnitOfWork &uow, Micros now)
{
    releaseLeases(uow, uow.nodes().self(), now);
    uow.nodes().leave();
}

} // namespace rastro::core
