// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/plugininstance.h"

namespace rastro {

/// Decides which click a user and a payment belong to. Answers each Start with exactly one tokenBound and each payment
/// with exactly one paymentAttached, later if it has to look something up. The host stores the answer; it emits
/// again after a deadline or a crash, and ignores answers to what is already settled.
class RASTRO_SDK_EXPORT TrackingPlugin : public PluginInstance
{
    Q_OBJECT

public:
    explicit TrackingPlugin(BotContext &bot, QObject *parent = nullptr);

public Q_SLOTS:
    virtual void onStarted(const rastro::Start &start) = 0;
    virtual void onPaymentCreated(const rastro::Payment &payment) = 0;

Q_SIGNALS:
    void tokenBound(const rastro::TokenBinding &binding);
    void paymentAttached(const rastro::PaymentAttribution &attribution);
};

} // namespace rastro
