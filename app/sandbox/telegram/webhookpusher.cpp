// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/webhookpusher.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::sandbox {

namespace {

constexpr std::chrono::milliseconds answerPatience = 60s;
constexpr qint64 longestRetry = 60;
constexpr qint64 longestRetryAfter = 3600;

bool isSuccess(const Result<HttpAnswer> &answer)
{
    return answer && answer->status >= 200 && answer->status < 300;
}

QString reasonOf(const Result<HttpAnswer> &answer)
{
    return answer ? u"Wrong response from the webhook: %1"_s.arg(answer->status) : answer.error().message;
}

// At once, then 2, 4, 8 … s; a Retry-After header is honoured.
std::chrono::seconds retryDelay(int failures, const Result<HttpAnswer> &answer)
{
    const qint64 asked = answer ? answer->header("retry-after").toLongLong() : 0;
    const qint64 backOff = failures <= 1 ? 0 : std::min<qint64>(longestRetry, qint64(1) << std::min(failures - 1, 10));
    return std::chrono::seconds(std::clamp<qint64>(asked, backOff, longestRetryAfter));
}

} // namespace

WebhookPusher::WebhookPusher(HttpClient *http, Clock &clock, InlineCall onInlineCall)
    : m_http(http)
    , m_clock(clock)
    , m_onInlineCall(std::move(onInlineCall))
{
}

void WebhookPusher::kick(SandboxBot &bot)
{
    if (m_http == nullptr || bot.webhook.url.isEmpty())
        return;
    bot.queue.expire(m_clock.now());
    Pushes &pushes = m_bots[bot.id];
    QSet<QString> behind; // queues whose head may not go: what stands behind it waits too
    for (const QueuedUpdate &update : QList<QueuedUpdate>(bot.queue.waiting())) {
        const Queue queue = pushes.queues.value(update.queue);
        const bool mayGo = !queue.inFlight && queue.notBefore <= m_clock.now() && !behind.contains(update.queue);
        behind.insert(update.queue);
        if (mayGo && pushes.inFlight < bot.webhook.maxConnections)
            post(bot, update);
    }
}

void WebhookPusher::post(SandboxBot &bot, const QueuedUpdate &update)
{
    Pushes &pushes = m_bots[bot.id];
    pushes.queues[update.queue].inFlight = true;
    ++pushes.inFlight;
    HttpRequest request = HttpRequest::postJson(bot.webhook.url, update.raw);
    request.timeout = answerPatience;
    if (!bot.webhook.secret.isEmpty())
        request.headers.append({"X-Telegram-Bot-Api-Secret-Token", bot.webhook.secret.toLatin1()});
    m_http->send(request, &m_context,
                 [this, &bot, update](const Result<HttpAnswer> &answer) { settle(bot, update, answer); });
}

void WebhookPusher::settle(SandboxBot &bot, const QueuedUpdate &update, const Result<HttpAnswer> &answer)
{
    Pushes &pushes = m_bots[bot.id];
    --pushes.inFlight;
    Queue &queue = pushes.queues[update.queue];
    queue.inFlight = false;
    if (isSuccess(answer)) {
        queue.failures = 0;
        bot.queue.remove(update.id);
        if (!answer->body.isEmpty())
            m_onInlineCall(bot, answer->body);
    } else {
        retryLater(bot, queue, answer);
    }
    kick(bot);
}

void WebhookPusher::retryLater(SandboxBot &bot, Queue &queue, const Result<HttpAnswer> &answer)
{
    const auto delay = retryDelay(++queue.failures, answer);
    queue.notBefore = m_clock.now() + std::chrono::microseconds(delay).count();
    bot.webhook.lastErrorDate = m_clock.nowSeconds();
    bot.webhook.lastErrorMessage = reasonOf(answer);
    if (delay.count() > 0)
        m_clock.after(delay, &m_context, [this, &bot] { kick(bot); });
}

} // namespace rastro::sandbox
