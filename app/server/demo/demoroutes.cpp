// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/demoroutes.h"

#include "core/click/capture.h"
#include "core/click/hexid.h"
#include "core/trace/clickstep.h"
#include "core/trace/trace.h"
#include "server/sandboxworld/loopbackroute.h"
#include "web/visit.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr int entriesAtOnce = 500;

http::HttpResponse json(const QJsonObject &object)
{
    auto response = http::HttpResponse::json(QJsonDocument(object).toJson(QJsonDocument::Compact));
    web::addAnswerHeaders(response);
    return response;
}

QString parameter(const http::HttpRequest &request, const QString &name)
{
    return QUrlQuery(QString::fromUtf8(request.query)).queryItemValue(name, QUrl::FullyDecoded);
}

QJsonObject view(const core::TrailEntry &entry)
{
    return {{u"id"_s, entry.id},       {u"at"_s, entry.at / 1000},          {u"step"_s, entry.step},
            {u"token"_s, entry.token}, {u"person"_s, entry.telegramUserId}, {u"payment"_s, entry.paymentId},
            {u"text"_s, entry.text},   {u"detail"_s, entry.detail}};
}

QJsonObject view(const sandbox::MetaEvent &event, const QString &from)
{
    return {{u"name"_s, event.name},    {u"id"_s, event.eventId},          {u"from"_s, from},
            {u"at"_s, event.at / 1000}, {u"duplicate"_s, event.duplicate}, {u"json"_s, event.json}};
}

// The newest payment of the person, else what is known of the person, else of the click.
QJsonObject saleOf(core::UnitOfWork &uow, qint64 person, const QString &tokenText)
{
    const auto workspace = uow.shop().workspace(u"default"_s);
    auto traces = core::traceUser(uow, workspace, person);
    const auto isPayment = [](const core::Trace &trace) { return trace.subject.startsWith(u"payment"_s); };
    const auto newest = std::find_if(traces.begin(), traces.end(), isPayment);
    if (newest != traces.end())
        return newest->toJson();
    if (!traces.isEmpty())
        return traces.first().toJson();
    const auto token = TrackingToken::parse(tokenText);
    if (token)
        traces = core::traceToken(uow, workspace, *token);
    auto click = traces.isEmpty() ? QJsonObject() : traces.first().toJson();
    if (!click.isEmpty())
        click[u"token"_s] = tokenText;
    return click;
}

} // namespace

DemoRoutes::DemoRoutes(DemoInstallation &demo, DemoPage page)
    : m_demo(demo)
    , m_page(std::move(page))
    , m_run(core::randomHexId())
{
}

void DemoRoutes::addTo(web::Router &router)
{
    const auto add = [this, &router](const QByteArray &method, const QByteArray &path, auto answer) {
        const auto handler = [this, answer](const http::HttpRequest &request, const QString &,
                                            const http::Responder &responder) { answer(request, responder); };
        router.add(method, path, loopbackRoute(m_demo.runtime(), {}, handler));
    };
    const auto page = [this](const auto &request, const auto &responder) { show(request, responder); };
    add("GET", "/demo", page);
    add("GET", "/t.me/*", page);
    add("GET", "/",
        [](const auto &, const auto &responder) { responder.answer(http::HttpResponse::redirect(302, "/demo")); });
    const auto icon = [this](const auto &, const auto &responder) { responder.answer(m_page.icon()); };
    add("GET", "/demo/icon.svg", icon);
    add("GET", "/favicon.ico", icon); // of the bridge and the delivery page too
    add("GET", "/demo/trail", [this](const auto &request, const auto &responder) { trail(request, responder); });
    add("GET", "/demo/sale", [this](const auto &request, const auto &responder) { sale(request, responder); });
    add("GET", "/demo/events", [this](const auto &, const auto &responder) { events(responder); });
    add("POST", "/demo/restart", [this](const auto &, const auto &responder) { restart(responder); });
}

// At one address only, whatever it was asked at: another is another browser storage, and the chat would be lost.
void DemoRoutes::show(const http::HttpRequest &request, const http::Responder &responder)
{
    const auto &local = m_demo.runtime().options().localUrl;
    if (request.headers.value("Host") != local.authority().toLatin1()) {
        responder.answer(http::HttpResponse::redirect(302, (local.toString() + u"/demo"_s).toUtf8()));
        return;
    }
    const auto ad = m_demo.adLink();
    QUrlQuery query(ad);
    query.removeQueryItem(u"fbclid"_s); // each click gets one of its own, in the page
    const QJsonObject setup{{u"run"_s, m_run},
                            {u"bot"_s, QLatin1StringView(DemoInstallation::BotUsername)},
                            {u"ad"_s, ad.path() + u'?' + query.toString(QUrl::FullyEncoded)}};
    responder.answer(m_page.render(web::pageLanguage(request), setup));
}

void DemoRoutes::trail(const http::HttpRequest &request, const http::Responder &responder)
{
    m_demo.runtime().database().transact<QJsonArray>(
        &m_demo.runtime(),
        [after = parameter(request, u"after"_s).toLongLong(),
         click = parameter(request, u"click"_s)](core::UnitOfWork &uow) {
            QJsonArray entries;
            const auto workspace = uow.shop().workspace(u"default"_s);
            for (const Click &next : uow.clicks().after(workspace, click, entriesAtOnce))
                entries.append(view(core::clickStep(workspace, next)));
            for (const core::TrailEntry &entry : uow.trail().after(workspace, after, entriesAtOnce))
                entries.append(view(entry));
            return entries;
        },
        [responder](const Result<QJsonArray> &entries) {
            responder.answer(json({{u"entries"_s, entries.value_or(QJsonArray())}}));
        });
}

void DemoRoutes::sale(const http::HttpRequest &request, const http::Responder &responder)
{
    m_demo.runtime().database().transact<QJsonObject>(
        &m_demo.runtime(),
        [person = parameter(request, u"person"_s).toLongLong(),
         token = parameter(request, u"token"_s)](core::UnitOfWork &uow) { return saleOf(uow, person, token); },
        [responder](const Result<QJsonObject> &sale) { responder.answer(json(sale.value_or(QJsonObject()))); });
}

void DemoRoutes::events(const http::Responder &responder)
{
    const auto &meta = m_demo.world().meta();
    QJsonArray events;
    for (const sandbox::MetaEvent &event : meta.browserEvents())
        events.append(view(event, u"browser"_s));
    for (const sandbox::MetaEvent &event : meta.serverEvents())
        events.append(view(event, u"server"_s));
    responder.answer(json({{u"events"_s, events}}));
}

void DemoRoutes::restart(const http::Responder &responder)
{
    auto response = http::HttpResponse::empty(204);
    web::addAnswerHeaders(response);
    for (const QByteArray &name : {QByteArray(core::VisitorCookie), QByteArray("delivery")})
        response.headers.add("Set-Cookie", web::setCookie(name, {}, 0, false));
    for (const char *name : {"_fbp", "_fbc"}) // those that the pixel's script sets
        response.headers.add("Set-Cookie", QByteArray(name) + "=; Max-Age=0; Path=/");
    responder.answer(std::move(response));
}

} // namespace rastro::server
