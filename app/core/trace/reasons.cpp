// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/reasons.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QList<Reason> reasonsOfTheToken()
{
    const auto useTheLink = u"In ads, on profiles and in messages use the pool's /go link, never the bot's own link."_s;
    return {
        {Why::AttributionPending, Severity::Note, u"attribution_pending"_s,
         u"The tracking plugin has not answered yet."_s,
         u"It is asked again by itself; if it stays so, see rastro doctor."_s},
        {Why::TrackingAbsent, Severity::Trouble, u"tracking_absent"_s,
         u"The tracking plugin was not enabled on this bot."_s,
         u"Add \"tracking\": {} to the bot's plugins in the shop file and apply it."_s},
        {Why::TokenDropped, Severity::Trouble, u"token_dropped"_s,
         u"The buyer had a token when the payment was made, but the tracking plugin answered without one."_s,
         u"The plugin is at fault: update it, or use Rastro's own “tracking”."_s},
        {Why::BoundAfterPayment, Severity::Note, u"bound_after_payment"_s,
         u"The person was bound to a click only after this payment was made; what is frozen on a payment never changes."_s,
         u"Later sales of this person will have that click."_s},
        {Why::ClickedForOtherBot, Severity::Warning, u"clicked_for_other_bot"_s,
         u"The person clicked an ad that led to another bot and came to this one without a link of its own."_s,
         u"If one bot sends people to another, let it link to a pool of that bot, not to the bot."_s},
        {Why::NeverStarted, Severity::Note, u"never_started"_s,
         u"No /start of this person is known: an old chat, or a person brought over from another platform."_s,
         u"The next ad click of this person binds it."_s},
        {Why::OpenedDirectly, Severity::Warning, u"opened_directly"_s,
         u"The person opened the bot directly, without an ad link, so there is no click."_s, useTheLink},
        {Why::TokenUnknown, Severity::Warning, u"token_unknown"_s,
         u"The start parameter is a token that no click has: a link of another installation, or made by hand."_s,
         u"Make links through the pool's /go address only; bring old clicks over before you switch."_s},
        {Why::ClickLost, Severity::Trouble, u"click_lost"_s,
         u"The start parameter is a fresh token of this redirect, but its click could not be stored when it came."_s,
         u"The database was full or away: rastro doctor checks the disk, /metrics counts clicks that were lost."_s},
        {Why::ClickErased, Severity::Warning, u"click_erased"_s,
         u"The start parameter is a token whose click is not stored any more: older than the retention, or erased."_s,
         u"People come back late: keep unbound clicks for longer than your ads' links live."_s},
        {Why::FbclidUnknown, Severity::Warning, u"fbclid_unknown"_s,
         u"The start parameter carries an fbclid that no stored click has."_s,
         u"Let the ad's link lead to /go, which stores the fbclid, and not straight to the bot."_s},
        {Why::ParameterForeign, Severity::Warning, u"parameter_foreign"_s,
         u"The start parameter is neither a token nor an fbclid: somebody else's link, such as a partner's."_s,
         useTheLink},
    };
}

