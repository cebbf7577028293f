// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/visit.h"

namespace rastro::web {

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
    return {request.peer.toString().toLatin1(), headers.value("CF-Connecting-IPv6"), headers.value("CF-Connecting-IP"),
            joinedHeader(request, "X-Forwarded-For", ", ")};
}

Language pageLanguage(const http::HttpRequest &request, Language byDefault)
{
    return acceptedLanguage(joinedHeader(request, "Accept-Language", ",")).value_or(byDefault);
}

QByteArray setCookie(const QByteArray &name, const QByteArray &value, int maxAgeSeconds, bool secure,
                     const QByteArray &path)
{
    return name + '=' + value + "; Path=" + path + "; Max-Age=" + QByteArray::number(maxAgeSeconds) +
           "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
}

} // namespace rastro::web
