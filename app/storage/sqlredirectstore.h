// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/redirectstore.h"
#include "storage/statement.h"

namespace rastro::storage {

class SqlRedirectStore final : public core::RedirectStore
{
public:
    explicit SqlRedirectStore(Connection &connection);

    [[nodiscard]] core::BotLoads loadsSince(qint64 minute) override;
    void foldBefore(qint64 minute) override;

private:
    Statement m_loadsSince;
    Statement m_takeBefore;
    Statement m_addToPool;
    Statement m_addToPoolBot;
};

} // namespace rastro::storage
