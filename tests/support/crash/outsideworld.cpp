// SPDX-License-Identifier: GPL-3.0-or-later
#include "crash/outsideworld.h"

#include "server/sandboxworld/loopbackroute.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

// Public, and worth nothing outside of this process.
constexpr char botToken[] = "400500600:token-of-the-crash-test-bot-000000000";
constexpr char accessToken[] = "crash-test-access-token";

// Polls of servers that died are answered by nobody: the world's end does not wait for them.
http::Limits worldLimits()
{
    http::Limits limits;
    limits.drainDeadline = std::chrono::milliseconds(1);
    return limits;
}

QJsonObject offer(const QString &key, int price)
{
    return {
        {u"key"_s, key}, {u"title"_s, key.toUpper()}, {u"price"_s, price}, {u"deliver"_s, u"https://example.com"_s}};
}

} // namespace

OutsideWorld::OutsideWorld(quint16 port)
    : m_world(m_clock, m_http)
    , m_post(m_http)
    , m_bank({}, m_clock, m_ledger, m_post)
    , m_router([](const http::HttpRequest &, int status) { return http::HttpResponse::text("no such place", status); })
    , m_server([this](const http::HttpRequest &request,
                      const http::Responder &responder) { m_router.handle(request, responder); },
               worldLimits())
{
    m_world.telegram().addBot(QLatin1StringView(botToken), QLatin1StringView(BotUsername), u"Crash"_s);
    m_world.meta().addPixel(QLatin1StringView(PixelId), QLatin1StringView(accessToken));
    m_world.addTo(m_router);
    addBankTo(m_router);
    const auto opened = m_bank.open();
    const auto listening = m_server.listen(QHostAddress::LocalHost, port);
    if (!opened || !listening)
        qFatal("the outside world could not begin: %s", listening ? "bank" : qPrintable(listening.error().message));
    m_port = *listening;
}

OutsideWorld::~OutsideWorld()
{
    m_server.close();
}

QUrl OutsideWorld::origin() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

QByteArray OutsideWorld::shopFile() const
{
    const QJsonObject plugins{
        {u"tracking"_s, QJsonObject{}},
        {u"sandbox"_s, QJsonObject{{u"base_url"_s, origin().toString()}}},
        {u"meta"_s, QJsonObject{{u"pixel_id"_s, QLatin1StringView(PixelId)},
                                {u"access_token"_s, QLatin1StringView(accessToken)},
                                {u"base_url"_s, server::SandboxWorld::metaApi(origin()).toString()}}}};
    const QJsonObject bot{{u"key"_s, u"crash"_s},
                          {u"token"_s, QLatin1StringView(botToken)},
                          {u"offers"_s, QJsonArray{offer(u"vip"_s, 1997), offer(u"guide"_s, 4990)}},
                          {u"plugins"_s, plugins}};
    const QJsonObject pool{{u"slug"_s, u"ad"_s}, {u"mode"_s, u"direct"_s}, {u"bots"_s, QJsonArray{u"crash"_s}}};
    return QJsonDocument({{u"rastro"_s, 1}, {u"bots"_s, QJsonArray{bot}}, {u"pools"_s, QJsonArray{pool}}}).toJson();
}

void OutsideWorld::bankBehaves(const QJsonObject &behaviour)
{
    const auto answer = m_bank.handle("POST", u"/sandbox/behaviour"_s, {}, {}, QJsonDocument(behaviour).toJson());
    if (answer.status != 200)
        qFatal("the bank refuses to behave so: %s", answer.body.constData());
}

void OutsideWorld::addBankTo(web::Router &router)
{
    const auto route = server::loopbackRoute(
        m_core, {}, [this](const http::HttpRequest &request, const QString &path, const http::Responder &responder) {
            const auto answer =
                m_bank.handle(request.method, path, request.query, server::plainHeaders(request.headers), request.body);
            if (!answer.withheld)
                responder.answer(server::plainResponse(answer.status, answer.headers, answer.body));
        });
    router.add("*", "/sandbox/charges", route);
    router.add("*", "/sandbox/charges/*", route);
}

} // namespace rastro::test
