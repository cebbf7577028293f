// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/attributiondesk.h"

#include "core/attribution/attachment.h"
#include "core/attribution/binding.h"
#include "core/attribution/namedclick.h"
#include "core/desk/crashpoint.h"
#include "core/trace/whyorganic.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

constexpr int batch = 128;
// How long a tracking plugin may take before the same thing is emitted again.
constexpr std::chrono::microseconds patience = 10s;

/// A start, and what it needs to be answered.
struct DueStart
{
    StartRow row;
    std::optional<BotUser> user;
    NamedClick click = NamedClick::None;
};

qint64 workspaceIn(const Shop &shop, qint64 botId)
{
    const Bot *bot = shop.bot(botId);
    return bot ? bot->workspaceId : 0;
}

} // namespace

AttributionDesk::AttributionDesk(Database &database, PluginCalls &plugins, const RosterHolder &roster,
                                 const ShopHolder &shop, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_plugins(plugins)
    , m_roster(roster)
    , m_shop(shop)
    , m_clock(clock)
    , m_starts(clock, [this](const DueLoop::Done &done) { startRound(done); })
    , m_payments(clock, [this](const DueLoop::Done &done) { paymentRound(done); })
{
    m_plugins.onTokenBound([this](qint64 botId, const TokenBinding &binding) { bound(botId, binding); });
    m_plugins.onPaymentAttached(
        [this](qint64 botId, const PaymentAttribution &attribution) { attached(botId, attribution); });
}

void AttributionDesk::kick()
{
    m_starts.kick();
    m_payments.kick();
}

void AttributionDesk::stop()
{
    m_starts.stop();
    m_payments.stop();
}

qint64 AttributionDesk::workspaceOf(qint64 botId) const
{
    return workspaceIn(*m_shop.get(), botId);
}

void AttributionDesk::startRound(const DueLoop::Done &done)
{
    struct Claimed
    {
        QList<DueStart> rows;
        std::optional<Micros> nextDue;
    };
    const Micros now = m_clock.now();
    m_database.transact<Claimed>(
        this,
        [now, shop = m_shop.get()](UnitOfWork &uow) {
            Claimed claimed;
            for (const StartRow &row : uow.starts().claimDue(now, now + patience.count(), batch))
                claimed.rows.append({row, uow.users().find(row.botId, row.telegramUserId),
                                     namedClick(uow, workspaceIn(*shop, row.botId), row, now)});
            claimed.nextDue = uow.starts().nextDue();
            return claimed;
        },
        [this, done](const Result<Claimed> &claimed) {
            if (!claimed) {
                done({});
                return;
            }
            for (const DueStart &start : claimed->rows) {
                if (start.click == NamedClick::Early || (start.click != NamedClick::Known && m_isAwaited(start.row)))
                    m_awaits = true;
                else
                    emitStart(start.row, start.user);
            }
            done({.more = claimed->rows.size() == batch, .nextDue = claimed->nextDue});
        });
}

void AttributionDesk::clicksCame()
{
    if (!std::exchange(m_awaits, false))
        return;
    m_database.execute(
        this, [now = m_clock.now()](UnitOfWork &uow) { uow.starts().releaseLeases(uow.nodes().self(), now); },
        [this](const Result<void> &) { m_starts.kick(); });
}

void AttributionDesk::emitStart(const StartRow &row, const std::optional<BotUser> &user)
{
    Start start{.startId = row.id,
                .botId = row.botId,
                .telegramUserId = row.telegramUserId,
                .parameter = row.parameter,
                .token = user ? user->trackingSessionId : std::nullopt,
                .fbclid = user ? user->fbclid : QString(),
                .at = row.createdAt};
    if (m_roster.get()->trackedBots.contains(row.botId)) {
        m_plugins.emitStarted(start);
        return;
    }
    bound(row.botId, TokenBinding{.startId = row.id, .reason = trackingAbsentSentence()});
}

void AttributionDesk::bound(qint64 botId, const TokenBinding &binding)
{
    m_database.transact<bool>(
        this,
        [binding, botId, workspace = workspaceOf(botId), roster = m_roster.get(),
         now = m_clock.now()](UnitOfWork &uow) {
            const auto start = uow.starts().byId(binding.startId);
            const bool settled = start && start->botId == botId && settleStart(uow, workspace, binding, *roster, now);
            crashPoint("start.settling");
            return settled;
        },
        [this](const Result<bool> &settled) {
            crashPoint("start.settled");
            if (!settled || !*settled)
                return;
            m_payments.kick();
            Q_EMIT changed();
        });
}

void AttributionDesk::paymentRound(const DueLoop::Done &done)
{
    struct Claimed
    {
        QList<PaymentRow> rows;
        QSet<qint64> early; // Their buyers' clicks are on the way.
        std::optional<Micros> nextDue;
    };
    const Micros now = m_clock.now();
    m_database.transact<Claimed>(
        this,
        [now](UnitOfWork &uow) {
            Claimed claimed{uow.payments().claimAttachments(now, now + patience.count(), batch), {}, {}};
            for (const PaymentRow &row : std::as_const(claimed.rows)) {
                if (earlyStart(uow, row, now))
                    claimed.early.insert(row.payment.id);
            }
            claimed.nextDue = uow.payments().nextAttachDue();
            return claimed;
        },
        [this, done](const Result<Claimed> &claimed) {
            if (!claimed) {
                done({});
                return;
            }
            const auto roster = m_roster.get();
            for (const PaymentRow &row : claimed->rows) {
                if (claimed->early.contains(row.payment.id))
                    continue;
                if (roster->trackedBots.contains(row.payment.botId))
                    m_plugins.emitPaymentCreated(row.payment);
                else
                    attached(row.payment.botId,
                             PaymentAttribution{.paymentId = row.payment.id, .reason = trackingAbsentSentence()});
            }
            done({.more = claimed->rows.size() == batch, .nextDue = claimed->nextDue});
        });
}

void AttributionDesk::attached(qint64 botId, const PaymentAttribution &attribution)
{
    m_database.transact<bool>(
        this,
        [attribution, botId, roster = m_roster.get(), now = m_clock.now()](UnitOfWork &uow) {
            auto row = uow.payments().byId(attribution.paymentId);
            const bool settled =
                row && row->payment.botId == botId && settleAttachment(uow, *row, attribution, *roster, now);
            crashPoint("attribution.settling");
            return settled;
        },
        [this](const Result<bool> &settled) {
            crashPoint("attribution.settled");
            if (settled && *settled)
                Q_EMIT changed();
        });
}

} // namespace rastro::core
