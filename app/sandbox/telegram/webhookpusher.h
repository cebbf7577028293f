// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/httpclient.h"
#include "sandbox/telegram/sandboxbot.h"

#include <QtCore/QObject>
#include <QtCore/QSet>
#include <functional>

namespace rastro::sandbox {

/// Posts updates to the bots' webhooks as Telegram does: order kept within a queue, queues side by side, anything but
/// a 2xx is posted again (at once, then after 2, 4, 8 … 60 s) until the update expires. Core thread only.
class WebhookPusher
{
public:
    /// What a bot answered in the body of its 2xx: a method to carry out (Bot API, Making requests when getting
    /// updates).
    using InlineCall = std::function<void(SandboxBot &, const QByteArray &body)>;

    /// `http` may be null: then nothing is ever posted.
    WebhookPusher(HttpClient *http, Clock &clock, InlineCall onInlineCall);

    /// Posts what waits and may go.
    void kick(SandboxBot &bot);

private:
    struct Queue
    {
        bool inFlight = false;
        int failures = 0;
        Micros notBefore = 0;
    };
    struct Pushes
    {
        QHash<QString, Queue> queues;
        int inFlight = 0;
    };

    void post(SandboxBot &bot, const QueuedUpdate &update);
    void settle(SandboxBot &bot, const QueuedUpdate &update, const Result<HttpAnswer> &answer);
    void retryLater(SandboxBot &bot, Queue &queue, const Result<HttpAnswer> &answer);

    HttpClient *m_http;
    Clock &m_clock;
    const InlineCall m_onInlineCall;
    QHash<qint64, Pushes> m_bots;
    QObject m_context;
};

} // namespace rastro::sandbox
