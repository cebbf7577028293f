// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/deliveryroute.h"

#include "core/click/cookies.h"
#include "web/deliverypage.h"
#include "web/log.h"
#include "web/visit.h"

#include <algorithm>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

constexpr int COOKIE_SECONDS = 60 * 60; // long enough to read the page again; the chat has the link for later

/// With the prefix a browser takes the cookie only from this host and over https (RFC 6265bis section 4.1.3.2).
QByteArray cookieName(const WebSnapshot &snapshot)
{
    return snapshot.isSecure() ? "__Host-delivery" : "delivery";
}

bool mayBeToken(QByteArrayView text)
{
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return text.size() >= 16 && text.size() <= 128 && std::all_of(text.begin(), text.end(), isPlain);
}

} // namespace

DeliveryRoute::DeliveryRoute(const SnapshotCell &snapshots, const PageTemplates &pages, core::Deliveries &deliveries)
    : m_snapshots(snapshots)
    , m_pages(pages)
    , m_deliveries(deliveries)
{
}

void DeliveryRoute::redeem(const http::HttpRequest &request, const PathValues &path,
                           const http::Responder &responder) const
{
    const QByteArray token = path.value(0);
    if (!mayBeToken(token)) {
        responder.answer(unavailable(request, Unavailable::UnknownDelivery));
        return;
    }
    const auto snapshot = m_snapshots.get();
    auto response = http::HttpResponse::redirect(303, "/delivery");
    addAnswerHeaders(response);
    response.headers.add("Set-Cookie", setCookie(cookieName(*snapshot), token, COOKIE_SECONDS, snapshot->isSecure()));
    responder.answer(std::move(response));
}

void DeliveryRoute::show(const http::HttpRequest &request, const PathValues &, const http::Responder &responder) const
{
    const core::Cookies cookies(cookiesOf(request));
    const QString token = cookies.value(cookieName(*m_snapshots.get()));
    if (!mayBeToken(token.toLatin1())) {
        responder.answer(unavailable(request, Unavailable::UnopenedDelivery));
        return;
    }
    m_deliveries.open(token, core::isPerson(visitHints(request)),
                      [this, request, responder](const Result<std::optional<core::OpenedDelivery>> &opened) {
                          responder.answer(page(request, opened));
                      });
}

http::HttpResponse DeliveryRoute::page(const http::HttpRequest &request,
                                       const Result<std::optional<core::OpenedDelivery>> &opened) const
{
    if (!opened) {
        qCWarning(webLog) << "A delivery could not be opened:" << opened.error().code;
        return unavailable(request, Unavailable::Trouble);
    }
    if (!opened->has_value())
        return unavailable(request, Unavailable::UnknownDelivery);
    const core::OpenedDelivery &delivery = **opened;
    const Language buyers = languageOfTag(delivery.language).value_or(Language::Portuguese);
    return deliveryPage(m_pages, *m_snapshots.get(), delivery, pageLanguage(request, buyers));
}

http::HttpResponse DeliveryRoute::unavailable(const http::HttpRequest &request, Unavailable why) const
{
    const QString retry = why == Unavailable::Trouble ? u"/delivery"_s : QString();
    return unavailablePage(m_pages, why, pageLanguage(request), {{}, retry, m_snapshots.get()->settings().contactUrl});
}

} // namespace rastro::web
