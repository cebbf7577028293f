// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/host/operationrunner.h"
#include "plugins/host/runningplugin.h"

#include <map>

namespace rastro::plugins {

struct EnabledGateway
{
    QString id;
    PaymentGatewayPlugin *plugin;
};

struct EnabledPixel
{
    QString id;
    PixelPlugin *plugin;
};

/// The plugin instances of all bots and pools. Enabling and disabling takes effect at once and touches no other
/// instance; an instance that fails is taken down with a reason, and everything else runs on. Owns the instances; a
/// pointer from an accessor is good until instanceGone() or instanceFailed() says otherwise. Core thread only.
class PluginHost : public QObject
{
    Q_OBJECT

public:
    /// The catalog outlives the host.
    PluginHost(const PluginCatalog &catalog, const HostServices &services, QObject *parent = nullptr);
    ~PluginHost() override;

    /// The settings with defaults, or why they are refused. Changes nothing. Errors: "plugin.unknown", "plugin.scope"
    /// (a pool takes pixels only), "settings.invalid".
    [[nodiscard]] Result<QJsonObject> check(const Enablement &wanted) const;

    /// Makes the instance, or a new one if the settings changed; the same enablement again changes nothing. On an error
    /// (those of check(), of RunningPlugin::create(), or "plugin.second_tracking") an instance that ran runs on with
    /// its old settings, and states() has the reason.
    Result<void> enable(const Enablement &wanted);

    /// Aborts the instance's operations and deletes it. Safe from within its own callbacks.
    void disable(const PluginScope &scope, const QString &pluginId);

    /// Enables and disables until exactly these run. An instance whose enablement is unchanged stays the same object,
    /// and one that failed is not tried again until its settings change.
    void reconcile(const QList<Enablement> &desired);

    [[nodiscard]] TrackingPlugin *tracking(qint64 botId) const;
    [[nodiscard]] PaymentGatewayPlugin *gateway(qint64 botId, const QString &id) const;
    /// By id.
    [[nodiscard]] QList<EnabledGateway> gateways(qint64 botId) const;
    /// By id.
    [[nodiscard]] QList<EnabledPixel> pixels(const PluginScope &scope) const;
    /// The settings of a running instance, defaults filled in; empty if it does not run.
    [[nodiscard]] QJsonObject settings(const PluginScope &scope, const QString &pluginId) const;
    /// All that is enabled, by scope and id.
    [[nodiscard]] QList<InstanceReport> states() const;

    /// Tells the bot's tracking plugin. Nothing happens if it has none.
    void tellStarted(const Start &start);
    /// Tells the bot's tracking plugin. Nothing happens if it has none.
    void tellPaymentCreated(const Payment &payment);
    /// Tells every plugin of the bot.
    void tellPaymentChanged(const Payment &payment, PaymentStatus from);

    /// Starts long calls: host.operations().start<Charge>(…).
    [[nodiscard]] OperationRunner &operations() { return m_operations; }

Q_SIGNALS:
    void instanceReady(const rastro::core::PluginScope &scope, const QString &pluginId);
    void instanceGone(const rastro::core::PluginScope &scope, const QString &pluginId);
    /// It is marked failing (it runs on) or failed (it does not): see states().
    void instanceFailed(const rastro::core::PluginScope &scope, const QString &pluginId, const QString &reason);
    /// A signal ("started") was emitted to it, which took that long.
    void wasTold(const QString &pluginId, const QString &signal, double seconds, bool threw);

private:
    using Key = std::pair<PluginScope, QString>;

    struct Record
    {
        Enablement wanted;
        InstanceState state = InstanceState::Failed;
        QString reason;
        RunningPlugin *running = nullptr; // a child of the host
        bool isPassing = false;
    };

    [[nodiscard]] Result<void> place(const Enablement &wanted);
    [[nodiscard]] const TrackingPlugin *otherTracking(const Enablement &wanted) const;
    [[nodiscard]] RunningPlugin *running(const PluginScope &scope, const QString &id) const;
    [[nodiscard]] QList<RunningPlugin *> runningOn(const PluginScope &scope) const;
    void adopt(const Key &key, const Enablement &wanted, std::unique_ptr<RunningPlugin> running);
    void retire(const Key &key, RunningPlugin *leaving);
    /// `isPassing`: over once the instance does better.
    void markFailing(const Key &key, const QString &reason, bool isPassing = false);
    void markRecovered(const Key &key);
    void markFailed(const Key &key, const QString &reason);
    [[nodiscard]] std::optional<Key> keyOf(const PluginInstance *instance) const;
    [[nodiscard]] std::optional<Key> keyOf(const RunningPlugin *running) const;
    template <class Tell>
    void tell(RunningPlugin *running, const QString &signal, const QString &what, Tell call);

    const PluginCatalog &m_catalog;
    HostServices m_services;
    OperationRunner m_operations;
    std::map<Key, Record> m_records;
};

} // namespace rastro::plugins
