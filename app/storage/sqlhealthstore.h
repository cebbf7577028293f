// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/healthstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// What waits, fails and was given up, in all tables.
class SqlHealthStore final : public core::HealthStore
{
public:
    explicit SqlHealthStore(Connection &connection);

    [[nodiscard]] core::Backlog starts() override;
    [[nodiscard]] core::Backlog attributions() override;
    [[nodiscard]] core::Backlog checks(Micros now) override;
    [[nodiscard]] core::Backlog notices(Micros now) override;
    [[nodiscard]] core::BotHealth bot(qint64 botId, Micros now) override;
    [[nodiscard]] QList<core::PixelHealth> pixels() override;
    [[nodiscard]] QList<core::DeadEvent> deadEvents(int limit) override;
    [[nodiscard]] QList<core::RecentCharge> recentCharges(int limit) override;
    [[nodiscard]] core::RollupFacts rollups(qint64 workspaceId, Micros now, int mostClicks) override;
    [[nodiscard]] Micros newestEntry() override;
    [[nodiscard]] QString integrity() override;

private:
    void readDay(core::RollupFacts &facts, qint64 workspaceId, int mostClicks);
    void readMinutes(core::RollupFacts &facts, Micros now, int mostClicks);

    Statement m_starts;
    Statement m_attributions;
    Statement m_checks;
    Statement m_notices;
    Statement m_lastUpdate;
    Statement m_updates;
    Statement m_deadUpdates;
    Statement m_messages;
    Statement m_pixels;
    Statement m_stoppedPixels;
    Statement m_deadEvents;
    Statement m_recentCharges;
    Statement m_clicksOfDay;
    Statement m_salesOfDay;
    Statement m_redirectsOfMinutes;
    Statement m_pendingEvents;
    Statement m_newestEntry;
    Statement m_integrity;
};

} // namespace rastro::storage
