// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/pollhold.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::sandbox {

namespace {

constexpr int longestPoll = 50; // seconds, whatever was asked for
constexpr int mostUpdates = 100;
constexpr Micros quickRepetition = 3'000'000;
constexpr Micros instantRepetition = 500'000;

HttpReply batchOf(SandboxBot &bot, int limit)
{
    QByteArray body = R"({"ok":true,"result":[)";
    bool first = true;
    const QList<QueuedUpdate> updates = bot.queue.head(limit);
    for (const QueuedUpdate &update : updates) {
        body += (first ? QByteArray() : ",\n") + update.raw;
        first = false;
    }
    for (const QueuedUpdate &update : updates) {
        if (update.again)
            bot.queue.remove(update.id);
    }
    return {200, body + "]}"};
}

} // namespace

void PollHold::poll(SandboxBot &bot, const ApiCall &call, ReplyTo reply)
{
    const QJsonObject &params = call.params;
    if (!bot.webhook.url.isEmpty()) {
        reply(
            toReply(refusal(409, u"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
                                 "delete the webhook first"_s)));
        return;
    }
    terminate(bot, u"terminated by other getUpdates request; make sure that only one bot instance is running"_s);
    if (params.contains("allowed_updates"_L1))
        bot.queue.allow(params["allowed_updates"_L1].toVariant().toStringList());
    int timeout = std::clamp(params["timeout"_L1].toInt(0), 0, longestPoll);
    int limit = std::clamp(params["limit"_L1].toInt(mostUpdates), 1, mostUpdates);
    const qint64 offset = params["offset"_L1].toInteger();
    guardRepetition(bot.id, offset, timeout, limit);
    bot.queue.confirm(offset, m_clock.now());
    if (timeout == 0 || !bot.queue.waiting().isEmpty()) {
        reply(batchOf(bot, limit));
        return;
    }
    Waiting &waiting = m_waiting[bot.id];
    waiting.reply = std::move(reply);
    waiting.limit = limit;
    m_clock.after(std::chrono::seconds(timeout), waiting.context.get(), [this, &bot] { answer(bot); });
}

// The same offset again: "within 3 s with a timeout below 3, the timeout is 3; within 0.5 s, one update a call".
void PollHold::guardRepetition(qint64 botId, qint64 offset, int &timeout, int &limit)
{
    const Repetition last = m_last.value(botId);
    const Micros now = m_clock.now();
    if (last.at > 0 && last.offset == offset) {
        if (now - last.at < quickRepetition)
            timeout = std::max(timeout, 3);
        if (now - last.at < instantRepetition)
            limit = 1;
    }
    m_last.insert(botId, {offset, now});
}

void PollHold::wake(SandboxBot &bot)
{
    bot.queue.expire(m_clock.now());
    if (isWaiting(bot) && !bot.queue.waiting().isEmpty())
        answer(bot);
}

void PollHold::answer(SandboxBot &bot)
{
    auto node = m_waiting.extract(bot.id);
    if (!node.empty())
        node.mapped().reply(batchOf(bot, node.mapped().limit));
}

void PollHold::terminate(SandboxBot &bot, const QString &why)
{
    auto node = m_waiting.extract(bot.id);
    if (!node.empty())
        node.mapped().reply(toReply(refusal(409, u"Conflict: "_s + why)));
}

void PollHold::endAll()
{
    for (const auto &[botId, waiting] : std::exchange(m_waiting, {}))
        waiting.reply({200, R"({"ok":true,"result":[]})"});
}

bool PollHold::isWaiting(const SandboxBot &bot) const
{
    return m_waiting.contains(bot.id);
}

} // namespace rastro::sandbox
