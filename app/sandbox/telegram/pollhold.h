// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/apicall.h"
#include "sandbox/telegram/sandboxbot.h"

#include <QtCore/QObject>
#include <functional>
#include <memory>
#include <unordered_map>

namespace rastro::sandbox {

using ReplyTo = std::function<void(const HttpReply &)>;

/// getUpdates: holds long polls until an update comes or their time is over, with the server's manners: one poller a
/// bot (the older one gets 409), none while a webhook is set, the guard against repeated offsets. Core thread only.
class PollHold
{
public:
    explicit PollHold(Clock &clock)
        : m_clock(clock)
    {
    }

    void poll(SandboxBot &bot, const ApiCall &call, ReplyTo reply);

    /// Something may have been queued: answers the poll that waits.
    void wake(SandboxBot &bot);

    /// Ends the poll that waits with a 409, as setWebhook does.
    void terminate(SandboxBot &bot, const QString &why);

    /// Ends all polls that wait, with no updates: the sandbox is about to close.
    void endAll();

    [[nodiscard]] bool isWaiting(const SandboxBot &bot) const;

private:
    struct Waiting
    {
        ReplyTo reply;
        int limit = 100;
        std::unique_ptr<QObject> context = std::make_unique<QObject>(); ///< Its deadline dies with it.
    };
    struct Repetition
    {
        qint64 offset = 0;
        Micros at = 0;
    };

    void guardRepetition(qint64 botId, qint64 offset, int &timeout, int &limit);
    void answer(SandboxBot &bot);

    Clock &m_clock;
    std::unordered_map<qint64, Waiting> m_waiting;
    QHash<qint64, Repetition> m_last;
};

} // namespace rastro::sandbox
