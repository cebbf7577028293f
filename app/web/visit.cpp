// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/visit.h"

#include "http/byteswriter.h"

namespace rastro::web {

namespace {

constexpr qsizetype COOKIE_ATTRIBUTES = 96; // more than the names of all attributes, and a number

} // namespace

QByteArray cookiesOf(const http::HttpRequest &request)
{
    return request.headers.joined("Cookie", "; ");
}

core::VisitHints visitHints(const http::HttpRequest &request)
{
    const http::HttpHeaders &headers = request.headers;
    return {request.method,          headers.view("User-Agent"), headers.view("Sec-Purpose"),
            headers.view("Purpose"), headers.view("X-Purpose"),  headers.view("X-Moz")};
}

core::AddressHints addressHints(const http::HttpRequest &request)
{
    const http::HttpHeaders &headers = request.headers;
    return {request.peer, headers.view("CF-Connecting-IPv6"), headers.view("CF-Connecting-IP"),
            headers.joined("X-Forwarded-For", ", ")};
}

Language pageLanguage(const http::HttpRequest &request, Language byDefault)
{
    return acceptedLanguage(request.headers.joined("Accept-Language", ",")).value_or(byDefault);
}

QByteArray setCookie(QByteArrayView name, QByteArrayView value, int maxAgeSeconds, bool secure, QByteArrayView path)
{
    QByteArray cookie;
    http::BytesWriter writer(cookie, name.size() + value.size() + path.size() + COOKIE_ATTRIBUTES);
    writer.put(name).put("=").put(value).put("; Path=").put(path).put("; Max-Age=").putNumber(maxAgeSeconds);
    writer.put("; HttpOnly; SameSite=Lax");
    if (secure)
        writer.put("; Secure");
    writer.finish();
    return cookie;
}

} // namespace rastro::web
