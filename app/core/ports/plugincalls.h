// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/conversionstore.h"
#include "rastro/attribution.h"
#include "rastro/charge.h"

#include <QtCore/QObject>
#include <functional>

namespace rastro::core {

/// The plugins as the use cases see them: calls with a deadline that always answer once. Implemented by app/plugins.
/// Core thread only. Every answer comes on the core thread, while `context` lives.
class PluginCalls
{
public:
    template <class T>
    using Then = std::function<void(const Result<T> &)>;

    virtual ~PluginCalls() = default;

    /// Emits `started` towards the bot's tracking plugin. False: none is enabled, or it failed.
    virtual bool emitStarted(const Start &start) = 0;
    /// Emits `paymentCreated` towards the bot's tracking plugin. False: none is enabled, or it failed.
    virtual bool emitPaymentCreated(const Payment &payment) = 0;
    virtual void emitPaymentChanged(const Payment &payment, PaymentStatus from) = 0;
    /// Where answers of tracking plugins go. Set once, before the first emission.
    virtual void onTokenBound(std::function<void(qint64 botId, const TokenBinding &)> handler) = 0;
    virtual void onPaymentAttached(std::function<void(qint64 botId, const PaymentAttribution &)> handler) = 0;

    /// The gateway that charges for this bot: the first enabled one by id; empty: none.
    [[nodiscard]] virtual QString gatewayOf(qint64 botId) const = 0;
    /// None if the gateway is not enabled on the bot.
    [[nodiscard]] virtual std::optional<GatewayCapabilities> capabilities(qint64 botId,
                                                                          const QString &gateway) const = 0;
    virtual void createCharge(qint64 botId, const QString &gateway, const ChargeRequest &request, QObject *context,
                              Then<Charge> then) = 0;
    virtual void fetchCharge(qint64 botId, const QString &gateway, const ChargeReference &charge, QObject *context,
                             Then<ChargeSnapshot> then) = 0;
    [[nodiscard]] virtual Result<NoticeHint> parseNotice(qint64 botId, const QString &gateway,
                                                         const Notice &notice) = 0;
    [[nodiscard]] virtual QUrl noticeUrl(qint64 botId, const QString &gateway) const = 0;

    virtual void deliver(const PluginScope &scope, const QString &pluginId, const QList<ConversionEvent> &events,
                         QObject *context, Then<DeliveryReport> then) = 0;
    /// 0: the plugin is not enabled there.
    [[nodiscard]] virtual int batchLimit(const PluginScope &scope, const QString &pluginId, EventName name) const = 0;
};

} // namespace rastro::core
