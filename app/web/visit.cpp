// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/visit.h"

#include "http/byteswriter.h"

namespace rastro::web {

namespace {

constexpr qsizetype COOKIE_ATTRIBUTES = 64; // more than the names of all attributes

} // namespace

QByteArray joinedHeader(const http::HttpRequest &request, QByteArrayView name, QByteArrayView separator)
{
    return request.headers.values(name).join(separator);
}

core::VisitHints visitHints(const http::HttpRequest &request)
{
    const http::HttpHeaders &headers = request.headers;
    return {request.method,           headers.value("User-Agent"), headers.value("Sec-Purpose"),
            headers.value("Purpose"), headers.value("X-Purpose"),  headers.value("X-Moz")};
}

core::AddressHints addressHints(const http::HttpRequest &request)
{
    const http::HttpHeaders &headers = request.headers;
    return {request.peer, headers.value("CF-Connecting-IPv6"), headers.value("CF-Connecting-IP"),
            joinedHeader(request, "X-Forwarded-For", ", ")};
}

Language pageLanguage(const http::HttpRequest &request, Language byDefault)
{
    return acceptedLanguage(joinedHeader(request, "Accept-Language", ",")).value_or(byDefault);
}

QByteArray setCookie(const QByteArray &name, const QByteArray &value, int maxAgeSeconds, bool secure,
                     const QByteArray &path)
{
    const QByteArray maxAge = QByteArray::number(maxAgeSeconds);
    QByteArray cookie;
    http::BytesWriter writer(cookie, name.size() + value.size() + path.size() + maxAge.size() + COOKIE_ATTRIBUTES);
    writer.put(name).put("=").put(value).put("; Path=").put(path).put("; Max-Age=").put(maxAge);
    writer.put("; HttpOnly; SameSite=Lax");
    if (secure)
        writer.put("; Secure");
    writer.finish();
    return cookie;
}

} // namespace rastro::web