QList<Reason> reasonsOfTheClick()
{
    const auto parameters =
        u"Fill in the ad's URL parameters; the README has the line for Meta with {{campaign.name}} and the others."_s;
    return {
        {Why::NoClick, Severity::Note, u"no_click"_s, u"There is no click: the first field says why."_s, {}},
        {Why::ClickGone,
         Severity::Note,
         u"click_gone"_s,
         u"The click of this token is not stored any more: erased on request, or older than the retention."_s,
         {}},
        {Why::Erased,
         Severity::Note,
         u"erased"_s,
         u"It was erased on request, with all that identified the person."_s,
         {}},
        {Why::Repeated,
         Severity::Note,
         u"repeat"_s,
         u"The same visitor loaded the same address again within seconds: stored apart, not counted, no PageView."_s,
         {}},
        {Why::NotAttached, Severity::Warning, u"not_attached"_s,
         u"The click has it, but the tracking plugin attached the token without it."_s,
         u"The plugin is at fault: update it, or use Rastro's own “tracking”."_s},
        {Why::FbclidMissing, Severity::Warning, u"fbclid_missing"_s,
         u"The ad's address carried UTM parameters but no fbclid: the link was copied, or something cut it off."_s,
         u"Let the ad lead straight to /go: a link shortener or a page between them must pass the query on."_s},
        {Why::FbclidRefused,
         Severity::Warning,
         u"fbclid_refused"_s,
         u"The address carried an fbclid that is far too long to be one, so it was not stored."_s,
         {}},
        {Why::LinkShared, Severity::Note, u"link_shared"_s,
         u"The address carried neither an fbclid nor UTM parameters: the link was typed, shared or stands outside of ads."_s,
         u"If it stands in an ad, check the ad's address and its URL parameters."_s},
        {Why::OtherNetwork,
         Severity::Note,
         u"other_network"_s,
         u"The click came from another network than Meta, which has its own click id."_s,
         {}},
        {Why::NoFbclid,
         Severity::Note,
         u"no_fbclid"_s,
         u"There is no fbclid to make it of, and the browser had no _fbc cookie. It is never made up."_s,
         {}},
        {Why::DirectMode, Severity::Warning, u"direct_mode"_s,
         u"The pool sends people on at once (direct mode), and this browser had no _fbp cookie yet."_s,
         u"Put the pool into \"bridge\" mode: its page lets the pixel set the cookie. It is never made up."_s},
        {Why::BridgeWithoutPixel, Severity::Warning, u"bridge_without_pixel"_s,
         u"The bridge page had no pixel to set the _fbp cookie: neither the pool nor the bot has one."_s,
         u"Add \"meta\": {…} to the plugins of the pool or of the bot."_s},
        {Why::CookieBlocked, Severity::Note, u"cookie_blocked"_s,
         u"The bridge page ran, but the browser reported no _fbp: cookies or scripts blocked, or left too soon."_s,
         u"Nothing to do for one person, and it is never made up. If nearly all lack it, check the pixel id."_s},
        {Why::CookieRefused,
         Severity::Note,
         u"cookie_refused"_s,
         u"The browser sent an _fbp cookie that Meta would refuse, so it was not stored."_s,
         {}},
        {Why::ConsentDenied,
         Severity::Note,
         u"consent_denied"_s,
         u"The person refused to be reported, so the page had no pixel that sets it."_s,
         {}},
        {Why::ReportedAfterPayment,
         Severity::Note,
         u"reported_after_payment"_s,
         u"The browser reported it only after the payment was made; what is frozen on a payment never changes."_s,
         {}},
        {Why::ClickWithoutPool,
         Severity::Note,
         u"click_without_pool"_s,
         u"The click belongs to no pool: it was brought over from another platform."_s,
         {}},
        {Why::UtmMissing, Severity::Warning, u"utm_missing"_s, u"The ad's address carried no UTM parameters."_s,
         parameters},
        {Why::UtmPartial, Severity::Warning, u"utm_partial"_s,
         u"The ad's address carried other UTM parameters, but not this one."_s, parameters},
        {Why::UtmUnexpanded, Severity::Warning, u"utm_unexpanded"_s,
         u"The value is the ad platform's placeholder itself: it was not filled in."_s,
         u"Placeholders belong into the ad's URL parameters; typed into a link by hand they stay as they are."_s},
        {Why::AddressUnknown, Severity::Warning, u"address_unknown"_s,
         u"No public address of the visitor was seen, only one of this network: a proxy, or a visit from inside."_s,
         u"Name your reverse proxy with --trusted-proxies."_s},
        {Why::AddressPrivate, Severity::Warning, u"address_private"_s,
         u"This is an address of a private network: your proxy's, not the visitor's."_s,
         u"Name your reverse proxy with --trusted-proxies, and let it pass the visitor's address on."_s},
        {Why::AddressNotKept,
         Severity::Note,
         u"address_not_kept"_s,
         u"This installation keeps no addresses (--ip-storage none)."_s,
         {}},
        {Why::UserAgentMissing, Severity::Note, u"user_agent_missing"_s, u"The browser sent none."_s, {}},
        {Why::NotAPerson,
         Severity::Note,
         u"not_a_person"_s,
         u"The link was opened by a machine (%1): stored apart, not counted, no PageView."_s,
         {}},
        {Why::NotStarted, Severity::Note, u"not_started"_s, u"Nobody has pressed Start with this click yet."_s,
         u"If it is so for most clicks, open the link on a phone and see whether Telegram opens the right bot."_s},
    };
}

QList<Reason> reasonsOfThePayment()
{
    return {
        {Why::NotPaid, Severity::Note, u"not_paid"_s, u"The charge has not been paid yet."_s, {}},
        {Why::PaidWaits,
         Severity::Note,
         u"paid_waits"_s,
         u"It is paid. The click of its /start may still be on its way, so it is settled and delivered within a minute."_s,
         {}},
        {Why::Expired,
         Severity::Note,
         u"expired"_s,
         u"The charge expired unpaid; money that still comes is taken."_s,
         {}},
        {Why::Canceled, Severity::Note, u"canceled"_s, u"The charge was canceled."_s, {}},
        {Why::GatewayRefused, Severity::Trouble, u"gateway_refused"_s, u"The gateway refused the charge: %1"_s,
         u"Mend what the gateway says; the buyer can press the button again."_s},
        {Why::OutcomeUnknown, Severity::Warning, u"outcome_unknown"_s,
         u"Whether the gateway made the charge is not known yet: %1"_s,
         u"The gateway is asked again by itself; rastro doctor tells whether it can be reached."_s},
        {Why::AmountMismatch, Severity::Trouble, u"amount_mismatch"_s,
         u"Money came, but not the amount that was asked for: %1"_s,
         u"Refund it at the gateway, or deliver by hand: it is not delivered by itself."_s},
        {Why::ChargeMissing, Severity::Note, u"charge_missing"_s, u"The gateway has not made a charge."_s, {}},
    };
}

