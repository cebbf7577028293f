// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/paymentstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Table `payments`.
class SqlPaymentStore final : public core::PaymentStore
{
public:
    explicit SqlPaymentStore(Connection &connection);

    [[nodiscard]] qint64 insert(const core::PaymentRow &row) override;
    [[nodiscard]] std::optional<core::PaymentRow> byId(qint64 id) override;
    [[nodiscard]] std::optional<core::PaymentRow> byReference(const QString &reference) override;
    [[nodiscard]] std::optional<core::PaymentRow> byGatewayId(const QString &gateway,
                                                              const QString &gatewayId) override;
    [[nodiscard]] std::optional<core::PaymentRow> byDeliveryToken(const QString &token) override;
    [[nodiscard]] QList<core::PaymentRow> byUser(qint64 botId, qint64 telegramUserId) override;
    [[nodiscard]] QList<core::PaymentRow> byToken(qint64 workspaceId, const TrackingToken &token) override;
    [[nodiscard]] std::optional<core::PaymentRow> open(qint64 botId, qint64 telegramUserId, qint64 offerId,
                                                       Micros since) override;
    void update(const core::PaymentRow &row) override;
    [[nodiscard]] bool isPurchaseEventIdTaken(const QString &eventId) override;
    [[nodiscard]] QList<core::PaymentRow> claimChecks(Micros now, Micros again, int limit) override;
    [[nodiscard]] QList<core::PaymentRow> claimAttachments(Micros now, Micros again, int limit) override;
    [[nodiscard]] std::optional<Micros> nextCheckDue() override;
    [[nodiscard]] std::optional<Micros> nextAttachDue() override;
    void adoptToken(qint64 botId, qint64 telegramUserId, const std::optional<TrackingToken> &token, Micros since,
                    Micros now) override;
    void releaseLeases(const QString &node, Micros now) override;
    [[nodiscard]] bool markBrowserPurchase(qint64 id, Micros at) override;

private:
    Connection &m_connection;
    Statement m_insert;
    Statement m_byId;
    Statement m_byReference;
    Statement m_byGatewayId;
    Statement m_byDeliveryToken;
    Statement m_byUser;
    Statement m_byToken;
    Statement m_open;
    Statement m_update;
    Statement m_isPurchaseEventIdTaken;
    Statement m_claimChecks;
    Statement m_claimAttachments;
    Statement m_nextCheckDue;
    Statement m_nextAttachDue;
    Statement m_adoptToken;
    Statement m_releaseChecks;
    Statement m_releaseAttachments;
    Statement m_markBrowserPurchase;
};

} // namespace rastro::storage
