// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/ports/plugincalls.h"
#include "plugins/dispatch/calltally.h"
#include "plugins/host/pluginhost.h"

#include <QtCore/QPointer>

namespace rastro::plugins {

/// The plugins as the use cases call them: finds the instance, starts the operation with its deadline, and hears what
/// tracking plugins answer. Core thread only. The host outlives it.
class PluginDispatch : public QObject, public core::PluginCalls
{
    Q_OBJECT

public:
    /// How long a plugin may take. A charge is asked of a person's patience; the vendor's answer to a batch is not.
    static constexpr std::chrono::seconds ChargeDeadline{20};
    static constexpr std::chrono::seconds DeliveryDeadline{30};

    explicit PluginDispatch(PluginHost &host, QObject *parent = nullptr);

    bool emitStarted(const Start &start) override;
    bool emitPaymentCreated(const Payment &payment) override;
    void emitPaymentChanged(const Payment &payment, PaymentStatus from) override;
    void onTokenBound(std::function<void(qint64, const TokenBinding &)> handler) override;
    void onPaymentAttached(std::function<void(qint64, const PaymentAttribution &)> handler) override;

    [[nodiscard]] QString gatewayOf(qint64 botId) const override;
    [[nodiscard]] std::optional<GatewayCapabilities> capabilities(qint64 botId, const QString &gateway) const override;
    void createCharge(qint64 botId, const QString &gateway, const ChargeRequest &request, QObject *context,
                      Then<Charge> then) override;
    void fetchCharge(qint64 botId, const QString &gateway, const ChargeReference &charge, QObject *context,
                     Then<ChargeSnapshot> then) override;
    [[nodiscard]] Result<NoticeHint> parseNotice(qint64 botId, const QString &gateway, const Notice &notice) override;
    [[nodiscard]] QUrl noticeUrl(qint64 botId, const QString &gateway) const override;

    void deliver(const core::PluginScope &scope, const QString &pluginId, const QList<ConversionEvent> &events,
                 QObject *context, Then<DeliveryReport> then) override;
    [[nodiscard]] int batchLimit(const core::PluginScope &scope, const QString &pluginId,
                                 EventName name) const override;

    /// What transactions need to know of what runs now, for these bots and pools.
    [[nodiscard]] core::PluginRoster roster(const QList<core::PluginScope> &scopes) const;

    [[nodiscard]] const CallTally &tally() const { return m_tally; }

private:
    void listen(const core::PluginScope &scope);
    [[nodiscard]] PixelPlugin *pixel(const core::PluginScope &scope, const QString &pluginId) const;
    template <class T>
    [[nodiscard]] Then<T> tallied(const QString &pluginId, const QString &call, Then<T> then);
    template <class T>
    void answerGone(const QString &pluginId, QObject *context, const Then<T> &then) const;

    PluginHost &m_host;
    CallTally m_tally;
    QHash<qint64, QPointer<TrackingPlugin>> m_heard;
    std::function<void(qint64, const TokenBinding &)> m_tokenBound;
    std::function<void(qint64, const PaymentAttribution &)> m_paymentAttached;
};

} // namespace rastro::plugins
