// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace.h"

#include "core/trace/fieldreasons.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QTimeZone>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QString utc(Micros at)
{
    return QDateTime::fromMSecsSinceEpoch(at / 1000, QTimeZone::utc()).toString(Qt::ISODateWithMs);
}

void sortTrail(QList<TrailEntry> &trail)
{
    std::sort(trail.begin(), trail.end(),
              [](const TrailEntry &a, const TrailEntry &b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); });
    const auto last =
        std::unique(trail.begin(), trail.end(), [](const TrailEntry &a, const TrailEntry &b) { return a.id == b.id; });
    trail.erase(last, trail.end());
}

Trace traceOf(UnitOfWork &uow, const PaymentRow &row)
{
    Trace trace;
    const Payment &payment = row.payment;
    trace.subject = u"payment %1 (%2), %3, %4, %5"_s.arg(payment.id)
                        .arg(payment.reference, payment.productTitle, payment.amount.toDisplay(u"en"_s),
                             statusName(payment.status));
    const auto user = uow.users().byId(row.botUserId);
    const auto click = payment.token ? uow.clicks().byToken(row.workspaceId, *payment.token) : std::nullopt;
    trace.verdict = verdictOf(row, user, click);
    trace.fields = fieldsOf(row, user, click);
    trace.conversions = uow.conversions().byPayment(payment.id);
    trace.messages = uow.messages().byPayment(payment.id);
    trace.trail = uow.trail().byPayment(payment.id);
    if (payment.token) {
        // The click's own way up to the sale; what later sales of the same click did is theirs.
        for (const TrailEntry &entry : uow.trail().byToken(row.workspaceId, payment.token->toString())) {
            if (entry.paymentId == 0 || entry.paymentId == payment.id)
                trace.trail.append(entry);
        }
    }
    for (const TrailEntry &entry : uow.trail().byUser(payment.botId, payment.telegramUserId)) {
        if (entry.paymentId == 0 && entry.at <= payment.createdAt)
            trace.trail.append(entry);
    }
    sortTrail(trace.trail);
    return trace;
}

QJsonObject toJson(const TraceField &field)
{
    QJsonObject json{{u"name"_s, field.name}, {u"value"_s, field.value}};
    if (!field.reason.isEmpty())
        json[u"reason"_s] = field.reason;
    if (!field.remedy.isEmpty())
        json[u"remedy"_s] = field.remedy;
    return json;
}

QJsonObject toJson(const ConversionRow &row)
{
    return {{u"event"_s, eventNameText(row.name)}, {u"event_id"_s, row.eventId},
            {u"destination"_s, row.destination},   {u"state"_s, row.state},
            {u"attempts"_s, row.attempts},         {u"answer"_s, row.answer}};
}

QJsonObject toJson(const MessageRow &row)
{
    return {
        {u"purpose"_s, row.purpose}, {u"state"_s, row.state}, {u"attempts"_s, row.attempts}, {u"answer"_s, row.answer}};
}

QJsonObject toJson(const TrailEntry &entry)
{
    return {{u"at"_s, utc(entry.at)}, {u"step"_s, entry.step}, {u"text"_s, entry.text}, {u"detail"_s, entry.detail}};
}

template <class T>
QJsonArray listOf(const QList<T> &list)
{
    QJsonArray array;
    for (const T &item : list)
        array.append(toJson(item));
    return array;
}

} // namespace

QJsonObject Trace::toJson() const
{
    return {{u"subject"_s, subject},           {u"verdict"_s, verdict},
            {u"fields"_s, listOf(fields)},     {u"events"_s, listOf(conversions)},
            {u"messages"_s, listOf(messages)}, {u"trail"_s, listOf(trail)}};
}

QList<Trace> tracePayment(UnitOfWork &uow, qint64 workspaceId, const QString &idOrReference)
{
    bool isId = false;
    const auto id = idOrReference.toLongLong(&isId);
    auto row = isId ? uow.payments().byId(id) : std::nullopt;
    if (!row)
        row = uow.payments().byReference(idOrReference);
    if (!row || row->workspaceId != workspaceId)
        return {};
    return {traceOf(uow, *row)};
}

QList<Trace> traceUser(UnitOfWork &uow, qint64 workspaceId, qint64 telegramUserId)
{
    QList<Trace> traces;
    for (const BotUser &user : uow.users().byTelegramId(workspaceId, telegramUserId)) {
        Trace trace;
        trace.subject = u"user %1 on bot %2"_s.arg(telegramUserId).arg(user.botId);
        const auto click =
            user.trackingSessionId ? uow.clicks().byToken(workspaceId, *user.trackingSessionId) : std::nullopt;
        trace.verdict = verdictOf(user);
        trace.fields = fieldsOf(user, click);
        trace.trail = uow.trail().byUser(user.botId, telegramUserId);
        if (user.trackingSessionId)
            trace.trail += uow.trail().byToken(workspaceId, user.trackingSessionId->toString());
        sortTrail(trace.trail);
        traces.append(trace);
        for (const PaymentRow &row : uow.payments().byUser(user.botId, telegramUserId))
            traces.append(traceOf(uow, row));
    }
    return traces;
}

QList<Trace> traceToken(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token)
{
    const auto click = uow.clicks().byToken(workspaceId, token);
    QList<Trace> traces;
    if (click) {
        Trace trace;
        trace.subject = u"click %1"_s.arg(token.toString());
        trace.verdict = verdictOf(*click);
        trace.fields = fieldsOf(*click);
        trace.conversions = uow.conversions().byToken(workspaceId, token.toString());
        trace.trail = uow.trail().byToken(workspaceId, token.toString());
        sortTrail(trace.trail);
        traces.append(trace);
    }
    for (const PaymentRow &row : uow.payments().byToken(workspaceId, token))
        traces.append(traceOf(uow, row));
    return traces;
}

} // namespace rastro::core
