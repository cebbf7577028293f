// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/salestore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// View `sale_facts`.
class SqlSaleStore final : public core::SaleStore
{
public:
    explicit SqlSaleStore(Connection &connection);

    [[nodiscard]] QList<core::SaleFacts> paid(const core::SalesPage &page) override;
    [[nodiscard]] std::optional<core::SaleFacts> byPayment(qint64 paymentId) override;
    [[nodiscard]] std::optional<core::SaleFacts> wayOf(qint64 botId, qint64 telegramUserId) override;

private:
    Statement m_paid;
    Statement m_byPayment;
    Statement m_wayOf;
};

} // namespace rastro::storage
