// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace.h"

#include "core/trace/clickstep.h"
#include "core/trace/personfindings.h"
#include "core/trace/salefindings.h"
#include "core/trace/utctext.h"
#include "core/trace/verdict.h"

#include <QtCore/QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

void sortTrail(QList<TrailEntry> &trail)
{
    std::sort(trail.begin(), trail.end(),
              [](const TrailEntry &a, const TrailEntry &b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); });
    const auto last =
        std::unique(trail.begin(), trail.end(), [](const TrailEntry &a, const TrailEntry &b) { return a.id == b.id; });
    trail.erase(last, trail.end());
}

QStringList notesIn(const QList<TrailEntry> &trail)
{
    QStringList notes;
    for (const TrailEntry &entry : trail) {
        for (const auto &note : entry.detail[u"notes"_s].toArray())
            notes.append(note.toString());
    }
    return notes;
}

QString erasureText(Micros at)
{
    return at == 0 ? QString() : u" Personal data were erased on request (%1)."_s.arg(utcText(at));
}

// Then nobody here led the visitor on, or failed to.
bool wasTakenOver(const QList<TrailEntry> &trail)
{
    return std::any_of(trail.begin(), trail.end(),
                       [](const TrailEntry &entry) { return entry.step == u"click.taken_over"; });
}

struct ClickSide
{
    ClickFacts facts;
    QList<TrailEntry> trail;
};

ClickSide clickSide(UnitOfWork &uow, qint64 workspaceId, const std::optional<TrackingToken> &token)
{
    ClickSide side;
    if (!token)
        return side;
    side.facts.click = uow.clicks().byToken(workspaceId, *token);
    side.trail = uow.trail().byToken(workspaceId, token->toString());
    side.facts.notes = notesIn(side.trail);
    if (side.facts.click) {
        auto step = clickStep(workspaceId, *side.facts.click);
        if (wasTakenOver(side.trail))
            step.text = u"An ad was clicked on the platform that the click was taken over from."_s;
        side.trail.append(step);
    }
    return side;
}

Trace traceOf(UnitOfWork &uow, const PaymentRow &row, const TraceWorld &world)
{
    const Payment &payment = row.payment;
    const auto click = clickSide(uow, row.workspaceId, payment.token);
    const PaymentFacts facts{row, uow.sales().byPayment(payment.id).value_or(SaleFacts{}), click.facts,
                             uow.conversions().byPayment(payment.id), uow.messages().byPayment(payment.id)};
    Trace trace;
    trace.subject = u"payment %1 (%2), %3, %4, %5"_s.arg(payment.id)
                        .arg(payment.reference, payment.productTitle, payment.amount.toDisplay(u"en"_s),
                             statusName(payment.status));
    trace.verdict = verdictOf(facts, world) + erasureText(row.erasedAt);
    trace.fields = findingsOf(facts, world);
    trace.conversions = facts.conversions;
    trace.messages = facts.messages;
    trace.trail = uow.trail().byPayment(payment.id);
    // The click's own way up to the sale; what later sales of the same click did is theirs.
    for (const TrailEntry &entry : click.trail) {
        if (entry.paymentId == 0 || entry.paymentId == payment.id)
            trace.trail.append(entry);
    }
    for (const TrailEntry &entry : uow.trail().byUser(payment.botId, payment.telegramUserId)) {
        if (entry.paymentId == 0 && entry.at <= payment.createdAt)
            trace.trail.append(entry);
    }
    sortTrail(trace.trail);
    return trace;
}

PersonFacts personFacts(UnitOfWork &uow, const BotUser &user, const ClickFacts &origin)
{
    PersonFacts facts{user, origin, uow.sales().wayOf(user.botId, user.telegramUserId).value_or(SaleFacts{})};
    facts.way.attribution = user.attributionRule.isEmpty() ? u"pending"_s : u"organic"_s;
    return facts;
}

Trace traceOf(UnitOfWork &uow, qint64 workspaceId, const BotUser &user, const TraceWorld &world)
{
    const auto click = clickSide(uow, workspaceId, user.trackingSessionId);
    const Bot *bot = world.shop ? world.shop->bot(user.botId) : nullptr;
    Trace trace;
    trace.subject = u"user %1 on bot %2"_s.arg(user.telegramUserId).arg(bot ? bot->key : QString::number(user.botId));
    trace.verdict = verdictOf(user) + erasureText(user.erasedAt);
    trace.fields = findingsOf(personFacts(uow, user, click.facts), world);
    trace.trail = uow.trail().byUser(user.botId, user.telegramUserId) + click.trail;
    sortTrail(trace.trail);
    return trace;
}

Trace traceOf(UnitOfWork &uow, qint64 workspaceId, const FollowedClick &followed, const TraceWorld &world)
{
    const auto click = clickSide(uow, workspaceId, followed.click.token);
    Trace trace;
    trace.subject = u"click %1"_s.arg(followed.click.token.toString());
    trace.verdict = verdictOf(followed.click, followed.boundTelegramUserId) + erasureText(followed.erasedAt);
    trace.conversions = uow.conversions().byToken(workspaceId, followed.click.token.toString());
    trace.fields = findingsOf(followed, click.facts.notes, trace.conversions, world);
    trace.trail = click.trail;
    sortTrail(trace.trail);
    return trace;
}

} // namespace

QList<Trace> tracePayment(UnitOfWork &uow, qint64 workspaceId, const QString &idOrReference, const TraceWorld &world)
{
    bool isId = false;
    const auto id = idOrReference.toLongLong(&isId);
    auto row = isId ? uow.payments().byId(id) : std::nullopt;
    if (!row)
        row = uow.payments().byReference(idOrReference);
    if (!row || row->workspaceId != workspaceId)
        return {};
    return {traceOf(uow, *row, world)};
}

QList<Trace> traceUser(UnitOfWork &uow, qint64 workspaceId, qint64 telegramUserId, const TraceWorld &world)
{
    QList<Trace> traces;
    for (const BotUser &user : uow.users().byTelegramId(workspaceId, telegramUserId)) {
        traces.append(traceOf(uow, workspaceId, user, world));
        for (const PaymentRow &row : uow.payments().byUser(user.botId, telegramUserId))
            traces.append(traceOf(uow, row, world));
    }
    return traces;
}

QList<Trace> traceToken(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token, const TraceWorld &world)
{
    QList<Trace> traces;
    if (const auto click = uow.clickFeed().byToken(workspaceId, token))
        traces.append(traceOf(uow, workspaceId, *click, world));
    for (const PaymentRow &row : uow.payments().byToken(workspaceId, token))
        traces.append(traceOf(uow, row, world));
    return traces;
}

} // namespace rastro::core
