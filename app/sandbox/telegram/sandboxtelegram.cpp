// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/sandboxtelegram.h"

#include "sandbox/telegram/apischema.h"
#include "sandbox/telegram/botmethods.h"
#include "sandbox/telegram/chatviews.h"

#include <QtCore/QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::sandbox {

namespace {

constexpr size_t mostCalls = 10'000;
constexpr std::chrono::milliseconds silence = 2min;

HttpReply proxyPage()
{
    return {502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "text/html", {}};
}

bool happensBefore(const TelegramFault &fault)
{
    using Kind = TelegramFault::Kind;
    return fault.kind == Kind::Refusal || fault.kind == Kind::ProxyPage || fault.kind == Kind::Silence;
}

} // namespace

SandboxTelegram::SandboxTelegram(Clock &clock, HttpClient *http, SandboxLimits limits)
    : m_clock(clock)
    , m_limits(limits)
    , m_people(clock, [this](SandboxBot &bot) { onUpdate(bot); })
    , m_polls(clock)
    , m_pusher(http, clock, [this](SandboxBot &bot, const QByteArray &body) { inlineCall(bot, body); })
{
}

SandboxBot &SandboxTelegram::addBot(const QString &token, const QString &username, const QString &name)
{
    const qint64 id = token.section(u':', 0, 0).toLongLong();
    SandboxBot &bot = m_bots[id];
    bot.id = id;
    bot.token = token;
    bot.username = username;
    bot.name = name;
    return bot;
}

SandboxBot *SandboxTelegram::bot(qint64 id)
{
    const auto known = m_bots.find(id);
    return known == m_bots.end() ? nullptr : &known->second;
}

SandboxBot *SandboxTelegram::bot(const QString &username)
{
    for (auto &[id, bot] : m_bots) {
        if (bot.username.compare(username, Qt::CaseInsensitive) == 0)
            return &bot;
    }
    return nullptr;
}

SandboxBot *SandboxTelegram::botByToken(const QString &token)
{
    SandboxBot *known = bot(token.section(u':', 0, 0).toLongLong());
    return known != nullptr && known->token == token && !known->revoked ? known : nullptr;
}

void SandboxTelegram::handle(const QByteArray &method, const QString &path, const QByteArray &query,
                             const Headers &headers, const QByteArray &body, ReplyTo reply)
{
    if (path.startsWith(u"/sandbox/telegram/"_s))
        reply(ChatViews(*this).answer(method, path, query, body));
    else if (path.startsWith(u"/bot"_s))
        answerCall(path, query, headers, body, std::move(reply));
    else
        reply(toReply(refusal(404, u"Not Found"_s)));
}

void SandboxTelegram::answerCall(const QString &path, const QByteArray &query, const Headers &headers,
                                 const QByteArray &body, ReplyTo reply)
{
    const auto call = readCall(path, query, headers, body);
    if (!call) {
        reply(toReply(tl::unexpected(call.error())));
        return;
    }
    SandboxBot *bot = botByToken(call->token);
    reply = recorded(bot, *call, std::move(reply));
    const auto fault = m_faults.take(call->method);
    if (fault && happensBefore(*fault)) {
        spoilt(*fault, std::move(reply))({});
        return;
    }
    if (const auto refused = refusalOf(bot, *call)) {
        reply(toReply(tl::unexpected(*refused)));
        return;
    }
    carryOut(*bot, *call, fault, std::move(reply));
}

std::optional<ApiRefusal> SandboxTelegram::refusalOf(const SandboxBot *bot, const ApiCall &call) const
{
    if (bot == nullptr)
        return ApiRefusal{401, u"Unauthorized"_s, 0};
    if (call.method.isEmpty())
        return ApiRefusal{404, u"Not Found: method not found"_s, 0};
    const auto files = call.files.keys();
    const auto flaw =
        ApiSchema::builtIn().flawOfCall(call.method, call.params, QSet<QString>(files.begin(), files.end()));
    if (flaw)
        return ApiRefusal{400, u"Bad Request: "_s + *flaw, 0};
    return {};
}

