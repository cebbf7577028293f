// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "rastro/clickdirectory.h"

namespace rastro::core {

/// The clicks of one workspace as plugins look them up: in the database, always the truth. Core thread only.
class StoredClicks : public ClickDirectory
{
public:
    StoredClicks(Database &database, qint64 workspaceId)
        : m_database(database)
        , m_workspaceId(workspaceId)
    {
    }

    void byToken(const TrackingToken &token, QObject *context, Found then) override;
    void byFbclid(const QString &fbclid, QObject *context, Found then) override;
    void byVisitor(const QString &visitorId, QObject *context, Found then) override;

private:
    Database &m_database;
    qint64 m_workspaceId;
};

} // namespace rastro::core
