// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sandboxworld/loopbackroute.h"

namespace rastro::server {

PlainHeaders plainHeaders(const http::HttpHeaders &headers)
{
    PlainHeaders plain;
    for (qsizetype at = 0; at < headers.size(); ++at)
        plain.append({headers.nameAt(at).toByteArray().toLower(), headers.valueAt(at).toByteArray()});
    return plain;
}

http::HttpResponse plainResponse(int status, const PlainHeaders &headers, const QByteArray &body)
{
    http::HttpResponse response;
    response.status = status;
    response.body = body;
    for (const auto &[name, value] : headers)
        response.headers.add(name, value);
    return response;
}

web::Router::Route loopbackRoute(QObject &core, const QString &prefix, CoreHandler handler)
{
    return [&core, prefix, handler = std::move(handler)](const http::HttpRequest &request, const web::PathValues &,
                                                         const http::Responder &responder) {
        if (!request.isOfLoopback() || request.headers.contains("X-Forwarded-For")) {
            responder.answer(http::HttpResponse::text("not found", 404));
            return;
        }
        const auto path = QString::fromUtf8(QByteArray::fromPercentEncoding(request.path)).mid(prefix.size());
        QMetaObject::invokeMethod(&core, [handler, request, path, responder] { handler(request, path, responder); });
    };
}

} // namespace rastro::server
