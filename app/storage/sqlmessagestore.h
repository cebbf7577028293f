// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/messagestore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `messages`.
class SqlMessageStore final : public core::MessageStore
{
public:
    explicit SqlMessageStore(Connection &connection);

    bool add(const core::MessageRow &row) override;
    [[nodiscard]] QList<core::MessageRow> claimDue(qint64 botId, Micros now, Micros leaseUntil, int limit) override;
    bool finish(const core::MessageRow &row, const QString &state, const QString &answer, Micros runAt) override;
    void dropQueued(qint64 botId, qint64 chatId) override;
    void resumeDeliveries(qint64 botId, qint64 chatId, Micros now) override;
    [[nodiscard]] std::optional<Micros> nextDue(qint64 botId) override;
    void releaseLeases(const QString &node, Micros now) override;
    [[nodiscard]] QList<core::MessageRow> byPayment(qint64 paymentId) override;
    [[nodiscard]] QMap<QString, qint64> countByState() override;

private:
    Connection &m_connection;
    Statement m_add;
    Statement m_claimDue;
    Statement m_finish;
    Statement m_dropQueued;
    Statement m_resumeDeliveries;
    Statement m_nextDue;
    Statement m_releaseLeases;
    Statement m_byPayment;
    Statement m_countByState;
};

} // namespace rastro::storage
