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

    [[nodiscard]] core::SweepFound look(core::KeptData kind, const core::SweepPosition &from, Micros before, Micros now,
                                        core::SweepBounds bounds) override;
    [[nodiscard]] qint64 remove(core::KeptData kind, const QList<core::SweepPosition> &dead, Micros before) override;

private:
    /// A table whose ids grow with time.
    struct Table
    {
        Statement look;
        Statement remove;
    };

    [[nodiscard]] Table &tableOf(core::KeptData kind);
    [[nodiscard]] core::SweepFound lookById(Table &table, const core::SweepPosition &from, Micros before,
                                            core::SweepBounds bounds);
    [[nodiscard]] core::SweepFound lookAtUpdates(const core::SweepPosition &from, Micros before,
                                                 core::SweepBounds bounds);
    [[nodiscard]] core::SweepFound lookAtClicks(const core::SweepPosition &from, Micros before, Micros now,
                                                core::SweepBounds bounds);
    [[nodiscard]] qint64 removeClicks(const QList<core::SweepPosition> &dead, Micros before);

    ClickFinder &m_finder;
    Table m_trail;
    Table m_notices;
    Table m_messages;
    Table m_events;
    Table m_updates;
    Statement m_botFrom;
    Statement m_clicksLook;
    Statement m_clicksDelete;
    Statement m_addCount;
};

} // namespace rastro::storage
