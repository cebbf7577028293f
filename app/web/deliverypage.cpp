// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/deliverypage.h"

#include "web/link.h"
#include "web/pagejson.h"

#include <QtCore/QJsonArray>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

QJsonObject purchaseEvent(const core::BrowserPurchase &purchase, const WebSnapshot &snapshot)
{
    PageEvent event;
    event.name = eventNameText(EventName::Purchase);
    event.id = purchase.eventId;
    event.externalId = purchase.externalId;
    event.value = purchase.value;
    event.contentId = purchase.contentId;
    event.contentName = purchase.contentName;
    event.orderId = purchase.orderId;
    event.consent = purchase.consent;
    event.sourceUrl = snapshot.settings().publicUrl + u"/delivery"_s;
    return event.toJson();
}

} // namespace

http::HttpResponse deliveryPage(const PageTemplates &pages, const WebSnapshot &snapshot,
                                const core::OpenedDelivery &delivery, Language language)
{
    const PixelCode &pixels = snapshot.pixels(delivery.poolId, delivery.botId, EventName::Purchase);
    const bool reports = delivery.purchase && !pixels.isEmpty();
    const QString link = linkOrNothing(delivery.deliver);
    QVariantMap values{
        {u"title"_s, delivery.title},
        {u"link"_s, link},
        {u"content"_s, link.isEmpty() ? delivery.deliver : QString()},
        {u"chatLink"_s, delivery.botUsername.isEmpty() ? QString() : snapshot.telegramLink(delivery.botUsername)},
        {u"reports"_s, reports}};
    PageSources sources = pages.styleSources();
    if (reports) {
        const QJsonObject data{{u"events"_s, QJsonArray{purchaseEvent(*delivery.purchase, snapshot)}}};
        values.insert(u"data"_s, jsonForHtml(data));
        values.insert(u"pixels"_s, pixels.elements());
        sources += pages.loaderSources();
        sources += pixels.sources();
    }
    auto response = http::HttpResponse::html(pages.render(u"delivery"_s, language, values));
    addPageHeaders(response, sources);
    return response;
}

} // namespace rastro::web
