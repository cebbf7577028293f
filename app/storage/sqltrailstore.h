// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/trailstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `trail`.
class SqlTrailStore final : public core::TrailStore
{
public:
    explicit SqlTrailStore(Connection &connection);

    void add(const core::TrailEntry &entry) override;
    [[nodiscard]] QList<core::TrailEntry> byToken(qint64 workspaceId, const QString &token) override;
    [[nodiscard]] QList<core::TrailEntry> byUser(qint64 botId, qint64 telegramUserId) override;
    [[nodiscard]] QList<core::TrailEntry> byPayment(qint64 paymentId) override;
    [[nodiscard]] QList<core::TrailEntry> after(qint64 workspaceId, qint64 id, int limit) override;

private:
    Statement m_add;
    Statement m_byToken;
    Statement m_byUser;
    Statement m_byPayment;
    Statement m_after;
};

} // namespace rastro::storage
