// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/catalog/plugincatalog.h"
#include "plugins/host/hostbotcontext.h"
#include "rastro/paymentgatewayplugin.h"
#include "rastro/pixelplugin.h"
#include "rastro/trackingplugin.h"

#include <memory>

namespace rastro::plugins {

/// One instance together with the context that must outlive it. Delete it with deleteLater(): it may be one of its own
/// callbacks that asks for it.
class RunningPlugin : public QObject
{
    Q_OBJECT

public:
    /// Makes the instance, whose calls are among `operations`. Errors: "plugin.create" (what the factory said),
    /// "plugin.threw", "plugin.kind". What a callback throws later is reported by threw().
    [[nodiscard]] static Result<std::unique_ptr<RunningPlugin>>
    create(const CatalogEntry &entry, const Enablement &enablement, const QJsonObject &settings,
           const HostServices &services, const OperationRunner &operations);

    [[nodiscard]] HostBotContext &context() { return m_context; }
    [[nodiscard]] PluginInstance *instance() const { return m_instance.get(); }
    /// The instance by its kind; nullptr if it is of another.
    [[nodiscard]] TrackingPlugin *tracking() const { return qobject_cast<TrackingPlugin *>(instance()); }
    [[nodiscard]] PaymentGatewayPlugin *gateway() const { return qobject_cast<PaymentGatewayPlugin *>(instance()); }
    [[nodiscard]] PixelPlugin *pixel() const { return qobject_cast<PixelPlugin *>(instance()); }

Q_SIGNALS:
    void threw(const QString &what);

private:
    RunningPlugin(const CatalogEntry &entry, const Enablement &enablement, const QJsonObject &settings,
                  const HostServices &services, const OperationRunner &operations);

    [[nodiscard]] Result<void> instantiate(const CatalogEntry &entry);

    HostBotContext m_context;
    std::unique_ptr<PluginInstance> m_instance; // after the context, so that it goes first
};

} // namespace rastro::plugins
