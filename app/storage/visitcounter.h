// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Counts clicks in `funnel_days` as they are stored: one statement for each day, pool, bot and campaign of a batch,
/// however many clicks it has.
class VisitCounter
{
public:
    explicit VisitCounter(Connection &connection);

    /// In the transaction that stores them.
    void add(const QList<core::NewClick> &clicks);

private:
    Statement m_add;
};

} // namespace rastro::storage
