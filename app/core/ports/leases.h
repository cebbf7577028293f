// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <optional>

namespace rastro::core {

/// Things that only one node at a time may do, by name: poll a bot, ask public addresses how they are. Who has a lease
/// keeps it while it lives. The fence says which time it is that the lease was taken: what is stored by right of it is
/// stored with NodeStore::holds() in the same transaction, for a node may have slept since. Core thread only.
class Leases : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Tries to get it, and goes on trying.
    virtual void want(const QString &lease) = 0;
    /// Leaves it to others.
    virtual void giveUp(const QString &lease) = 0;
    /// Fence of a lease that this node has, as far as it knows.
    [[nodiscard]] virtual std::optional<qint64> fence(const QString &lease) const = 0;

Q_SIGNALS:
    /// It was got, lost, or lost and got again.
    void turned(const QString &lease);
};

} // namespace rastro::core
