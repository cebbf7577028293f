// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sandboxworld/sandboxworld.h"

#include "server/sandboxworld/loopbackroute.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QUrl under(QUrl origin, const QString &path)
{
    origin.setPath(path);
    return origin;
}

} // namespace

QUrl SandboxWorld::telegramApi(QUrl origin)
{
    return under(std::move(origin), u"/tg"_s);
}

QUrl SandboxWorld::metaApi(QUrl origin)
{
    return under(std::move(origin), u"/meta"_s);
}

QUrl SandboxWorld::metaScript(QUrl origin)
{
    return under(std::move(origin), u"/meta/en_US/fbevents.js"_s);
}

SandboxWorld::SandboxWorld(Clock &clock, HttpClient &http)
    : m_telegram(clock, &http)
    , m_meta(clock)
{
}

void SandboxWorld::addTo(web::Router &router)
{
    const auto telegram = [this](const http::HttpRequest &request, const QString &path,
                                 const http::Responder &responder) { toTelegram(request, path, responder); };
    const auto meta = [this](const http::HttpRequest &request, const QString &path, const http::Responder &responder) {
        toMeta(request, path, responder);
    };
    router.add("*", "/tg/*", loopbackRoute(m_core, u"/tg"_s, telegram));
    router.add("*", "/sandbox/telegram/*", loopbackRoute(m_core, {}, telegram));
    router.add("*", "/meta/*", loopbackRoute(m_core, u"/meta"_s, meta));
}

void SandboxWorld::toTelegram(const http::HttpRequest &request, const QString &path, const http::Responder &responder)
{
    m_telegram.handle(request.method, path, request.query, plainHeaders(request.headers), request.body,
                      [responder](const sandbox::HttpReply &reply) {
                          auto headers = reply.headers;
                          headers.append({"Content-Type", reply.contentType});
                          responder.answer(plainResponse(reply.status, headers, reply.body));
                      });
}

void SandboxWorld::toMeta(const http::HttpRequest &request, const QString &path, const http::Responder &responder)
{
    const auto answer =
        m_meta.handle({request.method, path, request.query, plainHeaders(request.headers), request.body});
    if (!answer.withheld)
        responder.answer(plainResponse(answer.status, answer.headers, answer.body));
}

} // namespace rastro::server
