// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/apicall.h"
#include "sandbox/telegram/personside.h"
#include "sandbox/telegram/pollhold.h"
#include "sandbox/telegram/telegramfault.h"
#include "sandbox/telegram/webhookpusher.h"

#include <deque>
#include <map>

namespace rastro::sandbox {

/// A call that reached the sandbox, for counting effects.
struct RecordedCall
{
    Micros at = 0;
    qint64 botId = 0; ///< 0: no bot has this token.
    QString method;
    QJsonObject params;
    int status = 0;      ///< Of the answer; 0: none yet (a long poll).
    bool effect = false; ///< It took effect, whatever was answered.
};

/// Telegram in one room: the Bot API as strict as its schema and its known limits, and the people at the other end. For
/// `rastro demo` and for tests. Plain values in and out: whoever mounts it on an HTTP server must let only this machine
/// reach it. Core thread only; never blocks.
class SandboxTelegram
{
public:
    /// `clock` must outlive it, and so must `http`, which posts to webhooks; without it webhooks stay silent.
    explicit SandboxTelegram(Clock &clock, HttpClient *http = nullptr, SandboxLimits limits = {});
    Q_DISABLE_COPY_MOVE(SandboxTelegram)

    /// Registers a bot. The token must be one (digits, ':', secret); the digits are its id.
    SandboxBot &addBot(const QString &token, const QString &username, const QString &name);
    /// By id, or by username; null if there is none.
    [[nodiscard]] SandboxBot *bot(qint64 id);
    [[nodiscard]] SandboxBot *bot(const QString &username);
    [[nodiscard]] const std::map<qint64, SandboxBot> &bots() const { return m_bots; }

    /// Answers one request, now or, for a long poll, later: `/bot<token>/<method>` and `/sandbox/telegram/…`, the
    /// people's side as JSON (see ChatViews). `path` is decoded, `query` raw; header names are in lower case.
    void handle(const QByteArray &method, const QString &path, const QByteArray &query, const Headers &headers,
                const QByteArray &body, ReplyTo reply);

    /// What people do.
    [[nodiscard]] PersonSide &people() { return m_people; }
    /// Trouble for the next calls.
    [[nodiscard]] FaultBook &faults() { return m_faults; }

    /// Queues any bytes as an update of a bot, "%1" in them becoming its id: cut-off JSON, unknown kinds.
    void injectUpdate(qint64 botId, const QByteArray &raw);
    /// The bot's last `count` updates come once more.
    void repeatUpdates(qint64 botId, int count);

    /// Answers the long polls that wait, so that the server they wait on can close.
    void endPolls() { m_polls.endAll(); }

    /// Calls so far, oldest first; the last ten thousand.
    [[nodiscard]] const std::deque<RecordedCall> &calls() const { return m_calls; }
    /// How many calls of a method took effect.
    [[nodiscard]] int effects(const QString &method) const;
    /// Lines of a chat, oldest first; empty if there is no such chat.
    [[nodiscard]] QList<ChatLine> messages(qint64 botId, qint64 personId) const;

private:
    void answerCall(const QString &path, const QByteArray &query, const Headers &headers, const QByteArray &body,
                    ReplyTo reply);
    void carryOut(SandboxBot &bot, const ApiCall &call, const std::optional<TelegramFault> &fault, ReplyTo reply);
    [[nodiscard]] SandboxBot *botByToken(const QString &token);
    [[nodiscard]] std::optional<ApiRefusal> refusalOf(const SandboxBot *bot, const ApiCall &call) const;
    [[nodiscard]] ReplyTo recorded(const SandboxBot *bot, const ApiCall &call, ReplyTo reply);
    [[nodiscard]] ReplyTo spoilt(const TelegramFault &fault, ReplyTo reply);
    void keepSilent(ReplyTo reply);
    void inlineCall(SandboxBot &bot, const QByteArray &body);
    void onUpdate(SandboxBot &bot);

    Clock &m_clock;
    const SandboxLimits m_limits;
    std::map<qint64, SandboxBot> m_bots;
    FaultBook m_faults;
    std::deque<RecordedCall> m_calls;
    quint64 m_callsForgotten = 0;
    PersonSide m_people;
    PollHold m_polls;
    WebhookPusher m_pusher;
    QObject m_context;
};

} // namespace rastro::sandbox
