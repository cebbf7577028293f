// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/salechecks.h"

#include "web/pagejson.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

using sandbox::MetaEvent;
using sandbox::MetaStandIn;

QString tokenText(const std::optional<TrackingToken> &token)
{
    return token ? token->toString() : QString();
}

QString sent(const SaleSeen &seen, const QString &key)
{
    return QUrlQuery(seen.adLink).queryItemValue(key, QUrl::FullyDecoded);
}

// The person's events of one name that the pixel's server side took: told apart as the pixel does, by external_id.
QList<MetaEvent> taken(const MetaStandIn &meta, const SaleStored &stored, const QString &name)
{
    const auto person = web::hashedId(stored.payment.externalId);
    QList<MetaEvent> events;
    for (const MetaEvent &event : meta.serverEvents()) {
        const auto ids = event.json[u"user_data"_s][u"external_id"_s].toArray();
        if (event.name == name && ids.contains(person))
            events.append(event);
    }
    return events;
}

int countedWith(const MetaStandIn &meta, const QString &name, const QString &eventId)
{
    int count = 0;
    for (const auto *events : {&meta.serverEvents(), &meta.browserEvents()}) {
        for (const MetaEvent &event : *events)
            count += event.name == name && event.eventId == eventId ? 1 : 0;
    }
    return count;
}

void checkUtms(Checklist &list, const SaleSeen &seen, const Utm &utm)
{
    list.same(u"utm_source"_s, utm.source, sent(seen, u"utm_source"_s));
    list.same(u"utm_medium"_s, utm.medium, sent(seen, u"utm_medium"_s));
    list.same(u"utm_campaign"_s, utm.campaign, sent(seen, u"utm_campaign"_s));
    list.same(u"utm_content"_s, utm.content, sent(seen, u"utm_content"_s));
    list.same(u"utm_term"_s, utm.term, sent(seen, u"utm_term"_s));
}

void checkBuyer(Checklist &list, const SaleSeen &seen, const SaleStored &stored)
{
    const auto user = stored.user.value_or(core::BotUser{});
    list.title(u"Ad sale: the buyer as stored"_s);
    list.same(u"tracking_session_id is the token of the click"_s, tokenText(user.trackingSessionId), seen.token);
    list.same(u"fbclid byte for byte"_s, user.fbclid, sent(seen, u"fbclid"_s));
    list.same(u"found by the rule of the start parameter"_s, user.attributionRule,
              ruleName(AttributionRule::StartToken));
}

QString expectedFbc(const SaleSeen &seen, const SaleStored &stored)
{
    const auto firstSeen = stored.click ? stored.click->firstSeenMs : 0;
    return u"fb.1.%1.%2"_s.arg(firstSeen).arg(sent(seen, u"fbclid"_s));
}

void checkPayment(Checklist &list, const SaleSeen &seen, const SaleStored &stored)
{
    const auto &row = stored.payment;
    const auto pageView = seen.pageView.value(0)[u"id"_s].toString();
    list.title(u"Ad sale: the payment as stored"_s);
    list.same(u"it is paid"_s, statusName(row.payment.status), u"paid"_s);
    list.same(u"it is attached to its click"_s, row.attribution, u"attached"_s);
    list.same(u"tracking_token is the token of the click"_s, tokenText(row.frozen.token), seen.token);
    list.same(u"fbclid byte for byte"_s, row.frozen.fbclid, sent(seen, u"fbclid"_s));
    list.same(u"fbp is the browser's own"_s, row.frozen.fbp, QLatin1StringView(AutoSale::Fbp));
    list.same(u"fbc is fb.1.<first seen>.<fbclid>"_s, row.frozen.fbc, expectedFbc(seen, stored));
    checkUtms(list, seen, row.frozen.utm);
    list.same(u"pool"_s, stored.poolSlug, u"demo"_s);
    list.same(u"pageview_event_id is that of the bridge page"_s, row.frozen.pageviewEventId, pageView);
    list.same(u"event id of Purchase is that of the click's PageView"_s, row.purchaseEventId, pageView);
}

void checkCounts(Checklist &list, const SaleStored &stored, const MetaStandIn &meta, const QStringList &names)
{
    for (const QString &name : names) {
        const auto count = taken(meta, stored, name).size();
        list.that(u"%1 received from the server exactly once"_s.arg(name), count == 1, u"%1 times"_s.arg(count));
    }
}

void checkDelivered(Checklist &list, const SaleSeen &seen, const SaleStored &stored, const QJsonObject &purchase)
{
    const auto browser = seen.purchase.value(0);
    list.that(u"the delivery link answers 303 and the page opens"_s,
              seen.deliveryStatus == 303 && seen.deliveryPageStatus == 200,
              u"%1 and %2"_s.arg(seen.deliveryStatus).arg(seen.deliveryPageStatus));
    list.that(u"the delivery page gives Purchase to the browser's pixel once"_s,
              seen.purchase.size() == 1 && seen.again.isEmpty(),
              u"%1 times, and %2 times when reloaded"_s.arg(seen.purchase.size()).arg(seen.again.size()));
    list.same(u"the browser's Purchase has the event id of the server's"_s, browser[u"id"_s].toString(),
              purchase[u"event_id"_s].toString());
    list.same(u"external_id is the same in browser and server"_s, browser[u"externalId"_s].toString(),
              purchase[u"user_data"_s][u"external_id"_s].toArray().at(0).toString());
    list.same(u"order_id is the payment's reference in both"_s, browser[u"orderId"_s].toString(),
              stored.payment.payment.reference);
}