void SandboxTelegram::carryOut(SandboxBot &bot, const ApiCall &call, const std::optional<TelegramFault> &fault,
                               ReplyTo reply)
{
    if (fault)
        reply = spoilt(*fault, std::move(reply));
    if (call.method == u"getUpdates"_s) {
        m_polls.poll(bot, call, std::move(reply));
        return;
    }
    const ApiOutcome outcome = runMethod({bot, call, m_limits, m_clock.now()});
    if (!m_calls.empty())
        m_calls.back().effect = outcome.has_value();
    if (!bot.webhook.url.isEmpty()) {
        m_polls.terminate(bot, u"terminated by setWebhook request"_s);
        m_pusher.kick(bot);
    }
    reply(toReply(outcome));
}

// Notes the call, and its status once it is answered.
ReplyTo SandboxTelegram::recorded(const SandboxBot *bot, const ApiCall &call, ReplyTo reply)
{
    m_calls.push_back({m_clock.now(), bot == nullptr ? 0 : bot->id, call.method, call.params, 0, false});
    if (m_calls.size() > mostCalls) {
        m_calls.pop_front();
        ++m_callsForgotten;
    }
    const quint64 number = m_callsForgotten + m_calls.size() - 1;
    return [this, number, reply = std::move(reply)](const HttpReply &answer) {
        if (number >= m_callsForgotten)
            m_calls[number - m_callsForgotten].status = answer.status;
        reply(answer);
    };
}

ReplyTo SandboxTelegram::spoilt(const TelegramFault &fault, ReplyTo reply)
{
    return [this, fault, reply = std::move(reply)](HttpReply answer) {
        switch (fault.kind) {
        case TelegramFault::Kind::Refusal:
            reply(toReply(tl::unexpected(ApiRefusal{fault.code, fault.description, fault.retryAfter})));
            return;
        case TelegramFault::Kind::ProxyPage:
        case TelegramFault::Kind::LateProxyPage:
            reply(proxyPage());
            return;
        case TelegramFault::Kind::Silence:
        case TelegramFault::Kind::LostAnswer:
            keepSilent(reply);
            return;
        case TelegramFault::Kind::CutAnswer:
            answer.body.truncate(answer.body.size() * 2 / 3);
            reply(answer);
            return;
        }
    };
}

void SandboxTelegram::keepSilent(ReplyTo reply)
{
    m_clock.after(silence, &m_context, [reply = std::move(reply)] { reply({504, {}, "text/plain", {}}); });
}

// Bot API, Making requests when getting updates: a method in the body of the 2xx is carried out without an answer.
void SandboxTelegram::inlineCall(SandboxBot &bot, const QByteArray &body)
{
    QJsonObject params = QJsonDocument::fromJson(body).object();
    const QString method = params.take(u"method"_s).toString();
    if (!method.isEmpty())
        answerCall(u"/bot%1/%2"_s.arg(bot.token, method), {}, {{"content-type", "application/json"}},
                   QJsonDocument(params).toJson(), [](const HttpReply &) {});
}

void SandboxTelegram::onUpdate(SandboxBot &bot)
{
    m_polls.wake(bot);
    m_pusher.kick(bot);
}

void SandboxTelegram::injectUpdate(qint64 botId, const QByteArray &raw)
{
    if (SandboxBot *to = bot(botId)) {
        to->queue.pushRaw(raw, m_clock.now());
        onUpdate(*to);
    }
}

void SandboxTelegram::repeatUpdates(qint64 botId, int count)
{
    if (SandboxBot *to = bot(botId)) {
        to->queue.repeat(count, m_clock.now());
        onUpdate(*to);
    }
}

int SandboxTelegram::effects(const QString &method) const
{
    return static_cast<int>(std::count_if(m_calls.begin(), m_calls.end(), [&](const RecordedCall &call) {
        return call.method == method && call.effect;
    }));
}

QList<ChatLine> SandboxTelegram::messages(qint64 botId, qint64 personId) const
{
    const auto bot = m_bots.find(botId);
    if (bot == m_bots.end())
        return {};
    const auto chat = bot->second.chats.find(personId);
    return chat == bot->second.chats.end() ? QList<ChatLine>() : chat->second.lines;
}

} // namespace rastro::sandbox
