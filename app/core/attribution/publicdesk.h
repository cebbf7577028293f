// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/click/browserreports.h"
#include "core/click/clickrecorder.h"
#include "core/click/deliveries.h"
#include "core/ports/database.h"

namespace rastro::core {

/// What the public pages need of the database: each method is one transaction. Thread-safe; called on HTTP threads,
/// answers on a storage thread.
class PublicDesk : public ClickRecorder, public BrowserReports, public Deliveries
{
public:
    /// `arrived` is called after each stored click that put a PageView into the outbox, on a storage thread.
    PublicDesk(Database &database, const RosterHolder &roster, const ShopHolder &shop, const Clock &clock,
               std::function<void()> arrived);

    void record(const CapturedClick &captured, qint64 workspaceId, ClickRecorder::Done done) override;
    void add(const TrackingToken &token, const QString &fbp, const QString &fbc, BrowserReports::Done done) override;
    void open(const QString &token, bool mayReport, Deliveries::Done done) override;

private:
    Database &m_database;
    const RosterHolder &m_roster;
    const ShopHolder &m_shop;
    const Clock &m_clock;
    std::function<void()> m_arrived;
};

} // namespace rastro::core
