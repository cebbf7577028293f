// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "rastro/click.h"

#include <QtCore/QList>
#include <memory>
#include <optional>
#include <vector>

namespace rastro::storage {

class Connection;

/// Finds clicks by what many clicks may share. How that stays fast while clicks are written is each database's own
/// matter. Storage thread only; throws StorageFailure.
class ClickFinder
{
public:
    /// The one for the connection's dialect.
    [[nodiscard]] static std::unique_ptr<ClickFinder> make(Connection &connection);
    virtual ~ClickFinder() = default;

    /// The newest click with exactly this value (not empty), other than `except`; also one that the present
    /// transaction wrote.
    [[nodiscard]] virtual std::optional<Click> byFbclid(qint64 workspaceId, const QString &fbclid,
                                                        const QString &except) = 0;
    [[nodiscard]] virtual std::optional<Click> byVisitor(qint64 workspaceId, const QString &visitorId,
                                                         const QString &except) = 0;
    /// Every click of this visitor that is not erased.
    [[nodiscard]] virtual QList<Click> allOfVisitor(qint64 workspaceId, const QString &visitorId) = 0;
    /// A click was deleted or erased: `click` is as it was before.
    virtual void forget(qint64 workspaceId, const Click &click) = 0;
    /// Reads what forget() of this click will change, so that it lies in memory then.
    virtual void warm(qint64 workspaceId, const Click &click) = 0;
    /// What clicks that are about to be written in this transaction are to be numbered, before the columns of
    /// writeClick(); empty: the database asks for none.
    [[nodiscard]] virtual std::vector<qint64> numbersFor(const QList<core::NewClick> &clicks) = 0;
    /// Clicks were written just now, in this order and with these numbers. They need not be committed.
    virtual void wrote(const QList<core::NewClick> &clicks, const std::vector<qint64> &numbers) = 0;

    /// Clicks whose keys are still to be stored. They are found all the same; memory holds them meanwhile.
    [[nodiscard]] virtual qint64 backlog() const = 0;
    /// Stores the keys of up to `limit` of them, in the present transaction.
    virtual void workOff(int limit) = 0;
};

} // namespace rastro::storage
