// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/startstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `starts`.
class SqlStartStore final : public core::StartStore
{
public:
    explicit SqlStartStore(Connection &connection);

    [[nodiscard]] qint64 insert(const core::StartRow &start) override;
    [[nodiscard]] std::optional<core::StartRow> byId(qint64 id) override;
    [[nodiscard]] QList<core::StartRow> claimDue(Micros now, Micros again, int limit) override;
    void settle(qint64 id, const QString &attribution, const QString &rule, const QString &reason) override;
    [[nodiscard]] bool isPending(qint64 botId, qint64 telegramUserId) override;
    [[nodiscard]] std::optional<core::StartRow> pending(qint64 botId, qint64 telegramUserId) override;
    [[nodiscard]] std::optional<Micros> nextDue() override;
    void releaseLeases(const QString &node, Micros now) override;

private:
    const QString m_node;
    Statement m_insert;
    Statement m_byId;
    Statement m_claimDue;
    Statement m_settle;
    Statement m_isPending;
    Statement m_pending;
    Statement m_nextDue;
    Statement m_releaseLeases;
};

} // namespace rastro::storage
