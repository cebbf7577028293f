// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/paymentbook.h"

#include "core/attribution/attachment.h"
#include "core/attribution/namedclick.h"
#include "core/conversion/conversions.h"
#include "core/payment/checkplan.h"
#include "core/payment/mismatchtext.h"
#include "core/payment/opening.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

// When the shop stops waiting for a charge of a gateway that names no end.
constexpr std::chrono::microseconds shopsPatience = std::chrono::minutes(30);

// After a /start, a sale is not settled for so long without the click that is on its way.
constexpr std::chrono::microseconds clickPatience = std::chrono::minutes(1);
constexpr std::chrono::microseconds clickPause = std::chrono::milliseconds(500);

} // namespace

PaymentBook::PaymentBook(UnitOfWork &uow, const PluginRoster &roster, const Wording &wording, QUrl publicUrl,
                         Micros now)
    : m_uow(uow)
    , m_roster(roster)
    , m_wording(wording)
    , m_publicUrl(std::move(publicUrl))
    , m_now(now)
{
}

void PaymentBook::note(const PaymentRow &row, const QString &step, const QString &text, const QJsonObject &detail)
{
    m_uow.trail().add({.workspaceId = row.workspaceId,
                       .at = m_now,
                       .step = step,
                       .token = row.frozen.token ? row.frozen.token->toString() : QString(),
                       .botId = row.payment.botId,
                       .telegramUserId = row.payment.telegramUserId,
                       .paymentId = row.payment.id,
                       .text = text,
                       .detail = detail});
}

bool PaymentBook::moveTo(PaymentRow &row, PaymentStatus status, const QString &step, const QString &text,
                         const QJsonObject &detail)
{
    m_before = row.payment.status;
    if (row.payment.status == status)
        return false;
    if (!mayFollow(row.payment.status, status)) {
        note(row, u"payment.report_ignored"_s,
             u"A report of “%1” came while the payment is “%2”: noted, not applied."_s.arg(
                 statusName(status), statusName(row.payment.status)),
             detail);
        return false;
    }
    row.payment.status = status;
    row.checks = 0;
    note(row, step, text, detail);
    return true;
}

void PaymentBook::plan(PaymentRow &row, std::chrono::microseconds pause)
{
    row.nextCheckAt = nextCheck(row.payment.status, row.checks, m_now, row.expiresAt);
    if (row.nextCheckAt > 0)
        row.nextCheckAt = std::max(row.nextCheckAt, m_now + Micros(pause.count()));
    m_uow.payments().update(row);
}

void PaymentBook::tell(const PaymentRow &row, const QString &keyPrefix, const QString &purpose,
                       const std::function<MessageRow(const BotUser &)> &compose)
{
    const auto user = m_uow.users().byId(row.botUserId);
    if (!user)
        return;
    auto message = compose(*user);
    message.botId = row.payment.botId;
    message.chatId = user->telegramUserId;
    message.key = keyPrefix + row.payment.reference;
    message.purpose = purpose;
    message.paymentId = row.payment.id;
    message.runAt = m_now;
    m_uow.messages().add(message);
}

void PaymentBook::beginCreation(PaymentRow &row)
{
    if (moveTo(row, PaymentStatus::Creating, u"payment.creating"_s,
               u"The gateway “%1” is asked for a charge."_s.arg(row.payment.gateway))) {
        row.askedAt = m_now;
        plan(row);
    }
}

void PaymentBook::beginAgain(PaymentRow &row, Micros askedAt)
{
    m_before = row.payment.status;
    const bool isOpen = row.payment.status == PaymentStatus::Creating || row.payment.status == PaymentStatus::Unknown;
    if (!isOpen || row.askedAt != askedAt)
        return;
    row.askedAt = m_now;
    plan(row);
}

void PaymentBook::chargeMade(PaymentRow &row, const Charge &charge)
{
    if (!row.gatewayTransactionId.isEmpty() && row.gatewayTransactionId != charge.gatewayId) {
        m_before = row.payment.status;
        note(row, u"payment.second_charge"_s,
             u"The gateway made a second charge, which nobody was shown: the first one stands."_s,
             {{u"gateway_id"_s, charge.gatewayId}});
        return;
    }
    row.gatewayTransactionId = charge.gatewayId;
    row.pixCode = charge.pixCode;
    row.expiresAt = charge.expiresAt > 0 ? charge.expiresAt : m_now + shopsPatience.count();
    row.lastError.clear();
    const bool moved = moveTo(row, PaymentStatus::Awaiting, u"payment.awaiting"_s,
                              u"The charge was made; it waits to be paid."_s, {{u"gateway_id"_s, charge.gatewayId}});
    plan(row);
    addInitiateCheckout(m_uow, row, m_roster, m_now);
    if (!moved)
        return;
    if (const auto user = m_uow.users().byId(row.botUserId))
        sendPix(m_uow, row, *user, m_wording, u"pix:"_s + row.payment.reference, m_now);
}

