// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/unavailablepage.h"

#include "web/link.h"

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

struct Case
{
    int status;
    const char *text; // key in the page's texts: <key>.title, <key>.body
};

Case caseOf(Unavailable why)
{
    switch (why) {
    case Unavailable::UnknownLink:
        return {404, "unknown_link"};
    case Unavailable::PausedLink:
        return {503, "paused_link"};
    case Unavailable::NoBot:
        return {503, "no_bot"};
    case Unavailable::UnknownDelivery:
        return {404, "unknown_delivery"};
    case Unavailable::UnopenedDelivery:
        return {404, "unopened_delivery"};
    case Unavailable::Trouble:
        return {503, "trouble"};
    case Unavailable::MethodNotAllowed:
        return {405, "method"};
    case Unavailable::NotFound:
        break;
    }
    return {404, "not_found"};
}

} // namespace

http::HttpResponse unavailablePage(const PageTemplates &pages, Unavailable why, Language language, const WayOn &wayOn)
{
    const auto [status, key] = caseOf(why);
    const QString text = QString::fromLatin1(key);
    const QString fallback = linkOrNothing(wayOn.fallbackUrl);
    const bool retries = why == Unavailable::NoBot && !wayOn.retryUrl.isEmpty();
    auto response =
        http::HttpResponse::html(pages.render(u"unavailable"_s, language,
                                              {{u"title"_s, pages.text(u"unavailable"_s, text + u"_title"_s, language)},
                                               {u"body"_s, pages.text(u"unavailable"_s, text + u"_body"_s, language)},
                                               {u"fallbackUrl"_s, fallback},
                                               {u"retryUrl"_s, wayOn.retryUrl},
                                               {u"contactUrl"_s, linkOrNothing(wayOn.contactUrl)},
                                               {u"otherWays"_s, !fallback.isEmpty() || !wayOn.retryUrl.isEmpty()},
                                               {u"waits"_s, status == 503},
                                               {u"retries"_s, retries}}),
                                 status);
    addPageHeaders(response, pages.styleSources());
    if (status == 503)
        response.headers.add("Retry-After", "20");
    return response;
}

} // namespace rastro::web
