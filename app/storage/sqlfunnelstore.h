// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/funnelstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `funnel_days`. Clicks are counted there by VisitCounter, all else by triggers.
class SqlFunnelStore final : public core::FunnelStore
{
public:
    explicit SqlFunnelStore(Connection &connection);

    [[nodiscard]] QList<core::FunnelLine> funnel(const core::FunnelWanted &wanted) override;

private:
    Statement m_between;
};

} // namespace rastro::storage