void PaymentBook::creationFailed(PaymentRow &row, const Error &error, Micros askedAt)
{
    const QJsonObject detail{{u"code"_s, error.code}, {u"error"_s, error.message}};
    if (row.payment.status != PaymentStatus::Creating && row.payment.status != PaymentStatus::Unknown) {
        m_before = row.payment.status;
        note(row, u"payment.report_ignored"_s,
             u"A request for the charge failed after another one had settled it: noted, not applied."_s, detail);
        return;
    }
    row.lastError = error.message;
    if (error.outcomeUnknown) {
        moveTo(row, PaymentStatus::Unknown, u"payment.unknown"_s,
               u"The gateway was asked, and whether it made the charge is not known: a query will tell."_s, detail);
    } else if (error.kind == ErrorClass::GiveUp) {
        if (moveTo(row, PaymentStatus::Failed, u"payment.failed"_s, u"The gateway refused the charge."_s, detail))
            tell(row, u"failed:"_s, u"status"_s,
                 [&](const BotUser &user) { return m_wording.chargeFailed(row, user); });
    } else {
        m_before = row.payment.status;
        if (row.askedAt == askedAt) // Else another request is on its way.
            row.askedAt = 0;
        note(row, u"payment.retried"_s, u"The gateway could not be asked now; it will be asked again."_s, detail);
    }
    ++row.checks;
    plan(row, error.retryAfter);
}

void PaymentBook::queryFailed(PaymentRow &row, const Error &error)
{
    m_before = row.payment.status;
    row.lastError = error.message;
    ++row.checks;
    plan(row, error.retryAfter);
}

// By our clock, and softly: people pay late.
void PaymentBook::expireIfDue(PaymentRow &row)
{
    if (row.payment.status == PaymentStatus::Awaiting && row.expiresAt > 0 && row.expiresAt <= m_now)
        moveTo(row, PaymentStatus::Expired, u"payment.expired"_s,
               u"Not paid in time. It is looked at a few times more: people pay late."_s);
}

void PaymentBook::reported(PaymentRow &row, const ChargeSnapshot &snapshot)
{
    m_before = row.payment.status;
    ++row.checks;
    if (snapshot.status == PaymentStatus::Paid) {
        pay(row, snapshot);
        return;
    }
    if (row.gatewayTransactionId.isEmpty() && snapshot.status == PaymentStatus::Awaiting) {
        chargeMade(row, snapshot.charge);
        return;
    }
    if (paymentRank(snapshot.status) == paymentRank(PaymentStatus::Failed))
        moveTo(row, snapshot.status, u"payment."_s + statusName(snapshot.status), u"So the gateway says."_s);
    else
        expireIfDue(row);
    plan(row);
}

void PaymentBook::pay(PaymentRow &row, const ChargeSnapshot &snapshot)
{
    if (row.payment.status == PaymentStatus::Paid)
        return;
    row.receivedMinor = snapshot.received.minor;
    const auto check = checkAmount(row.payment.amount, snapshot.received);
    if (check == AmountCheck::Under || check == AmountCheck::WrongCurrency) {
        const auto problem = mismatchText(snapshot.received, row.payment.amount);
        if (std::exchange(row.lastError, problem) != problem) // The same is seen by every later query.
            note(row, u"payment.amount_mismatch"_s, problem,
                 {{u"received"_s, snapshot.received.toDecimal()}, {u"currency"_s, snapshot.received.currency}});
        expireIfDue(row);
        plan(row);
        return;
    }
    if (const auto start = earlyStart(m_uow, row, m_now); start && m_now - *start < clickPatience.count()) {
        row.nextCheckAt = m_now + clickPause.count();
        m_uow.payments().update(row);
        return;
    }
    if (row.gatewayTransactionId.isEmpty())
        row.gatewayTransactionId = snapshot.charge.gatewayId;
    settleAttachment(m_uow, row, attributionOf(m_uow, row, m_roster), m_roster, m_now);
    row.late = paymentRank(row.payment.status) == paymentRank(PaymentStatus::Failed);
    row.payment.paidAt = snapshot.paidAt > 0 ? std::min(snapshot.paidAt, m_now) : m_now;
    row.purchaseEventId = purchaseEventId(m_uow, row);
    row.lastError.clear();
    moveTo(row, PaymentStatus::Paid, u"payment.paid"_s,
           row.late ? u"Paid, late: confirmed by a query to the gateway."_s
                    : u"Paid: confirmed by a query to the gateway."_s,
           {{u"received"_s, snapshot.received.toDecimal()},
            {u"end_to_end_id"_s, snapshot.endToEndId},
            {u"purchase_event_id"_s, row.purchaseEventId}});
    plan(row);
    deliver(row);
    addPurchase(m_uow, row, m_roster);
}

void PaymentBook::deliver(const PaymentRow &row)
{
    auto page = m_publicUrl;
    page.setPath(u"/delivery/"_s + row.deliveryToken);
    tell(row, u"delivery:"_s, u"delivery"_s, [&](const BotUser &user) { return m_wording.delivery(row, user, page); });
}

} // namespace rastro::core
