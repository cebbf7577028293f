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

PaymentAttribution attributionOf(UnitOfWork &uow, const PaymentRow &row, const PluginRoster &roster)
{
    PaymentAttribution result;
    result.paymentId = row.payment.id;
    if (!roster.trackedBots.contains(row.payment.botId)) {
        result.reason = trackingAbsentSentence();
        return result;
    }
    if (!row.payment.userToken) {
        result.reason =
            u"Organic: the buyer had no tracking token when the payment was made (opened the bot directly)."_s;
        return result;
    }
    result.token = row.payment.userToken;
    result.reason =
        u"Taken by the host from the buyer's token: the tracking plugin had not answered before the payment."_s;
    if (const auto click = uow.clicks().byToken(row.workspaceId, *row.payment.userToken)) {
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