QList<Reason> reasonsOfWhatGoesOut()
{
    return {
        {Why::PixelMissing, Severity::Warning, u"pixel_missing"_s,
         u"Neither the click's pool nor the bot has a pixel, so nothing was reported."_s,
         u"Add \"meta\": {…} to the plugins of the pool or of the bot; it reports from the next sale on."_s},
        {Why::PixelOnlyOnPool, Severity::Warning, u"pixel_only_on_pool"_s,
         u"The sale has no click, the bot has no pixel, and the pixel of a pool never reports for others."_s,
         u"To have organic sales reported, add \"meta\": {…} to the bot's plugins, too."_s},
        {Why::EventNotQueued, Severity::Warning, u"event_not_queued"_s,
         u"No event was written: it was switched off in the pixel's settings then, or the pixel was added later."_s,
         u"See \"events\" in the pixel's settings."_s},
        {Why::EventWaiting, Severity::Note, u"event_waiting"_s, u"It waits for its turn."_s,
         u"It goes out within seconds while rastro serve runs."_s},
        {Why::EventRetrying, Severity::Warning, u"event_retrying"_s,
         u"It was not accepted yet and is tried again: %1"_s,
         u"Nothing, if the vendor has a moment of trouble; else what the answer says."_s},
        {Why::PixelUnauthorised, Severity::Trouble, u"pixel_unauthorised"_s,
         u"The pixel's credentials are refused: %1"_s,
         u"Make a new access token, put it into the shop file and apply it: what waits goes out then."_s},
        {Why::EventWithheld, Severity::Note, u"event_withheld"_s, u"It was not to be reported: %1"_s,
         u"Nothing: the person did not agree to it, or was erased."_s},
        {Why::EventRefused, Severity::Trouble, u"event_refused"_s, u"The vendor refused it for good: %1"_s,
         u"Mend what the answer says, for the sales to come."_s},
        {Why::EventTooOld, Severity::Trouble, u"event_too_old"_s, u"The vendor accepts it no longer: %1"_s,
         u"See rastro doctor daily, so that trouble with a pixel is not older than its vendor's limit."_s},
        {Why::EventUncertain, Severity::Warning, u"event_uncertain"_s,
         u"Whether it arrived is not known, and sending it again could count it twice: %1"_s,
         u"Look for its event id in the vendor's events manager."_s},
        {Why::DeliveryMissing, Severity::Trouble, u"delivery_missing"_s,
         u"Paid, but no delivery message was written."_s,
         u"Send the buyer the product by hand and report this: it must not happen."_s},
        {Why::DeliveryWaiting, Severity::Note, u"delivery_waiting"_s, u"The delivery message waits to be sent. %1"_s,
         u"It goes out by itself while rastro serve runs."_s},
        {Why::DeliveryFailed, Severity::Trouble, u"delivery_failed"_s,
         u"Telegram did not take the delivery message: %1"_s,
         u"Write to the buyer by hand, and mend what the answer says."_s},
        {Why::DeliveryExpired, Severity::Trouble, u"delivery_expired"_s,
         u"The delivery message was not sent in time: %1"_s, u"Write to the buyer by hand."_s},
        {Why::BuyerBlockedBot, Severity::Warning, u"buyer_blocked_bot"_s,
         u"The buyer has blocked the bot, so the delivery message cannot reach them."_s,
         u"It is sent when the person starts the bot again."_s},
        {Why::PageNotOpened, Severity::Note, u"page_not_opened"_s,
         u"The buyer has not opened the delivery page, so the Purchase is reported by the server only."_s,
         u"Nothing: the server's event is complete by itself."_s},
    };
}

} // namespace

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Ok:
        return u"ok"_s;
    case Severity::Note:
        return u"note"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Trouble:
        break;
    }
    return u"trouble"_s;
}

const QList<Reason> &allReasons()
{
    static const auto all = reasonsOfTheToken() + reasonsOfTheClick() + reasonsOfThePayment() + reasonsOfWhatGoesOut();
    return all;
}

const Reason &reasonFor(Why why)
{
    const auto &all = allReasons();
    const auto found = std::find_if(all.begin(), all.end(), [why](const Reason &reason) { return reason.why == why; });
    Q_ASSERT(found != all.end());
    return *found;
}

} // namespace rastro::core
