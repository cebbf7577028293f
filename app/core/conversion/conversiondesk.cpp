// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversion/conversiondesk.h"

#include "core/conversion/retryplan.h"
#include "core/desk/crashpoint.h"

#include <QtCore/QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

constexpr int batch = 50;
// Batches on their way at once: a vendor that is slow holds no more of the outbox than this.
constexpr int mostInFlight = 64;
constexpr std::chrono::microseconds lease = 60s;

void note(UnitOfWork &uow, const ConversionRow &row, const Fate &fate, Micros now)
{
    uow.trail().add({.workspaceId = row.workspaceId,
                     .at = now,
                     .step = u"event."_s + fate.state,
                     .token = row.token,
                     .botId = row.botId,
                     .telegramUserId = row.telegramUserId,
                     .paymentId = row.paymentId,
                     .text = u"%1 to %2: %3"_s.arg(eventNameText(row.name), row.destination, fate.text),
                     .detail = {{u"event"_s, eventNameText(row.name)},
                                {u"event_id"_s, row.eventId},
                                {u"destination"_s, row.destination},
                                {u"attempt"_s, row.attempts}}});
}

} // namespace

ConversionDesk::ConversionDesk(Database &database, PluginCalls &plugins, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_plugins(plugins)
    , m_clock(clock)
    , m_loop(clock, [this](const DueLoop::Done &done) { round(done); })
{
}

ConversionDesk::Loaded ConversionDesk::load(UnitOfWork &uow, const ConversionRow &row, Micros now)
{
    ConversionEvent event;
    event.id = row.id;
    event.name = row.name;
    event.eventId = row.eventId;
    event.at = row.at;
    if (const auto token = TrackingToken::parse(row.token))
        event.click = uow.clicks().byToken(row.workspaceId, *token);
    if (event.click)
        event.externalId = event.click->visitorId;
    event.consent = event.click ? event.click->consent : Consent::Absent;
    if (const auto payment = row.paymentId ? uow.payments().byId(row.paymentId) : std::nullopt) {
        event.externalId = payment->externalId;
        event.value = payment->payment.amount;
        event.contentId = payment->payment.productKey;
        event.contentName = payment->payment.productTitle;
        event.orderId = payment->payment.reference;
        event.consent = payment->consent;
        // Frozen on the payment: what the click has learnt since is no longer this sale's.
        if (event.click) {
            event.click->fbclid = payment->frozen.fbclid;
            event.click->fbp = payment->frozen.fbp;
            event.click->fbc = payment->frozen.fbc;
            event.click->utm = payment->frozen.utm;
        }
    }
    if (event.externalId.isEmpty() && row.telegramUserId != 0) {
        if (const auto user = uow.users().find(row.botId, row.telegramUserId))
            event.externalId = user->externalId;
    }
    return {row, event, now};
}

void ConversionDesk::round(const DueLoop::Done &done)
{
    if (m_inFlight >= mostInFlight) {
        done({}); // Each that comes back kicks again.
        return;
    }
    const Micros now = m_clock.now();
    m_database.transact<Claimed>(
        this,
        [now](UnitOfWork &uow) {
            Claimed claimed;
            for (const ConversionRow &row : uow.conversions().claimDue(now, now + lease.count(), batch))
                claimed.rows.append(load(uow, row, now));
            claimed.nextDue = uow.conversions().nextDue();
            return claimed;
        },
        [this, done](const Result<Claimed> &claimed) {
            if (!claimed) {
                done({});
                return;
            }
            if (!claimed->rows.isEmpty())
                send(claimed->rows);
            done({.more = !claimed->rows.isEmpty(), .nextDue = claimed->nextDue});
        });
}

void ConversionDesk::send(const QList<Loaded> &rows)
{
    const auto &first = rows.first().row;
    const int limit = m_plugins.batchLimit(first.scope, first.pluginId, first.name);
    if (limit <= 0) {
        settle(rows, tl::unexpected<Error>(Error{
                         .code = u"conversion.no_pixel"_s,
                         .message = u"The pixel plugin “%1” is not enabled any more, or failed."_s.arg(first.pluginId),
                         .kind = ErrorClass::Retry,
                         .retryAfter = 60s}));
        return;
    }
    for (qsizetype at = 0; at < rows.size(); at += limit)
        sendBatch(rows.mid(at, limit));
}

void ConversionDesk::sendBatch(const QList<Loaded> &rows)
{
    QList<ConversionEvent> events;
    for (const Loaded &loaded : rows)
        events.append(loaded.event);
    ++m_inFlight;
    crashPoint("conversion.sending", eventNameText(rows.first().row.name));
    m_plugins.deliver(rows.first().row.scope, rows.first().row.pluginId, events, this,
                      [this, rows](const Result<DeliveryReport> &report) {
                          crashPoint("conversion.sent", eventNameText(rows.first().row.name));
                          --m_inFlight;
                          settle(rows, report);
                      });
}

void ConversionDesk::settle(const QList<Loaded> &rows, const Result<DeliveryReport> &report)
{
    QList<std::pair<ConversionRow, Fate>> fates;
    const Micros now = m_clock.now();
    for (const Loaded &loaded : rows) {
        Result<QString> answer =
            failure(u"conversion.no_outcome"_s, u"The plugin did not say what became of it."_s, ErrorClass::Retry);
        if (!report) {
            answer = tl::unexpected<Error>(report.error());
        } else {
            for (const EventOutcome &outcome : *report) {
                if (outcome.eventRow == loaded.row.id)
                    answer = outcome.answer;
            }
        }
        ConversionRow row = loaded.row;
        // The claim noted, to be safe, that it may arrive; this answer says that it surely did not.
        if (!answer && !answer.error().outcomeUnknown && row.firstTriedAt == loaded.claimedAt)
            row.firstTriedAt = 0;
        fates.append({row, fateOf(row, answer, now, QRandomGenerator::global()->generateDouble())});
    }
    m_database.execute(
        this,
        [fates, now](UnitOfWork &uow) {
            for (const auto &[row, fate] : fates) {
                if (uow.conversions().finish(row, fate.state, fate.text, fate.runAt))
                    note(uow, row, fate, now);
            }
        },
        [this](const Result<void> &) { m_loop.kick(); });
}

} // namespace rastro::core
