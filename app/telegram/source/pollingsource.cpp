// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/source/pollingsource.h"

#include "telegram/api/verdict.h"

#include <QtCore/QJsonArray>
#include <QtCore/QPointer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace rastro::telegram {

namespace {

// The exchange itself ends 10 s after the poll; if even that says nothing, the poll is given up.
constexpr milliseconds watchdogGrace = 20s;

} // namespace

PollingSource::PollingSource(BotApi api, Clock &clock, Options options, BatchSink sink, QObject *parent)
    : UpdateSource(parent)
    , m_api(std::move(api))
    , m_clock(clock)
    , m_options(std::move(options))
    , m_sink(std::move(sink))
    , m_pace(m_options.random)
{
}

void PollingSource::start()
{
    if (m_round)
        return;
    setState(SourceState::Kind::Starting);
    m_watch = std::make_unique<QObject>();
    watch();
    poll();
}

void PollingSource::stop()
{
    m_watch.reset();
    m_round.reset();
    setState(SourceState::Kind::Stopped);
}

void PollingSource::pollAfter(milliseconds delay)
{
    m_pollingSince = 0;
    m_round = std::make_unique<QObject>();
    m_clock.after(delay, m_round.get(), [this] { poll(); });
}

void PollingSource::poll()
{
    m_round = std::make_unique<QObject>();
    QJsonObject params{{u"limit"_s, 100}, {u"allowed_updates"_s, QJsonArray::fromStringList(m_options.updates)}};
    if (m_options.offset != 0)
        params[u"offset"_s] = m_options.offset;
    m_pollingSince = m_clock.now();
    m_api.getUpdates(params, m_options.pollTimeout, m_round.get(),
                     [this](const BotApi::Updates &updates) { take(updates); });
}

void PollingSource::watch()
{
    const milliseconds patience = m_options.pollTimeout + watchdogGrace;
    m_clock.after(patience / 2, m_watch.get(), [this, patience] {
        if (m_pollingSince != 0 && m_clock.now() - m_pollingSince > duration_cast<microseconds>(patience).count()) {
            setState(SourceState::Kind::Trouble, u"Telegram's connection went silent; a new one is opened."_s);
            Q_EMIT failed({.origin = ApiError::Origin::Transport, .description = u"the connection went silent"_s});
            pollAfter(m_pace.afterTrouble());
        }
        watch();
    });
}

void PollingSource::take(const BotApi::Updates &updates)
{
    const Micros asked = std::exchange(m_pollingSince, 0);
    if (!updates) {
        recover(updates.error());
        return;
    }
    m_lastPollAt = m_clock.now();
    setState(SourceState::Kind::Running);
    Q_EMIT worked();
    if (updates->isEmpty())
        pollAfter(m_pace.afterAnswer(true, duration_cast<milliseconds>(microseconds(m_lastPollAt - asked))));
    else
        store(*updates);
}

void PollingSource::store(const QList<RawUpdate> &updates)
{
    Batch batch{m_options.botId, {}, 0};
    for (const RawUpdate &update : updates) {
        batch.rows.append(inboxRow(m_options.botId, update.updateId, update.raw, m_lastPollAt));
        batch.nextOffset = std::max(batch.nextOffset, update.updateId + 1);
    }
    // Not the maximum of all times: after a quiet week Telegram's ids start anywhere, also lower.
    m_round = std::make_unique<QObject>();
    m_sink(std::move(batch), [this, round = QPointer<QObject>(m_round.get()), next = batch.nextOffset](bool stored) {
        if (round) // neither stopped nor deleted meanwhile
            settle(stored, next);
    });
}

void PollingSource::settle(bool stored, qint64 nextOffset)
{
    if (!stored) {
        setState(SourceState::Kind::Trouble, u"Updates could not be stored; Telegram keeps them and is asked again."_s);
        pollAfter(m_pace.afterTrouble());
        return;
    }
    m_options.offset = nextOffset;
    pollAfter(m_pace.afterAnswer(false, 0ms));
}

void PollingSource::recover(const ApiError &error)
{
    Q_EMIT failed(error);
    const Verdict verdict = classify(error, CallTarget::Bot);
    switch (verdict.remedy) {
    case Remedy::Conflict:
        resolveConflict(error);
        return;
    case Remedy::Revoked:
    case Remedy::WrongAddress:
        m_round.reset();
        setState(SourceState::Kind::Refused,
                 u"Telegram refuses this bot's token (%1). Get the current one from @BotFather and replace it."_s.arg(
                     describe(error)));
        return;
    default:
        setState(SourceState::Kind::Trouble, u"Updates could not be fetched: %1"_s.arg(describe(error)));
        pollAfter(m_pace.afterTrouble(verdict.wait));
    }
}

void PollingSource::resolveConflict(const ApiError &error)
{
    if (!error.description.contains(u"webhook"_s, Qt::CaseInsensitive)) {
        setState(SourceState::Kind::Conflict,
                 u"This bot's token is in use elsewhere: another program reads its updates. Stop that program, or "
                 "revoke the token at @BotFather and enter the new one."_s);
        pollAfter(m_pace.afterConflict());
        return;
    }
    m_round = std::make_unique<QObject>();
    m_api.call(u"getWebhookInfo"_s, {}, m_round.get(), [this](const ApiResult &info) {
        if (info)
            judgeWebhook(QUrl(info->toObject()["url"_L1].toString()));
        else
            recover(info.error());
    });
}

void PollingSource::judgeWebhook(const QUrl &url)
{
    const bool isOurs = m_options.ownWebhooks.isValid() && !m_options.ownWebhooks.isEmpty() &&
                        (m_options.ownWebhooks == url || m_options.ownWebhooks.isParentOf(url));
    if (!isOurs && !url.isEmpty()) {
        setState(SourceState::Kind::Conflict,
                 u"A webhook at %1 receives this bot's updates, and it is not ours. Remove it there, or revoke the "
                 "token at @BotFather and enter the new one."_s.arg(url.host()));
        pollAfter(m_pace.afterConflict());
        return;
    }
    m_api.call(u"deleteWebhook"_s, {{u"drop_pending_updates"_s, false}}, m_round.get(), [this](const ApiResult &done) {
        if (done)
            pollAfter(0ms);
        else
            recover(done.error());
    });
}

} // namespace rastro::telegram
