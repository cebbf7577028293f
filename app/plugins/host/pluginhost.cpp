// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/pluginhost.h"

#include "plugins/host/fence.h"

using namespace Qt::StringLiterals;

namespace rastro::plugins {

QString stateName(InstanceState state)
{
    switch (state) {
    case InstanceState::Running:
        return u"running"_s;
    case InstanceState::Failing:
        return u"failing"_s;
    case InstanceState::Failed:
        break;
    }
    return u"failed"_s;
}

PluginHost::PluginHost(const PluginCatalog &catalog, const HostServices &services, QObject *parent)
    : QObject(parent)
    , m_catalog(catalog)
    , m_services(services)
    , m_operations(services.clock, services.uptime)
{
    connect(&m_operations, &OperationRunner::wasLate, this,
            [this](const PluginInstance *instance, const QString &reason) {
                if (const auto key = keyOf(instance))
                    markFailing(*key, reason, true);
            });
    connect(&m_operations, &OperationRunner::finishedInTime, this, [this](const PluginInstance *instance) {
        if (const auto key = keyOf(instance))
            markRecovered(*key);
    });
    connect(&m_operations, &OperationRunner::finishedTwice, this,
            [this](const PluginInstance *instance, const QString &reason) {
                if (const auto key = keyOf(instance))
                    markFailing(*key, reason);
            });
    connect(&m_operations, &OperationRunner::threw, this,
            [this](const PluginInstance *instance, const QString &reason) {
                if (const auto key = keyOf(instance))
                    markFailed(*key, reason);
            });
}

// Those still to be deleted later are children too, and the operations go after them all.
PluginHost::~PluginHost()
{
    for (const auto &[key, record] : std::exchange(m_records, {})) {
        if (record.running)
            m_operations.giveUp(*record.running->instance());
    }
    qDeleteAll(findChildren<RunningPlugin *>(QString(), Qt::FindDirectChildrenOnly));
}

Result<QJsonObject> PluginHost::check(const Enablement &wanted) const
{
    const auto *entry = m_catalog.loaded(wanted.pluginId);
    if (!entry)
        return failure(u"plugin.unknown"_s, m_catalog.whyMissing(wanted.pluginId));
    if (wanted.scope.kind == PluginScope::Pool && entry->manifest.kind != PluginKind::Pixel)
        return failure(u"plugin.scope"_s, u"“%1” is a %2 plugin: enable it on a bot, a pool takes pixels only."_s.arg(
                                              wanted.pluginId, kindName(entry->manifest.kind)));
    return entry->manifest.settings.complete(wanted.settings, wanted.path.isEmpty() ? wanted.pluginId : wanted.path);
}

Result<void> PluginHost::enable(const Enablement &wanted)
{
    const Key key{wanted.scope, wanted.pluginId};
    const auto found = m_records.find(key);
    const bool runsAlready = found != m_records.end() && found->second.running && found->second.wanted == wanted;
    if (runsAlready)
        return {};
    auto placed = place(wanted);
    if (!placed) {
        auto &record = m_records[key];
        record.wanted = wanted;
        record.running ? markFailing(key, u"Its new settings are refused and it runs on with the old ones. "_s +
                                              placed.error().message)
                       : markFailed(key, placed.error().message);
    }
    return placed;
}

Result<void> PluginHost::place(const Enablement &wanted)
{
    auto settings = check(wanted);
    if (!settings)
        return tl::unexpected(settings.error());
    const auto &entry = *m_catalog.loaded(wanted.pluginId);
    if (entry.manifest.kind == PluginKind::Tracking && otherTracking(wanted))
        return failure(u"plugin.second_tracking"_s,
                       u"The bot has a tracking plugin already: disable that one before “%1”."_s.arg(wanted.pluginId));
    auto running = RunningPlugin::create(entry, wanted, *settings, m_services, m_operations);
    if (!running)
        return tl::unexpected(running.error());
    adopt({wanted.scope, wanted.pluginId}, wanted, std::move(*running));
    return {};
}

const TrackingPlugin *PluginHost::otherTracking(const Enablement &wanted) const
{
    for (const auto &[key, record] : m_records) {
        if (key.first == wanted.scope && key.second != wanted.pluginId && record.running && record.running->tracking())
            return record.running->tracking();
    }
    return nullptr;
}

void PluginHost::adopt(const Key &key, const Enablement &wanted, std::unique_ptr<RunningPlugin> running)
{
    running->setParent(this);
    connect(running.get(), &RunningPlugin::threw, this, [this, instance = running.get()](const QString &what) {
        if (const auto owner = keyOf(instance))
            markFailed(*owner, u"It threw an exception: %1. Report it to its maker."_s.arg(what));
    });
    auto *arriving = running.release();
    auto *leaving = m_records[key].running;
    m_records[key] = {wanted, InstanceState::Running, {}, arriving};
    retire(key, leaving);
    if (keyOf(arriving))
        Q_EMIT instanceReady(key.first, key.second);
}

// By now its record says otherwise: who hears of it may enable and disable as it likes.
void PluginHost::retire(const Key &key, RunningPlugin *leaving)
{
    if (!leaving)
        return;
    m_operations.giveUp(*leaving->instance());
    leaving->context().blockSignals(true);
    leaving->deleteLater();
    Q_EMIT instanceGone(key.first, key.second);
}

void PluginHost::disable(const PluginScope &scope, const QString &pluginId)
{
    const Key key{scope, pluginId};
    const auto found = m_records.find(key);
    if (found == m_records.end())
        return;
    auto *leaving = found->second.running;
    m_records.erase(found);
    retire(key, leaving);
}

void PluginHost::reconcile(const QList<Enablement> &desired)
{
    std::map<Key, bool> keep;
    for (const auto &wanted : desired)
        keep[{wanted.scope, wanted.pluginId}] = true;
    QList<Key> surplus;
    for (const auto &[key, record] : m_records) {
        if (!keep.contains(key))
            surplus.append(key);
    }
    for (const auto &[scope, id] : surplus)
        disable(scope, id);
    for (const auto &wanted : desired) {
        const auto found = m_records.find({wanted.scope, wanted.pluginId});
        if (found == m_records.end() || found->second.wanted != wanted)
            (void)enable(wanted); // states() has the reason
    }
}

void PluginHost::markFailing(const Key &key, const QString &reason, bool isPassing)
{
    auto &record = m_records[key];
    const auto told = record.running ? record.running->context().redacted(reason) : reason;
    record.state = InstanceState::Failing;
    record.reason = told;
    record.isPassing = isPassing;
    Q_EMIT instanceFailed(key.first, key.second, told);
}

void PluginHost::markFailed(const Key &key, const QString &reason)
{
    auto &record = m_records[key];
    const auto told = record.running ? record.running->context().redacted(reason) : reason;
    record.state = InstanceState::Failed;
    record.reason = told;
    retire(key, std::exchange(record.running, nullptr));
    Q_EMIT instanceFailed(key.first, key.second, told);
}

void PluginHost::markRecovered(const Key &key)
{
    auto &record = m_records[key];
    if (record.state == InstanceState::Failing && record.isPassing) {
        record.state = InstanceState::Running;
        record.reason.clear();
    }
}

TrackingPlugin *PluginHost::tracking(qint64 botId) const
{
    for (auto *running : runningOn({PluginScope::Bot, botId})) {
        if (auto *tracking = running->tracking())
            return tracking;
    }
    return nullptr;
}

PaymentGatewayPlugin *PluginHost::gateway(qint64 botId, const QString &id) const
{
    auto *found = running({PluginScope::Bot, botId}, id);
    return found ? found->gateway() : nullptr;
}

QList<EnabledGateway> PluginHost::gateways(qint64 botId) const
{
    QList<EnabledGateway> found;
    for (const auto &[key, record] : m_records) {
        if (key.first == PluginScope{PluginScope::Bot, botId} && record.running && record.running->gateway())
            found.append({key.second, record.running->gateway()});
    }
    return found;
}

QList<EnabledPixel> PluginHost::pixels(const PluginScope &scope) const
{
    QList<EnabledPixel> found;
    for (const auto &[key, record] : m_records) {
        if (key.first == scope && record.running && record.running->pixel())
            found.append({key.second, record.running->pixel()});
    }
    return found;
}

QJsonObject PluginHost::settings(const PluginScope &scope, const QString &pluginId) const
{
    auto *found = running(scope, pluginId);
    return found ? found->context().settings() : QJsonObject();
}

QList<InstanceReport> PluginHost::states() const
{
    QList<InstanceReport> reports;
    for (const auto &[key, record] : m_records)
        reports.append({key.first, record.wanted.key, key.second, record.state, record.reason});
    return reports;
}

RunningPlugin *PluginHost::running(const PluginScope &scope, const QString &id) const
{
    const auto found = m_records.find({scope, id});
    return found == m_records.end() ? nullptr : found->second.running;
}

QList<RunningPlugin *> PluginHost::runningOn(const PluginScope &scope) const
{
    QList<RunningPlugin *> found;
    for (const auto &[key, record] : m_records) {
        if (key.first == scope && record.running)
            found.append(record.running);
    }
    return found;
}

std::optional<PluginHost::Key> PluginHost::keyOf(const PluginInstance *instance) const
{
    for (const auto &[key, record] : m_records) {
        if (record.running && record.running->instance() == instance)
            return key;
    }
    return std::nullopt;
}

std::optional<PluginHost::Key> PluginHost::keyOf(const RunningPlugin *running) const
{
    for (const auto &[key, record] : m_records) {
        if (record.running == running)
            return key;
    }
    return std::nullopt;
}

template <class Tell>
void PluginHost::tell(RunningPlugin *running, const QString &signal, const QString &what, Tell call)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto thrown = thrownBy([&] { call(running->context()); });
    const auto key = keyOf(running);
    if (!key)
        return;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    Q_EMIT wasTold(key->second, signal, taken.count(), thrown.has_value());
    if (thrown)
        markFailed(*key,
                   u"It threw an exception when it heard of %1: %2. Report it to its maker."_s.arg(what, *thrown));
}

void PluginHost::tellStarted(const Start &start)
{
    for (auto *running : runningOn({PluginScope::Bot, start.botId})) {
        if (running->tracking())
            tell(running, u"started"_s, u"a start"_s, [&](BotContext &bot) { Q_EMIT bot.started(start); });
    }
}

void PluginHost::tellPaymentCreated(const Payment &payment)
{
    for (auto *running : runningOn({PluginScope::Bot, payment.botId})) {
        if (running->tracking())
            tell(running, u"paymentCreated"_s, u"a payment"_s,
                 [&](BotContext &bot) { Q_EMIT bot.paymentCreated(payment); });
    }
}

void PluginHost::tellPaymentChanged(const Payment &payment, PaymentStatus from)
{
    for (auto *running : runningOn({PluginScope::Bot, payment.botId}))
        tell(running, u"paymentChanged"_s, u"a changed payment"_s,
             [&](BotContext &bot) { Q_EMIT bot.paymentChanged(payment, from); });
}

} // namespace rastro::plugins
