// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/operationrunner.h"

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

// A finished operation stays a while: a plugin that kept the pointer and finishes again is then reported, not a crash.
constexpr std::chrono::minutes lingering{1};

bool isWithin(const QObject *object, const QObject *ancestor)
{
    while (object && object != ancestor)
        object = object->parent();
    return object != nullptr;
}

} // namespace

void OperationRunner::watch(const PluginInstance &instance, const QString &what, std::chrono::milliseconds deadline,
                            OperationBase *operation, std::function<void(const Error &)> fail)
{
    m_open.insert(operation, {&instance, what, m_uptime() + deadline, std::move(fail)});
    connect(operation, &OperationBase::finished, this, [this, operation] { onFinished(operation); });
    connect(operation, &OperationBase::finishedAgain, this, [this, operation, instance = &instance, what] {
        // After an abort a plugin is expected to finish: only who did so twice by itself has a defect.
        if (operation->isAborted())
            return;
        const auto reason = u"It finished %1 twice: the first answer counts. Report it to its maker."_s.arg(what);
        Q_EMIT finishedTwice(instance, reason);
    });
    m_clock.after(deadline, operation, [this, operation, deadline] { onDeadline(operation, deadline); });
}

std::optional<std::chrono::milliseconds> OperationRunner::timeLeft(const BotContext &bot, const QObject *context) const
{
    std::optional<std::chrono::milliseconds> until;
    for (auto it = m_open.begin(); it != m_open.end(); ++it) {
        if (&it->instance->bot() != &bot)
            continue;
        if (isWithin(context, it.key()))
            return it->until - m_uptime();
        until = std::max(until.value_or(it->until), it->until);
    }
    return until ? std::optional(*until - m_uptime()) : std::nullopt;
}

void OperationRunner::onFinished(OperationBase *operation)
{
    const auto watched = m_open.take(operation);
    if (!operation->isAborted())
        Q_EMIT finishedInTime(watched.instance);
    m_clock.after(lingering, operation, [operation] { operation->deleteLater(); });
}

void OperationRunner::onDeadline(OperationBase *operation, std::chrono::milliseconds deadline)
{
    const auto watched = m_open.constFind(operation);
    if (watched == m_open.constEnd())
        return;
    const auto *instance = watched->instance;
    const auto reason =
        u"It did not finish %1 within %2 s: Rastro goes on without it and tries again."_s.arg(watched->what)
            .arg(double(deadline.count()) / 1000);
    end(operation, u"plugin.deadline"_s, reason);
    Q_EMIT wasLate(instance, reason);
}

void OperationRunner::blame(const PluginInstance &instance, const QString &what, OperationBase *operation,
                            const QString &thrown)
{
    const auto reason = u"It threw an exception in %1: %2. Report it to its maker."_s.arg(what, thrown);
    if (m_open.contains(operation))
        end(operation, u"plugin.threw"_s, reason);
    Q_EMIT threw(&instance, reason);
}

void OperationRunner::giveUp(const PluginInstance &instance)
{
    const auto open = m_open;
    for (auto it = open.begin(); it != open.end(); ++it) {
        if (it->instance == &instance)
            end(it.key(), u"plugin.gone"_s, u"The plugin was disabled before it finished %1."_s.arg(it->what));
    }
}

void OperationRunner::end(OperationBase *operation, const QString &code, const QString &message)
{
    const auto watched = m_open.value(operation);
    if (const auto thrown = thrownBy([&] { operation->abort(); })) {
        const auto reason = u"It threw an exception when %1 was aborted: %2."_s.arg(watched.what, *thrown);
        Q_EMIT threw(watched.instance, reason);
    }
    if (operation->isFinished())
        return;
    Error error;
    error.code = code;
    error.message = message;
    error.kind = ErrorClass::Retry;
    error.outcomeUnknown = true;
    watched.fail(error);
}

} // namespace rastro::plugins
