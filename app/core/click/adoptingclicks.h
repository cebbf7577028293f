// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/click/storedclicks.h"
#include "core/ports/foreignclicks.h"

namespace rastro::core {

/// The clicks of one workspace while an operator switches over from the origin platform: a token or fbclid that the
/// database does not know is looked for where that platform keeps its clicks, and what is found there is stored before
/// it is answered. So the database stays the truth, and a click is adopted once. Clicks that Rastro wrote there itself
/// are never adopted: if the database does not know them any more, they were deleted. Core thread only.
class AdoptingClicks : public ClickDirectory
{
public:
    AdoptingClicks(Database &database, qint64 workspaceId, ForeignClicks &foreign, const ShopHolder &shop,
                   AddressStorage addresses, const Clock &clock);

    void byToken(const TrackingToken &token, QObject *context, Found then) override;
    void byFbclid(const QString &fbclid, QObject *context, Found then) override;
    void byVisitor(const QString &visitorId, QObject *context, Found then) override;

private:
    void adopt(const std::optional<ForeignClick> &foreign, QObject *context, const Found &then);

    Database &m_database;
    const qint64 m_workspaceId;
    ForeignClicks &m_foreign;
    const ShopHolder &m_shop;
    const AddressStorage m_addresses;
    const Clock &m_clock;
    StoredClicks m_stored;
};

} // namespace rastro::core
