// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/attachment.h"

#include "core/conversion/conversions.h"
#include "core/trace/whyorganic.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

bool settleAttachment(UnitOfWork &uow, PaymentRow &row, const PaymentAttribution &attribution,
                      const PluginRoster &roster, Micros now)
{
    if (row.attribution != u"pending")
        return false;
    row.frozen = attribution;
    row.payment.token = attribution.token;
    row.attribution = attribution.token ? u"attached"_s : u"organic"_s;
    row.nextAttachAt = 0;
    const auto click = attribution.token ? uow.clicks().byToken(row.workspaceId, *attribution.token) : std::nullopt;
    const auto user = uow.users().byId(row.botUserId);
    row.externalId = click && !click->visitorId.isEmpty() ? click->visitorId : user ? user->externalId : QString();
    row.consent = click ? click->consent : Consent::Absent;
    uow.payments().update(row);
    uow.trail().add({.workspaceId = row.workspaceId,
                     .at = now,
                     .step = attribution.token ? u"payment.attached"_s : u"payment.organic"_s,
                     .token = attribution.token ? attribution.token->toString() : QString(),
                     .botId = row.payment.botId,
                     .telegramUserId = row.payment.telegramUserId,
                     .paymentId = row.payment.id,
                     .text = attribution.reason,
                     .detail = {{u"fbclid"_s, !attribution.fbclid.isEmpty()},
                                {u"fbp"_s, !attribution.fbp.isEmpty()},
                                {u"fbc"_s, !attribution.fbc.isEmpty()},
                                {u"pageview_event_id"_s, attribution.pageviewEventId},
                                {u"pool"_s, attribution.poolId}}});
    addInitiateCheckout(uow, row, roster, now);
    return true;
}

namespace {

// A click that the buyer came from just before, and that the tracking plugin has not answered yet: the server that was
// at it may have died.
std::optional<Click> clickOfPendingStart(UnitOfWork &uow, const PaymentRow &row)
{
    const auto start = uow.starts().pending(row.payment.botId, row.payment.telegramUserId);
    if (!start || start->createdAt > row.payment.createdAt)
        return std::nullopt;
    const auto token = TrackingToken::parse(start->parameter);
    return token ? uow.clicks().byToken(row.workspaceId, *token) : std::nullopt;
}

} // namespace

PaymentAttribution attributionOf(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster)
{
    PaymentAttribution result;
    result.paymentId = row.payment.id;
    if (!roster.trackedBots.contains(row.payment.botId)) {
        result.reason = trackingAbsentSentence();
        return result;
    }
    auto click = clickOfPendingStart(uow, row);
    result.token = click ? std::optional(click->token) : row.payment.userToken;
    if (!result.token) {
        result.reason =
            u"Organic: the buyer had no tracking token when the payment was made (opened the bot directly)."_s;
        return result;
    }
    result.reason =
        u"Taken by the host from the buyer's token: the tracking plugin had not answered before the payment."_s;
    if (!click)
        click = uow.clicks().byToken(row.workspaceId, *result.token);
    if (click) {
        result.fbclid = click->fbclid;
        result.fbp = click->fbp;
        result.fbc = click->fbc;
        result.utm = click->utm;
        result.pageviewEventId = click->pageviewEventId;
        result.poolId = click->poolId;
    }
    return result;
}

} // namespace rastro::core
