// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Notes in table `undated_clicks` which clicks that were taken over are not found by the time in their tokens.
class UndatedClicks
{
public:
    explicit UndatedClicks(Connection &connection);

    /// In the transaction that stores it.
    void add(const core::NewClick &takenOver);

private:
    Statement m_add;
};

} // namespace rastro::storage
