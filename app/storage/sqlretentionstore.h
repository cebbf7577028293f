// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/retentionstore.h"
#include "storage/clickfinder.h"
#include "storage/statement.h"

namespace rastro::storage {

class SqlRetentionStore final : public core::RetentionStore
{
public:
    /// `finder` must outlive it.
    SqlRetentionStore(Connection &connection, ClickFinder &finder);

    [[nodiscard]] core::SweepStep sweep(core::KeptData kind, const core::SweepPosition &from, Micros before, Micros now,
                                        int most) override;

private:
    /// A table whose ids grow with time.
    struct Table
    {
        Statement slice;
        Statement remove;
    };

    [[nodiscard]] Table &tableOf(core::KeptData kind);
    [[nodiscard]] static core::SweepStep sweepById(Table &table, qint64 after, Micros before, int most);
    [[nodiscard]] core::SweepStep sweepUpdates(const core::SweepPosition &from, Micros before, int most);
    [[nodiscard]] core::SweepStep sweepClicks(const core::SweepPosition &from, Micros before, Micros now, int most);
    [[nodiscard]] qint64 deleteClicks(const QString &after, const QString &upTo, Micros before);

    ClickFinder &m_finder;
    Table m_trail;
    Table m_notices;
    Table m_messages;
    Table m_events;
    Table m_updates;
    Statement m_botFrom;
    Statement m_clicksSlice;
    Statement m_clicksDelete;
    Statement m_addCount;
};

} // namespace rastro::storage
