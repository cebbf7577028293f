// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QStringList>
#include <chrono>
#include <optional>

namespace rastro::core {

/// One run of a server on this database, as the others see it.
struct NodeRow
{
    QString id;
    QString place; ///< For people: host and data folder.
    std::chrono::microseconds age{};
    std::chrono::microseconds silence{};    ///< Since it was last heard of.
    std::chrono::microseconds clockAhead{}; ///< Of the database's; negative: behind.
    bool lives = false;                     ///< Not silent for so long that others took over.
    QStringList leases{};                   ///< By name.
};

/// Tables `nodes, leases`: which servers live on this database, and which of them does what only one may do. All times
/// are the database's own, so that the clocks of nodes need not agree. "This node" is the one that the database was
/// opened as.
class NodeStore
{
public:
    virtual ~NodeStore() = default;

    [[nodiscard]] virtual QString self() const = 0;
    /// Every node that was not forgotten yet.
    [[nodiscard]] virtual QList<NodeRow> all() = 0;
    /// This node lives for `span` from now, whatever was thought of it before. `now`: what its own clock says.
    virtual void beat(const QString &place, std::chrono::microseconds span, Micros now) = 0;
    /// This node is dead for sure.
    virtual void retire(const QString &node) = 0;
    /// Others whose heartbeat ran out.
    [[nodiscard]] virtual QStringList dead() = 0;
    /// Drops nodes that have been silent for so long.
    virtual void forget(std::chrono::microseconds after) = 0;
    /// This node ends: its leases are anybody's.
    virtual void leave() = 0;

    /// Its fence if this node has the lease or takes it now: from nobody, or from a dead node.
    [[nodiscard]] virtual std::optional<qint64> take(const QString &lease) = 0;
    /// Has this node the lease with this fence? If so nobody else takes it until the transaction has ended.
    [[nodiscard]] virtual bool holds(const QString &lease, qint64 fence) = 0;
    /// Makes it anybody's, if it is this node's.
    virtual void giveUp(const QString &lease) = 0;
};

} // namespace rastro::core
