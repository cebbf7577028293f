// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/charge.h"
#include "rastro/operation.h"
#include "rastro/plugininstance.h"

namespace rastro {

/// Makes and confirms charges at one payment gateway. It is told what to do and reports what it saw; the host drives
/// the one payment state machine, compares amounts and decides about retries.
class RASTRO_SDK_EXPORT PaymentGatewayPlugin : public PluginInstance
{
    Q_OBJECT

public:
    explicit PaymentGatewayPlugin(BotContext &bot, QObject *parent = nullptr);

    [[nodiscard]] virtual GatewayCapabilities capabilities() const = 0;

    /// Makes a charge. On an error with outcomeUnknown the host queries before it does anything else.
    virtual void createCharge(const ChargeRequest &request, Operation<Charge> *operation) = 0;
    /// Asks for the charge's state with our own credential.
    virtual void fetchCharge(const ChargeReference &charge, Operation<ChargeSnapshot> *operation) = 0;
    virtual void refund(const RefundRequest &request, Operation<Refund> *operation) = 0;

    /// Reads a notice. A pure function of its argument and the settings: no clock, no network. The error says why the
    /// notice is refused (forged, malformed); it is stored all the same.
    [[nodiscard]] virtual Result<NoticeHint> parseWebhook(const Notice &notice) const = 0;
};

} // namespace rastro
