// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/uptime.h"
#include "plugins/host/fence.h"
#include "rastro/clock.h"
#include "rastro/operation.h"
#include "rastro/plugininstance.h"

#include <QtCore/QHash>

namespace rastro::plugins {

/// Drives the long calls of plugins: each gets an Operation with a deadline, and its caller exactly one result,
/// whatever the plugin does. Core thread only.
class OperationRunner : public QObject
{
    Q_OBJECT

public:
    /// `uptime`: by which the time of a call is over, also for who was paused or slept meanwhile.
    explicit OperationRunner(Clock &clock, core::Uptime uptime = core::uptime, QObject *parent = nullptr)
        : QObject(parent)
        , m_clock(clock)
        , m_uptime(std::move(uptime))
    {
    }

    /// Calls `call` with a new operation and, while `context` lives, `then` with its result: once, always in a later
    /// turn of the event loop. `what` names the call for people ("createCharge"). Errors of the host's own:
    /// "plugin.deadline" (retry), "plugin.threw" and "plugin.gone" (retry: the plugin was disabled), all with
    /// outcomeUnknown.
    template <class T, class Call, class Then>
    void start(PluginInstance &instance, const QString &what, std::chrono::milliseconds deadline, Call &&call,
               QObject *context, Then then)
    {
        auto *operation = new Operation<T>(this);
        operation->onFinished(context, [operation, context, then = std::move(then)](Result<T> result) {
            // Cut short, nobody knows what happened at the other side, whatever the plugin says.
            if (!result && operation->isAborted())
                result.error().outcomeUnknown = true;
            QMetaObject::invokeMethod(
                context, [then, result = std::move(result)] { then(result); }, Qt::QueuedConnection);
        });
        watch(instance, what, deadline, operation, [operation](const Error &error) { operation->fail(error); });
        if (const auto thrown = thrownBy([&] { call(operation); }))
            blame(instance, what, operation, *thrown);
    }

    /// How long what is done by this instance for `context` may still take: as long as the operation that is the
    /// context or an ancestor of it; if none is, as long as the youngest that the instance has open. Nothing open: no
    /// limit.
    [[nodiscard]] std::optional<std::chrono::milliseconds> timeLeft(const BotContext &bot,
                                                                    const QObject *context) const;

    /// Aborts what this instance has not finished, and ends it with "plugin.gone".
    void giveUp(const PluginInstance &instance);

Q_SIGNALS:
    /// It let a deadline pass. `reason` is a sentence, as below.
    void wasLate(const rastro::PluginInstance *instance, const QString &reason);
    /// It finished an operation before anybody gave up on it.
    void finishedInTime(const rastro::PluginInstance *instance);
    /// It finished an operation twice: a defect.
    void finishedTwice(const rastro::PluginInstance *instance, const QString &reason);
    /// It threw an exception. `reason` is a sentence.
    void threw(const rastro::PluginInstance *instance, const QString &reason);

private:
    struct Watched
    {
        const PluginInstance *instance;
        QString what;
        std::chrono::milliseconds until; // By m_uptime.
        std::function<void(const Error &)> fail;
    };

    void watch(const PluginInstance &instance, const QString &what, std::chrono::milliseconds deadline,
               OperationBase *operation, std::function<void(const Error &)> fail);
    void onFinished(OperationBase *operation);
    void onDeadline(OperationBase *operation, std::chrono::milliseconds deadline);
    void blame(const PluginInstance &instance, const QString &what, OperationBase *operation, const QString &thrown);
    /// Aborts, then ends it with the error unless the plugin did so itself.
    void end(OperationBase *operation, const QString &code, const QString &message);

    Clock &m_clock;
    const core::Uptime m_uptime;
    QHash<OperationBase *, Watched> m_open;
};

} // namespace rastro::plugins
