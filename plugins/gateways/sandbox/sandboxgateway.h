// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankrequests.h"

#include <rastro/paymentgatewayplugin.h>

namespace rastro::gateway {

/// Charges at the sandbox bank, over its HTTP API: the plugin knows nothing of the bank but that. Errors: see
/// bankerrors.h; "sandbox.amount" and "sandbox.expired" without asking the bank.
class SandboxGateway : public PaymentGatewayPlugin
{
    Q_OBJECT

public:
    SandboxGateway(BotContext &bot, const GatewaySettings &settings, QObject *parent = nullptr);

    [[nodiscard]] GatewayCapabilities capabilities() const override;
    void createCharge(const ChargeRequest &request, Operation<Charge> *operation) override;
    void fetchCharge(const ChargeReference &charge, Operation<ChargeSnapshot> *operation) override;
    void refund(const RefundRequest &request, Operation<Refund> *operation) override;
    [[nodiscard]] Result<NoticeHint> parseWebhook(const Notice &notice) const override;

private:
    GatewaySettings m_settings;
    BankRequests m_requests;
};

} // namespace rastro::gateway
