// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/conversionstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `conversions`.
class SqlConversionStore final : public core::ConversionStore
{
public:
    explicit SqlConversionStore(Connection &connection);

    bool add(const core::ConversionRow &row) override;
    [[nodiscard]] QList<core::ConversionRow> claimDue(Micros now, Micros leaseUntil, int limit) override;
    bool finish(const core::ConversionRow &row, const QString &state, const QString &answer, Micros runAt) override;
    void resume(const core::PluginScope &scope, const QString &pluginId, Micros now) override;
    [[nodiscard]] std::optional<Micros> nextDue() override;
    void releaseLeases(const QString &node, Micros now) override;
    [[nodiscard]] QList<core::ConversionRow> byPayment(qint64 paymentId) override;
    [[nodiscard]] QList<core::ConversionRow> byToken(qint64 workspaceId, const QString &token) override;
    [[nodiscard]] QMap<QString, qint64> countByState() override;

private:
    const QString m_node;
    Statement m_add;
    Statement m_duePurchases;
    Statement m_oldestDueGroup;
    Statement m_claimGroup;
    Statement m_finish;
    Statement m_resume;
    Statement m_nextDue;
    Statement m_releaseLeases;
    Statement m_byPayment;
    Statement m_byToken;
    Statement m_countByState;
};

} // namespace rastro::storage
