// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/salefindings.h"

#include "core/payment/mismatchtext.h"
#include "core/trace/clickfindings.h"
#include "core/trace/whyorganic.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

Finding findingOfToken(const PaymentFacts &facts, const TraceWorld &world)
{
    if (!facts.row.payment.token)
        return missing(u"tracking_token"_s, whyOrganic(facts.sale, world.clickDays));
    const QString &token = facts.row.payment.token->toString();
    return facts.origin.click ? found(u"tracking_token"_s, token)
                              : missing(u"tracking_token"_s, Why::ClickGone, {}, token);
}

Finding findingOfRule(const PaymentFacts &facts)
{
    if (!facts.row.payment.token)
        return missing(u"attribution_rule"_s, Why::NoClick);
    return found(u"attribution_rule"_s, facts.sale.rule.isEmpty() ? u"unknown"_s : facts.sale.rule);
}

bool isMismatch(const PaymentRow &row)
{
    return row.receivedMinor > 0 && (row.receivedMinor < row.payment.amount.minor || isMismatchText(row.lastError));
}

QString whatCame(const PaymentRow &row)
{
    if (row.receivedMinor >= row.payment.amount.minor)
        return row.lastError;
    const Money received{row.receivedMinor, row.payment.amount.currency};
    return u"%1 instead of %2."_s.arg(received.toDisplay(u"en"_s), row.payment.amount.toDisplay(u"en"_s));
}

Why whyUnpaid(const PaymentRow &row)
{
    switch (row.payment.status) {
    case PaymentStatus::Failed:
        return Why::GatewayRefused;
    case PaymentStatus::Expired:
        return Why::Expired;
    case PaymentStatus::Canceled:
        return Why::Canceled;
    case PaymentStatus::New:
    case PaymentStatus::Creating:
    case PaymentStatus::Unknown:
        return Why::OutcomeUnknown;
    default:
        return Why::NotPaid;
    }
}

Finding findingOfStatus(const PaymentRow &row)
{
    const auto status = statusName(row.payment.status);
    if (row.payment.status == PaymentStatus::Paid)
        return found(u"status"_s, status);
    if (isMismatch(row))
        return missing(u"status"_s, Why::AmountMismatch, whatCame(row), status);
    if (row.receivedMinor > 0)
        return missing(u"status"_s, Why::PaidWaits, {}, status);
    const auto said = row.lastError.isEmpty() ? u"it gave no reason."_s : row.lastError;
    return missing(u"status"_s, whyUnpaid(row), said, status);
}

Finding findingOfCharge(const PaymentRow &row)
{
    return row.gatewayTransactionId.isEmpty() ? missing(u"charge"_s, Why::ChargeMissing)
                                              : found(u"charge"_s, row.gatewayTransactionId);
}

Finding findingOfPurchaseId(const PaymentRow &row)
{
    return row.purchaseEventId.isEmpty() ? missing(u"purchase_event_id"_s, whyNotYet(row))
                                         : found(u"purchase_event_id"_s, row.purchaseEventId);
}

Finding findingOfPerson(const PaymentRow &row)
{
    return row.externalId.isEmpty() ? missing(u"external_id"_s, Why::AttributionPending)
                                    : found(u"external_id"_s, row.externalId);
}

} // namespace

Why whyNotYet(const PaymentRow &row)
{
    return row.receivedMinor > 0 && !isMismatch(row) ? Why::PaidWaits : Why::NotPaid;
}

QList<Finding> findingsOf(const PaymentFacts &facts, const TraceWorld &world)
{
    const PaymentRow &row = facts.row;
    const auto &frozen = row.frozen;
    QList<Finding> findings{findingOfToken(facts, world), findingOfRule(facts)};
    findings += findingsOfIds({frozen.fbclid, frozen.fbp, frozen.fbc, frozen.utm, true}, facts.origin, world);
    findings.append(findingOfPageviewId(frozen.pageviewEventId, facts.origin));
    findings.append(findingOfPool(frozen.poolId, facts.origin, world));
    findings += findingsOfBrowser(facts.origin, world);
    findings +=
        QList<Finding>{findingOfPerson(row), findingOfStatus(row), findingOfCharge(row), findingOfPurchaseId(row)};
    return withErasure(findings, row.erasedAt) + findingsOfWhatGoesOut(facts, world);
}

} // namespace rastro::core
