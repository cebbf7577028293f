// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/outbox/messagedesk.h"

#include "core/desk/crashpoint.h"
#include "telegram/qr/qrpng.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

constexpr int batch = 64;
constexpr std::chrono::microseconds lease = 60s;
// A claimed message is not begun any more when its lease is nearly over: somebody else may claim it then.
constexpr std::chrono::microseconds latestBegin = 25s;
constexpr int qrScale = 8;
constexpr int qrMargin = 4;

Lane laneOf(const QString &purpose)
{
    return purpose == u"delivery" || purpose == u"status" ? Lane::Transactional : Lane::Interactive;
}

QString answerText(const ApiResult &result)
{
    return result ? QString() : describe(result.error());
}

void noteDelivery(core::UnitOfWork &uow, const core::MessageRow &row, const MessageFate &fate, qint64 workspaceId,
                  const QString &answer, Micros now)
{
    if (row.purpose != u"delivery" || fate.state == u"pending")
        return;
    uow.trail().add({.workspaceId = workspaceId,
                     .at = now,
                     .step = u"delivery."_s + fate.state,
                     .botId = row.botId,
                     .telegramUserId = row.chatId,
                     .paymentId = row.paymentId,
                     .text = fate.state == u"sent"_s ? u"The delivery message was sent."_s
                                                     : u"The delivery message was not sent: "_s + answer});
}

} // namespace

