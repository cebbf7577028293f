// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/noticedesk.h"

#include "core/desk/crashpoint.h"

#include <QtCore/QCryptographicHash>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

constexpr int batch = 64;
constexpr std::chrono::microseconds claim = 30s;
constexpr std::chrono::microseconds orphanRetry = 5s;
constexpr std::chrono::microseconds orphanWait = 10min;

std::optional<PaymentRow> named(UnitOfWork &uow, const NoticeRow &notice, const ChargeReference &charge)
{
    std::optional<PaymentRow> row;
    if (!charge.reference.isEmpty())
        row = uow.payments().byReference(charge.reference);
    if (!row && !charge.gatewayId.isEmpty())
        row = uow.payments().byGatewayId(notice.gateway, charge.gatewayId);
    // The notice came by the secret address of one bot; it may speak of that bot's charges only.
    if (row && (row->payment.botId != notice.botId || row->payment.gateway != notice.gateway))
        return std::nullopt;
    return row;
}

void makeDue(UnitOfWork &uow, PaymentRow row, const NoticeRow &notice, Micros now)
{
    uow.trail().add({.workspaceId = row.workspaceId,
                     .at = now,
                     .step = u"notice.received"_s,
                     .botId = row.payment.botId,
                     .telegramUserId = row.payment.telegramUserId,
                     .paymentId = row.payment.id,
                     .text = u"The gateway sent a notice: a hint, the charge is queried."_s,
                     .detail = {{u"notice"_s, notice.id}}});
    if (row.payment.status == PaymentStatus::Paid)
        return;
    row.nextCheckAt = now;
    uow.payments().update(row);
}

} // namespace

NoticeDesk::NoticeDesk(Database &database, PluginCalls &plugins, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_plugins(plugins)
    , m_clock(clock)
    , m_loop(clock, [this](const DueLoop::Done &done) { round(done); })
{
}

void NoticeDesk::receive(NoticeRow row, QObject *context, std::function<void(const Result<void> &)> then)
{
    row.receivedAt = m_clock.now();
    row.nextAttemptAt = row.receivedAt;
    const auto hint = m_plugins.parseNotice(row.botId, row.gateway, row.notice);
    row.dedupKey =
        hint && !hint->eventId.isEmpty()
            ? hint->eventId
            : QString::fromLatin1(QCryptographicHash::hash(row.notice.body, QCryptographicHash::Sha256).toHex());
    m_database.execute(
        context,
        [row](UnitOfWork &uow) {
            Q_UNUSED(uow.notices().insert(row));
            crashPoint("notice.storing");
        },
        [this, then = std::move(then)](const Result<void> &stored) {
            crashPoint("notice.stored");
            then(stored);
            kick();
        });
}

void NoticeDesk::round(const DueLoop::Done &done)
{
    struct Claimed
    {
        QList<NoticeRow> rows;
        std::optional<Micros> nextDue;
    };
    const Micros now = m_clock.now();
    m_database.transact<Claimed>(
        this,
        [now](UnitOfWork &uow) {
            Claimed claimed{uow.notices().claimDue(now, now + claim.count(), batch), {}};
            claimed.nextDue = uow.notices().nextDue();
            return claimed;
        },
        [this, done](const Result<Claimed> &claimed) {
            if (!claimed) {
                done({});
                return;
            }
            for (const NoticeRow &row : claimed->rows)
                settle(row);
            done({.more = claimed->rows.size() == batch, .nextDue = claimed->nextDue});
        });
}

void NoticeDesk::settle(const NoticeRow &row)
{
    const auto hint = m_plugins.parseNotice(row.botId, row.gateway, row.notice);
    const Micros now = m_clock.now();
    m_database.transact<bool>(
        this,
        [row, hint, now](UnitOfWork &uow) {
            if (!hint) {
                const bool retry = hint.error().kind == ErrorClass::Retry && now - row.receivedAt < orphanWait.count();
                uow.notices().settle(row.id, retry ? u"pending"_s : u"refused"_s, hint.error().message,
                                     retry ? now + orphanRetry.count() : 0);
                return false;
            }
            if (hint->charges.isEmpty()) {
                uow.notices().settle(row.id, u"done"_s, u"A test post: it names no charge."_s, 0);
                return false;
            }
            bool unknown = false;
            bool due = false;
            for (const ChargeReference &charge : hint->charges) {
                if (const auto payment = named(uow, row, charge)) {
                    makeDue(uow, *payment, row, now);
                    due = true;
                } else {
                    unknown = true;
                }
            }
            const bool retry = unknown && now - row.receivedAt < orphanWait.count();
            uow.notices().settle(row.id,
                                 retry     ? u"pending"_s
                                 : unknown ? u"orphan"_s
                                           : u"done"_s,
                                 unknown ? u"It names a charge that no payment of this bot has."_s
                                         : u"The charge is queried."_s,
                                 retry ? now + orphanRetry.count() : 0);
            crashPoint("notice.settling");
            return due;
        },
        [this](const Result<bool> &due) {
            crashPoint("notice.settled");
            if (due && *due)
                Q_EMIT paymentsDue();
            m_loop.kick();
        });
}

} // namespace rastro::core
