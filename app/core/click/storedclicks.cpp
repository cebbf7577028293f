// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/storedclicks.h"

namespace rastro::core {

void StoredClicks::byToken(const TrackingToken &token, QObject *context, Found then)
{
    m_database.transact<std::optional<Click>>(
        context, [=, id = m_workspaceId](UnitOfWork &uow) { return uow.clicks().byToken(id, token); }, std::move(then));
}

void StoredClicks::byFbclid(const QString &fbclid, QObject *context, Found then)
{
    m_database.transact<std::optional<Click>>(
        context, [=, id = m_workspaceId](UnitOfWork &uow) { return uow.clicks().byFbclid(id, fbclid); },
        std::move(then));
}

void StoredClicks::byVisitor(const QString &visitorId, QObject *context, Found then)
{
    m_database.transact<std::optional<Click>>(
        context, [=, id = m_workspaceId](UnitOfWork &uow) { return uow.clicks().byVisitor(id, visitorId); },
        std::move(then));
}

} // namespace rastro::core