MessageDesk::MessageDesk(core::Database &database, Clock &clock, core::RateLimits *shared, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
    , m_shared(shared)
    , m_loop(clock, [this](const core::DueLoop::Done &done) { round(done); })
    , m_scheduler(clock)
{
}

void MessageDesk::addBot(qint64 botId, qint64 workspaceId, const BotApi &api)
{
    m_bots.insert(botId, Sender{workspaceId, api});
    kick();
}

void MessageDesk::removeBot(qint64 botId)
{
    m_bots.remove(botId);
}

void MessageDesk::kick()
{
    m_loop.kick();
}

void MessageDesk::stop()
{
    m_stopped = true;
    m_loop.stop();
}

void MessageDesk::round(const core::DueLoop::Done &done)
{
    struct Claimed
    {
        QList<core::MessageRow> rows;
        std::optional<Micros> nextDue;
    };
    QList<qint64> ready;
    for (auto bot = m_bots.keyBegin(); bot != m_bots.keyEnd(); ++bot) {
        if (m_scheduler.waiting(*bot) == 0)
            ready.append(*bot);
    }
    const Micros now = m_clock.now();
    m_database.transact<Claimed>(
        this,
        [now, ready](core::UnitOfWork &uow) {
            Claimed claimed;
            for (const qint64 bot : ready) {
                claimed.rows += uow.messages().claimDue(bot, now, now + lease.count(), batch);
                const auto due = uow.messages().nextDue(bot);
                if (due && (!claimed.nextDue || *due < *claimed.nextDue))
                    claimed.nextDue = due;
            }
            return claimed;
        },
        [this, now, done](const Result<Claimed> &claimed) {
            if (!claimed) {
                done({});
                return;
            }
            hold(claimed->rows, now + lease.count());
            pump();
            done({.nextDue = claimed->nextDue});
        });
}

void MessageDesk::hold(const QList<core::MessageRow> &rows, Micros leaseUntil)
{
    for (const core::MessageRow &row : rows) {
        m_held.insert(row.id, {row, leaseUntil});
        m_scheduler.add({.id = row.id, .botId = row.botId, .chatId = row.chatId, .lane = laneOf(row.purpose)});
    }
}

void MessageDesk::pump()
{
    if (m_stopped)
        return;
    while (const auto item = m_scheduler.next()) {
        const Held held = m_held.take(item->id);
        const bool expired = held.row.expiresAt > 0 && held.row.expiresAt < m_clock.now();
        if (!m_bots.contains(item->botId) || held.leaseUntil - m_clock.now() < latestBegin.count()) {
            m_scheduler.finished(*item); // The lease runs out; the row is due again then.
        } else if (expired) {
            settle(*item, held.row,
                   tl::unexpected<ApiError>(ApiError{.code = 400, .description = u"query is too old"_s}));
        } else if (m_shared) {
            askAndSend(*item, held);
        } else {
            send(*item, held.row, true);
        }
    }
    wakeForPump();
}

void MessageDesk::askAndSend(const SendItem &item, const Held &held)
{
    m_shared->take(limitsOf(item), this, [this, item, held](std::chrono::microseconds wait) {
        if (m_stopped || !m_bots.contains(item.botId)) {
            m_scheduler.finished(item); // As above: due again when the lease runs out.
        } else if (wait.count() > 0) {
            m_held.insert(item.id, held);
            m_scheduler.postponed(item, m_clock.now() + wait.count());
            wakeForPump();
        } else {
            send(item, held.row, true);
        }
    });
}

void MessageDesk::wakeForPump()
{
    const auto next = m_scheduler.nextAt();
    if (!next || (m_pumpAt > m_clock.now() && m_pumpAt <= *next))
        return;
    m_pumpAt = *next;
    const auto delay = std::chrono::milliseconds(std::max<qint64>(1, (*next - m_clock.now() + 999) / 1000));
    m_clock.after(delay, this, [this] {
        m_pumpAt = 0;
        pump();
    });
}

void MessageDesk::send(const SendItem &item, const core::MessageRow &row, bool mayRetryPlainer)
{
    core::crashPoint("message.sending", row.purpose);
    call(m_bots.find(item.botId)->api, row, [this, item, row, mayRetryPlainer](const ApiResult &result) {
        core::crashPoint("message.sent", row.purpose);
        if (!result && mayRetryPlainer && m_bots.contains(item.botId)) {
            const auto remedy = classify(result.error(), CallTarget::Chat).remedy;
            if (const auto plain = plainerForm(row, remedy)) {
                send(item, *plain, false);
                return;
            }
        }
        settle(item, row, result);
    });
}

void MessageDesk::call(const BotApi &api, const core::MessageRow &row, const BotApi::Then &then)
{
    if (row.qrText.isEmpty()) {
        api.call(row.method, row.payload, this, then);
        return;
    }
    const auto png = qrPng(row.qrText, qrScale, qrMargin);
    if (!png) {
        then(tl::unexpected<ApiError>(ApiError{
            .code = 400, .description = u"wrong file identifier/HTTP URL specified: "_s + png.error().message}));
        return;
    }
    api.upload(row.method, row.payload, UploadFile{"photo", "pix.png", "image/png", *png}, this, then);
}

void MessageDesk::settle(const SendItem &item, const core::MessageRow &row, const ApiResult &result)
{
    const Micros now = m_clock.now();
    const MessageFate fate = fateOf(row, result, now);
    const QString answer = answerText(result);
    ++m_outcomes[fate.state];
    if (result)
        m_scheduler.finished(item);
    else
        m_scheduler.failed(item, classify(result.error(), CallTarget::Chat));
    if (result)
        Q_EMIT botAnswered(row.botId);
    else
        Q_EMIT botFailed(row.botId, result.error());
    auto finished = row;
    if (result)
        finished.telegramMessageId = result->toObject().value("message_id"_L1).toInteger();
    m_database.execute(
        this,
        [finished, fate, answer, now,
         workspace = m_bots.contains(row.botId) ? m_bots.find(row.botId)->workspaceId : 0](core::UnitOfWork &uow) {
            if (!uow.messages().finish(finished, fate.state, answer, fate.runAt))
                return; // Another node has claimed it meanwhile: what becomes of it is that one's to say.
            noteDelivery(uow, finished, fate, workspace, answer, now);
            if (!fate.personGone)
                return;
            uow.users().setReachable(finished.botId, finished.chatId, false);
            uow.messages().dropQueued(finished.botId, finished.chatId);
        },
        [this](const Result<void> &) { kick(); });
    pump();
}

} // namespace rastro::telegram
