// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/dispatch/plugindispatch.h"

#include "plugins/host/fence.h"
#include "rastro/paymentgatewayplugin.h"
#include "rastro/pixelplugin.h"
#include "rastro/trackingplugin.h"

using namespace Qt::StringLiterals;

namespace rastro::plugins {

using core::PluginRoster;

PluginDispatch::PluginDispatch(PluginHost &host, QObject *parent)
    : QObject(parent)
    , m_host(host)
{
    connect(&m_host, &PluginHost::instanceReady, this,
            [this](const PluginScope &scope, const QString &) { listen(scope); });
    connect(&m_host, &PluginHost::wasTold, this,
            [this](const QString &pluginId, const QString &signal, double seconds, bool threw) {
                m_tally.add(pluginId, signal, threw ? u"threw"_s : u"ok"_s, seconds);
            });
}

void PluginDispatch::listen(const PluginScope &scope)
{
    auto *tracking = scope.kind == PluginScope::Bot ? m_host.tracking(scope.id) : nullptr;
    if (!tracking || m_heard.value(scope.id) == tracking)
        return;
    m_heard.insert(scope.id, tracking);
    connect(tracking, &TrackingPlugin::tokenBound, this, [this, bot = scope.id](const TokenBinding &binding) {
        if (m_tokenBound)
            m_tokenBound(bot, binding);
    });
    connect(tracking, &TrackingPlugin::paymentAttached, this,
            [this, bot = scope.id](const PaymentAttribution &attribution) {
                if (m_paymentAttached)
                    m_paymentAttached(bot, attribution);
            });
}

bool PluginDispatch::emitStarted(const Start &start)
{
    if (!m_host.tracking(start.botId))
        return false;
    m_host.tellStarted(start);
    return true;
}

bool PluginDispatch::emitPaymentCreated(const Payment &payment)
{
    if (!m_host.tracking(payment.botId))
        return false;
    m_host.tellPaymentCreated(payment);
    return true;
}

void PluginDispatch::emitPaymentChanged(const Payment &payment, PaymentStatus from)
{
    m_host.tellPaymentChanged(payment, from);
}

void PluginDispatch::onTokenBound(std::function<void(qint64, const TokenBinding &)> handler)
{
    m_tokenBound = std::move(handler);
}

void PluginDispatch::onPaymentAttached(std::function<void(qint64, const PaymentAttribution &)> handler)
{
    m_paymentAttached = std::move(handler);
}

QString PluginDispatch::gatewayOf(qint64 botId) const
{
    const auto gateways = m_host.gateways(botId);
    return gateways.isEmpty() ? QString() : gateways.first().id;
}

std::optional<GatewayCapabilities> PluginDispatch::capabilities(qint64 botId, const QString &gateway) const
{
    const auto *plugin = m_host.gateway(botId, gateway);
    std::optional<GatewayCapabilities> result;
    if (!plugin || thrownBy([&] { result = plugin->capabilities(); }))
        return std::nullopt;
    return result;
}

namespace {

using Steady = std::chrono::steady_clock;

double secondsSince(Steady::time_point begun)
{
    return std::chrono::duration<double>(Steady::now() - begun).count();
}

template <class T>
QString outcome(const Result<T> &result)
{
    return result ? u"ok"_s : outcomeOf(result.error());
}

} // namespace

// The desks that call live as long as this does.
template <class T>
PluginDispatch::Then<T> PluginDispatch::tallied(const QString &pluginId, const QString &call, Then<T> then)
{
    return [this, pluginId, call, then = std::move(then), begun = Steady::now()](const Result<T> &result) {
        m_tally.add(pluginId, call, outcome(result), secondsSince(begun));
        then(result);
    };
}

template <class T>
void PluginDispatch::answerGone(const QString &pluginId, QObject *context, const Then<T> &then) const
{
    const Error gone{.code = u"plugin.gone"_s,
                     .message = u"The plugin “%1” is not running here."_s.arg(pluginId),
                     .kind = ErrorClass::Retry};
    QMetaObject::invokeMethod(
        context, [then, gone] { then(tl::unexpected<Error>(gone)); }, Qt::QueuedConnection);
}

void PluginDispatch::createCharge(qint64 botId, const QString &gateway, const ChargeRequest &request, QObject *context,
                                  Then<Charge> then)
{
    auto *plugin = m_host.gateway(botId, gateway);
    if (!plugin) {
        answerGone(gateway, context, then);
        return;
    }
    m_host.operations().start<Charge>(
        *plugin, u"createCharge"_s, ChargeDeadline,
        [&](Operation<Charge> *operation) { plugin->createCharge(request, operation); }, context,
        tallied(gateway, u"createCharge"_s, std::move(then)));
}

void PluginDispatch::fetchCharge(qint64 botId, const QString &gateway, const ChargeReference &charge, QObject *context,
                                 Then<ChargeSnapshot> then)
{
    auto *plugin = m_host.gateway(botId, gateway);
    if (!plugin) {
        answerGone(gateway, context, then);
        return;
    }
    m_host.operations().start<ChargeSnapshot>(
        *plugin, u"fetchCharge"_s, ChargeDeadline,
        [&](Operation<ChargeSnapshot> *operation) { plugin->fetchCharge(charge, operation); }, context,
        tallied(gateway, u"fetchCharge"_s, std::move(then)));
}

Result<NoticeHint> PluginDispatch::parseNotice(qint64 botId, const QString &gateway, const Notice &notice)
{
    const auto *plugin = m_host.gateway(botId, gateway);
    Result<NoticeHint> hint =
        failure(u"plugin.gone"_s, u"The gateway “%1” is not running on this bot."_s.arg(gateway), ErrorClass::Retry);
    if (!plugin)
        return hint;
    const auto begun = Steady::now();
    if (const auto thrown = thrownBy([&] { hint = plugin->parseWebhook(notice); }))
        hint = failure(u"plugin.threw"_s, u"The gateway “%1” failed on the notice: %2"_s.arg(gateway, *thrown));
    m_tally.add(gateway, u"parseWebhook"_s, outcome(hint), secondsSince(begun));
    return hint;
}

QUrl PluginDispatch::noticeUrl(qint64 botId, const QString &gateway) const
{
    const auto *plugin = m_host.gateway(botId, gateway);
    return plugin ? plugin->bot().noticeUrl() : QUrl();
}

PixelPlugin *PluginDispatch::pixel(const PluginScope &scope, const QString &pluginId) const
{
    for (const EnabledPixel &enabled : m_host.pixels(scope)) {
        if (enabled.id == pluginId)
            return enabled.plugin;
    }
    return nullptr;
}

void PluginDispatch::deliver(const PluginScope &scope, const QString &pluginId, const QList<ConversionEvent> &events,
                             QObject *context, Then<DeliveryReport> then)
{
    auto *plugin = pixel(scope, pluginId);
    if (!plugin) {
        answerGone(pluginId, context, then);
        return;
    }
    m_host.operations().start<DeliveryReport>(
        *plugin, u"deliver"_s, DeliveryDeadline,
        [&](Operation<DeliveryReport> *operation) { plugin->deliver(events, operation); }, context,
        tallied(pluginId, u"deliver"_s, std::move(then)));
}

int PluginDispatch::batchLimit(const PluginScope &scope, const QString &pluginId, EventName name) const
{
    const auto *plugin = pixel(scope, pluginId);
    int limit = 0;
    if (!plugin || thrownBy([&] { limit = plugin->batchLimit(name); }))
        return 0;
    return limit;
}

PluginRoster PluginDispatch::roster(const QList<PluginScope> &scopes) const
{
    PluginRoster roster;
    for (const PluginScope &scope : scopes) {
        if (scope.kind == PluginScope::Bot && m_host.tracking(scope.id))
            roster.trackedBots.insert(scope.id);
        if (const auto gateway = scope.kind == PluginScope::Bot ? gatewayOf(scope.id) : QString(); !gateway.isEmpty())
            roster.gateways.insert(scope.id, gateway);
        for (const auto &[id, plugin] : m_host.pixels(scope)) {
            core::Pixel pixel{scope, id, {}, {}};
            const auto thrown = thrownBy([&, &pluginRef = *plugin] {
                pixel.destination = pluginRef.destination();
                for (const auto name :
                     {EventName::PageView, EventName::ViewContent, EventName::InitiateCheckout, EventName::Purchase}) {
                    if (pluginRef.wants(name))
                        pixel.wants.insert(name);
                }
            });
            if (!thrown)
                roster.pixels[scope].append(pixel);
        }
    }
    return roster;
}

} // namespace rastro::plugins