void checkCountsAsOne(Checklist &list, const SaleStored &stored, const MetaStandIn &meta, const QString &name,
                      const QString &eventId)
{
    const auto both = countedWith(meta, name, eventId);
    list.that(u"%1 reached the pixel twice, from browser and server, with one event id: it counts once"_s.arg(name),
              both == 2 && !taken(meta, stored, name).value(0).duplicate, u"%1 reports with this id"_s.arg(both));
}

void checkPurchase(Checklist &list, const SaleSeen &seen, const SaleStored &stored, const QJsonObject &purchase)
{
    const auto user = purchase[u"user_data"_s];
    list.same(u"event id of Purchase is the stored one"_s, purchase[u"event_id"_s].toString(),
              stored.payment.purchaseEventId);
    list.same(u"fbc of Purchase"_s, user[u"fbc"_s].toString(), expectedFbc(seen, stored));
    list.same(u"fbp of Purchase"_s, user[u"fbp"_s].toString(), QLatin1StringView(AutoSale::Fbp));
    list.same(u"event_source_url is the ad's landing address"_s, purchase[u"event_source_url"_s].toString(),
              seen.adLink.toString(QUrl::FullyEncoded));
    list.same(u"client_ip_address is the buyer's"_s, user[u"client_ip_address"_s].toString(),
              QLatin1StringView(DemoBrowser::Address));
    list.same(u"client_user_agent is the buyer's"_s, user[u"client_user_agent"_s].toString(),
              QLatin1StringView(DemoBrowser::UserAgent));
    list.same(u"value and currency"_s,
              u"%1 %2"_s.arg(purchase[u"custom_data"_s][u"value"_s].toDouble(), 0, 'f', 2)
                  .arg(purchase[u"custom_data"_s][u"currency"_s].toString()),
              stored.payment.payment.amount.toDecimal() + u' ' + stored.payment.payment.amount.currency);
}

} // namespace

bool SaleStored::isOnItsWay() const
{
    return std::any_of(trace.conversions.begin(), trace.conversions.end(),
                       [](const core::ConversionRow &row) { return row.state == u"pending"; });
}

std::optional<SaleStored> readSale(core::UnitOfWork &uow, const QString &reference)
{
    const auto payment = uow.payments().byReference(reference);
    if (!payment)
        return std::nullopt;
    SaleStored stored;
    stored.payment = *payment;
    stored.user = uow.users().byId(payment->botUserId);
    if (payment->frozen.token)
        stored.click = uow.clicks().byToken(payment->workspaceId, *payment->frozen.token);
    const auto shop = std::make_shared<const core::Shop>(uow.shop().load());
    if (const auto *pool = shop->pool(payment->frozen.poolId))
        stored.poolSlug = pool->slug;
    stored.trace = core::tracePayment(uow, payment->workspaceId, reference, {shop, std::nullopt}).value(0);
    return stored;
}

void checkAttributed(Checklist &list, const SaleSeen &seen, const SaleStored &stored, const MetaStandIn &meta)
{
    const auto purchase = taken(meta, stored, u"Purchase"_s).value(0).json;
    const auto pageView = seen.pageView.value(0)[u"id"_s].toString();
    checkBuyer(list, seen, stored);
    checkPayment(list, seen, stored);
    list.title(u"Ad sale: what the pixel received"_s);
    checkCounts(list, stored, meta, {u"PageView"_s, u"ViewContent"_s, u"InitiateCheckout"_s, u"Purchase"_s});
    checkPurchase(list, seen, stored, purchase);
    list.title(u"Ad sale: browser and server are one"_s);
    checkDelivered(list, seen, stored, purchase);
    checkCountsAsOne(list, stored, meta, u"PageView"_s, pageView);
    checkCountsAsOne(list, stored, meta, u"Purchase"_s, stored.payment.purchaseEventId);
}

void checkOrganic(Checklist &list, const SaleSeen &seen, const SaleStored &stored, const MetaStandIn &meta)
{
    const auto &row = stored.payment;
    const auto purchase = taken(meta, stored, u"Purchase"_s).value(0).json;
    const auto user = purchase[u"user_data"_s].toObject();
    list.title(u"Organic sale"_s);
    list.same(u"it is paid"_s, statusName(row.payment.status), u"paid"_s);
    list.same(u"attribution is explicitly organic"_s, row.attribution, u"organic"_s);
    list.that(u"no token, no click id, no UTM is made up"_s, !row.frozen.token && row.frozen.fbclid.isEmpty() &&
                                                                 row.frozen.fbp.isEmpty() && row.frozen.fbc.isEmpty() &&
                                                                 row.frozen.utm.isEmpty() && row.frozen.poolId == 0);
    list.that(u"the trail gives the reason"_s,
              row.frozen.reason.startsWith(u"Organic"_s) ||
                  std::any_of(stored.trace.trail.begin(), stored.trace.trail.end(), [](const core::TrailEntry &entry) {
                      return entry.step == u"payment.organic" && !entry.text.isEmpty();
                  }));
    list.same(u"event id of Purchase is purchase.<payment>"_s, row.purchaseEventId,
              u"purchase."_s + row.payment.reference);
    checkCounts(list, stored, meta, {u"ViewContent"_s, u"InitiateCheckout"_s, u"Purchase"_s});
    list.that(u"no PageView: there was no page"_s, taken(meta, stored, u"PageView"_s).isEmpty());
    list.same(u"event id of Purchase that the pixel received"_s, purchase[u"event_id"_s].toString(),
              row.purchaseEventId);
    list.that(u"the pixel received no fbc and no fbp"_s, !user.contains(u"fbc"_s) && !user.contains(u"fbp"_s));
    checkDelivered(list, seen, stored, purchase);
    checkCountsAsOne(list, stored, meta, u"Purchase"_s, row.purchaseEventId);
}

} // namespace rastro::server
