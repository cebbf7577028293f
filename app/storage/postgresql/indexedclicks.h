// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/clickfinder.h"
#include "storage/statement.h"

namespace rastro::storage {

/// By indexes of the table itself: on PostgreSQL they are written by the server's processes, not by ours.
class IndexedClicks final : public ClickFinder
{
public:
    explicit IndexedClicks(Connection &connection);

    [[nodiscard]] std::optional<Click> byFbclid(qint64 workspaceId, const QString &fbclid,
                                                const QString &except) override;
    [[nodiscard]] std::optional<Click> byVisitor(qint64 workspaceId, const QString &visitorId,
                                                 const QString &except) override;
    [[nodiscard]] QList<Click> allOfVisitor(qint64 workspaceId, const QString &visitorId) override;
    void forget(qint64, const Click &) override {} // The indexes do.
    void warm(qint64, const Click &) override {}
    [[nodiscard]] std::vector<qint64> numbersFor(const QList<core::NewClick> &) override { return {}; }
    void wrote(const QList<core::NewClick> &, const std::vector<qint64> &) override {}
    [[nodiscard]] qint64 backlog() const override { return 0; }
    void workOff(int) override {}

private:
    Statement m_byFbclid;
    Statement m_byVisitor;
    Statement m_allOfVisitor;
};

} // namespace rastro::storage
