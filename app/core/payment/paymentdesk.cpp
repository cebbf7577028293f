// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/paymentdesk.h"

#include "core/desk/crashpoint.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

// A claimed payment is nobody else's for this long; after a crash it is due again then.
constexpr std::chrono::microseconds claim = 45s;
constexpr int batch = 64;
// How long a charge can be paid.
constexpr std::chrono::microseconds chargeLife = 30min;
// A create that timed out may still be on its way; only after this is "no such charge" believed, unless creating it
// once more does no harm.
constexpr std::chrono::microseconds createMayArrive = 60s;
// A process that slept for longer between its commit and the request asks nothing: its request could arrive when
// others believe by now that there was none.
constexpr std::chrono::microseconds mayAskFor = 10s;

} // namespace

PaymentDesk::PaymentDesk(Database &database, PluginCalls &plugins, const RosterHolder &roster, const Wording &wording,
                         QUrl publicUrl, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_plugins(plugins)
    , m_roster(roster)
    , m_wording(wording)
    , m_publicUrl(std::move(publicUrl))
    , m_clock(clock)
    , m_loop(clock, [this](const DueLoop::Done &done) { round(done); })
{
}

void PaymentDesk::round(const DueLoop::Done &done)
{
    struct Claimed
    {
        QList<PaymentRow> rows;
        std::optional<Micros> nextDue;
    };
    const Micros now = m_clock.now();
    m_database.transact<Claimed>(
        this,
        [now](UnitOfWork &uow) {
            Claimed claimed;
            claimed.rows = uow.payments().claimChecks(now, now + claim.count(), batch);
            claimed.nextDue = uow.payments().nextCheckDue();
            return claimed;
        },
        [this, done](const Result<Claimed> &claimed) {
            if (!claimed) {
                done({.nextDue = m_clock.now() + std::chrono::microseconds(1s).count()});
                return;
            }
            for (const PaymentRow &row : claimed->rows)
                drive(row);
            done({.more = claimed->rows.size() == batch, .nextDue = claimed->nextDue});
        });
}

void PaymentDesk::drive(const PaymentRow &row)
{
    if (m_inFlight.contains(row.payment.id)) {
        m_dueAgain.insert(row.payment.id);
        return;
    }
    const auto capabilities = m_plugins.capabilities(row.payment.botId, row.payment.gateway);
    if (!capabilities) {
        write(row.payment.id, [](PaymentBook &book, PaymentRow &current) {
            book.queryFailed(
                current, Error{.code = u"payment.no_gateway"_s,
                               .message = u"The gateway “%1” is not enabled on this bot. Enable it in the shop file; "
                                          "the payment goes on then."_s.arg(current.payment.gateway),
                               .kind = ErrorClass::Retry});
        });
        return;
    }
    m_inFlight.insert(row.payment.id);
    switch (row.payment.status) {
    case PaymentStatus::New:
        crashPoint("payment.opened");
        // Committed as Creating before the gateway hears of it.
        write(row.payment.id, [](PaymentBook &book, PaymentRow &current) { book.beginCreation(current); });
        return;
    case PaymentStatus::Creating: // Found by a later round: whether the gateway was asked is not known.
    case PaymentStatus::Unknown:
        recover(row, *capabilities);
        return;
    default:
        ask(row);
    }
}

void PaymentDesk::create(const PaymentRow &row)
{
    if (m_clock.now() - row.askedAt > mayAskFor.count()) {
        release(row);
        return;
    }
    ChargeRequest request;
    request.reference = row.payment.reference;
    request.amount = row.payment.amount;
    request.description = row.payment.productTitle;
    request.expiresAt = m_clock.now() + chargeLife.count();
    request.noticeUrl = m_plugins.noticeUrl(row.payment.botId, row.payment.gateway);
    crashPoint("charge.asking");
    m_plugins.createCharge(row.payment.botId, row.payment.gateway, request, this,
                           [this, id = row.payment.id, askedAt = row.askedAt](const Result<Charge> &charge) {
                               crashPoint("charge.answered");
                               write(id, [charge, askedAt](PaymentBook &book, PaymentRow &current) {
                                   if (charge)
                                       book.chargeMade(current, *charge);
                                   else
                                       book.creationFailed(current, charge.error(), askedAt);
                               });
                           });
}

void PaymentDesk::recover(const PaymentRow &row, const GatewayCapabilities &capabilities)
{
    if (capabilities.lookupByReference || !row.gatewayTransactionId.isEmpty()) {
        ask(row);
    } else if (capabilities.idempotentCreate) {
        again(row);
    } else {
        write(row.payment.id, [](PaymentBook &book, PaymentRow &current) {
            book.creationFailed(current,
                                Error{.code = u"payment.interrupted"_s,
                                      .message = u"Rastro was stopped while the gateway was asked, and this gateway "
                                                 "cannot be asked by our reference. Look for the charge there."_s,
                                      .kind = ErrorClass::Retry,
                                      .outcomeUnknown = true},
                                current.askedAt);
        });
    }
}

void PaymentDesk::ask(const PaymentRow &row)
{
    m_plugins.fetchCharge(row.payment.botId, row.payment.gateway,
                          {.gatewayId = row.gatewayTransactionId, .reference = row.payment.reference}, this,
                          [this, row](const Result<ChargeSnapshot> &answer) { answered(row, answer); });
}

bool PaymentDesk::mayCreateAgain(const PaymentRow &row) const
{
    const bool wasAsked = row.payment.status == PaymentStatus::Creating || row.payment.status == PaymentStatus::Unknown;
    if (!wasAsked || !row.gatewayTransactionId.isEmpty())
        return false;
    const auto capabilities = m_plugins.capabilities(row.payment.botId, row.payment.gateway);
    return (capabilities && capabilities->idempotentCreate) ||
           m_clock.now() - std::max(row.askedAt, row.payment.createdAt) > createMayArrive.count();
}

void PaymentDesk::again(const PaymentRow &row)
{
    write(row.payment.id,
          [askedAt = row.askedAt](PaymentBook &book, PaymentRow &current) { book.beginAgain(current, askedAt); });
}

void PaymentDesk::answered(const PaymentRow &row, const Result<ChargeSnapshot> &answer)
{
    if (answer && !answer->exists && mayCreateAgain(row)) {
        again(row);
        return;
    }
    write(row.payment.id, [answer](PaymentBook &book, PaymentRow &current) {
        if (!answer)
            book.queryFailed(current, answer.error());
        else if (answer->exists)
            book.reported(current, *answer);
        else
            book.queryFailed(current, Error{.code = u"payment.not_found"_s,
                                            .message = u"The gateway does not know the charge (yet)."_s,
                                            .kind = ErrorClass::Retry});
    });
}

void PaymentDesk::write(qint64 paymentId, Apply step)
{
    struct Written
    {
        PaymentRow row;
        PaymentStatus from = PaymentStatus::New;
        bool asks = false;
    };
    m_database.transact<std::optional<Written>>(
        this,
        [paymentId, step = std::move(step), roster = m_roster.get(), &wording = m_wording, url = m_publicUrl,
         now = m_clock.now()](UnitOfWork &uow) -> std::optional<Written> {
            auto row = uow.payments().byId(paymentId);
            if (!row)
                return std::nullopt;
            const PaymentRow before = *row;
            PaymentBook book(uow, *roster, wording, url, now);
            step(book, *row);
            crashPoint("payment.storing", statusName(row->payment.status));
            return Written{*row, before.payment.status, row->askedAt != 0 && row->askedAt != before.askedAt};
        },
        [this, paymentId](const Result<std::optional<Written>> &written) {
            if (!written || !*written) {
                // Nothing was stored: the claim runs out and the row is due again.
                m_inFlight.remove(paymentId);
                m_dueAgain.remove(paymentId);
                return;
            }
            const auto &[row, from, asks] = **written;
            crashPoint("payment.stored", statusName(row.payment.status));
            if (row.payment.status != from)
                m_plugins.emitPaymentChanged(row.payment, from);
            Q_EMIT changed();
            if (asks)
                create(row);
            else // Another node may have taken that step.
                release(row);
            m_loop.kick();
        });
}

void PaymentDesk::release(const PaymentRow &row)
{
    m_inFlight.remove(row.payment.id);
    if (m_dueAgain.remove(row.payment.id) && row.payment.status != PaymentStatus::Paid)
        drive(row);
}

} // namespace rastro::core
