// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/noticestore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `gateway_notices`.
class SqlNoticeStore final : public core::NoticeStore
{
public:
    explicit SqlNoticeStore(Connection &connection);

    [[nodiscard]] qint64 insert(const core::NoticeRow &row) override;
    [[nodiscard]] QList<core::NoticeRow> claimDue(Micros now, Micros again, int limit) override;
    void settle(qint64 id, const QString &state, const QString &outcome, Micros nextAttemptAt) override;
    [[nodiscard]] std::optional<Micros> nextDue() override;
    void releaseLeases(const QString &node, Micros now) override;
    [[nodiscard]] QList<core::NoticeRow> inState(const QString &state, int limit) override;

private:
    const QString m_node;
    Statement m_insert;
    Statement m_claimDue;
    Statement m_settle;
    Statement m_nextDue;
    Statement m_releaseLeases;
    Statement m_inState;
};

} // namespace rastro::storage
