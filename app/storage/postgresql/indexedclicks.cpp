// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/indexedclicks.h"

#include "storage/clickrow.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

IndexedClicks::IndexedClicks(Connection &connection)
    : m_byFbclid(connection, "click.byFbclid"_L1)
    , m_byVisitor(connection, "click.byVisitor"_L1)
    , m_allOfVisitor(connection, "click.allOfVisitor"_L1)
{
}

std::optional<Click> IndexedClicks::byFbclid(qint64 workspaceId, const QString &fbclid, const QString &except)
{
    return m_byFbclid.bind("workspace_id"_L1, workspaceId)
        .bind("fbclid"_L1, fbclid)
        .bind("except"_L1, except)
        .one(readClick);
}

std::optional<Click> IndexedClicks::byVisitor(qint64 workspaceId, const QString &visitorId, const QString &except)
{
    return m_byVisitor.bind("workspace_id"_L1, workspaceId)
        .bind("visitor_id"_L1, visitorId)
        .bind("except"_L1, except)
        .one(readClick);
}

QList<Click> IndexedClicks::allOfVisitor(qint64 workspaceId, const QString &visitorId)
{
    return m_allOfVisitor.bind("workspace_id"_L1, workspaceId).bind("visitor_id"_L1, visitorId).all(readClick);
}

} // namespace rastro::storage
