// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/click/browserreports.h"
#include "core/click/deliveries.h"
#include "core/ports/database.h"

namespace rastro::core {

/// What the public pages need of the database beside clicks (ArrivalDesk): each method is one transaction. Thread-safe;
/// called on HTTP threads, answers on a storage thread.
class PublicDesk : public BrowserReports, public Deliveries
{
public:
    PublicDesk(Database &database, const ShopHolder &shop, const Clock &clock);

    void add(const TrackingToken &token, const QString &fbp, const QString &fbc, BrowserReports::Done done) override;
    void open(const QString &token, bool mayReport, Deliveries::Done done) override;

private:
    Database &m_database;
    const ShopHolder &m_shop;
    const Clock &m_clock;
};

} // namespace rastro::core
