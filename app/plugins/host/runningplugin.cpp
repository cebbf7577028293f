// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/runningplugin.h"

#include "plugins/host/fence.h"
#include "rastro/plugin.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

bool isOfKind(const PluginInstance *instance, PluginKind kind)
{
    switch (kind) {
    case PluginKind::Tracking:
        return qobject_cast<const TrackingPlugin *>(instance);
    case PluginKind::Gateway:
        return qobject_cast<const PaymentGatewayPlugin *>(instance);
    case PluginKind::Pixel:
        break;
    }
    return qobject_cast<const PixelPlugin *>(instance);
}

} // namespace

RunningPlugin::RunningPlugin(const CatalogEntry &entry, const Enablement &enablement, const QJsonObject &settings,
                             const HostServices &services, const OperationRunner &operations)
    : m_context(enablement, settings, entry.manifest.settings.secretValues(settings), services, operations,
                [self = QPointer(this)](const QString &what) {
                    if (self)
                        Q_EMIT self->threw(what);
                })
{
}

Result<std::unique_ptr<RunningPlugin>> RunningPlugin::create(const CatalogEntry &entry, const Enablement &enablement,
                                                             const QJsonObject &settings, const HostServices &services,
                                                             const OperationRunner &operations)
{
    std::unique_ptr<RunningPlugin> running(new RunningPlugin(entry, enablement, settings, services, operations));
    if (const auto made = running->instantiate(entry); !made)
        return failure(made.error().code, running->m_context.redacted(made.error().message), made.error().kind);
    return running;
}

Result<void> RunningPlugin::instantiate(const CatalogEntry &entry)
{
    Result<std::unique_ptr<PluginInstance>> made;
    if (const auto thrown = thrownBy([&] { made = entry.plugin->create(m_context); }))
        return failure(
            u"plugin.threw"_s,
            u"It threw an exception when it was to start: %1. Check its settings or report it to its maker."_s.arg(
                *thrown));
    if (!made)
        return failure(u"plugin.create"_s, made.error().message, made.error().kind);
    m_instance = std::move(*made);
    if (!m_instance || !isOfKind(m_instance.get(), entry.manifest.kind))
        return failure(
            u"plugin.kind"_s,
            u"Its metadata say that it is a %1 plugin, but it makes something else: report it to its maker."_s.arg(
                kindName(entry.manifest.kind)));
    return {};
}

} // namespace rastro::plugins
