// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/goroute.h"

#include "core/click/cookies.h"
#include "core/click/hexid.h"
#include "core/click/querystring.h"
#include "core/click/returningvisit.h"
#include "http/byteswriter.h"
#include "web/bridgepage.h"
#include "web/log.h"
#include "web/visit.h"

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

constexpr int VISITOR_COOKIE_SECONDS = 365 * 24 * 60 * 60;
constexpr int WAITING_COOKIE_SECONDS = 60; // the page without a bot asks again every 20
constexpr qsizetype MAX_RETRY_URL = 16 * 1024;

/// `base`, then what was asked for.
QByteArray urlOf(const http::HttpRequest &request, QByteArrayView base = {})
{
    QByteArray url;
    http::BytesWriter writer(url, base.size() + request.path.size() + 1 + request.query.size());
    writer.put(base).put(request.path);
    if (!request.query.isEmpty())
        writer.put("?").put(request.query);
    writer.finish();
    return url;
}

bool isWaiting(const http::HttpRequest &request)
{
    return !core::Cookies(cookiesOf(request)).value(core::WaitingCookie).isEmpty();
}

} // namespace

GoRoute::GoRoute(const SnapshotCell &snapshots, const PageTemplates &pages, core::ClickRecorder &clicks,
                 core::TokenMinter &tokens, Now now, std::chrono::milliseconds patience)
    : m_snapshots(snapshots)
    , m_pages(pages)
    , m_clicks(clicks)
    , m_tokens(tokens)
    , m_now(std::move(now))
    , m_overdue(patience)
{
}

void GoRoute::handle(const http::HttpRequest &request, const PathValues &path, const http::Responder &responder)
{
    const auto snapshot = m_snapshots.get();
    const WebSnapshot::PoolPage *page = snapshot->pool(path.value(0));
    const qint64 botId = page && page->pool.active ? chooseBot(request, *page) : 0;
    if (!page || !page->pool.active || (botId == 0 && isWaiting(request))) {
        responder.answer(refuse(request, *snapshot, page ? &page->pool : nullptr));
        return;
    }
    core::CapturedClick captured = capture(request, *snapshot, page->pool, botId);
    const auto pending = std::make_shared<const PendingAnswer>(
        PendingAnswer{responder, botId ? onward(request, *snapshot, *page, captured.click)
                                       : noBot(request, *snapshot, *page, captured.click)});
    auto answer = [pending, slug = page->pool.slug](const Result<void> &stored) {
        if (!stored)
            qCWarning(webLog) << "A click of pool" << slug
                              << "was not stored when its visitor was sent on:" << stored.error().code;
        pending->responder.answer(pending->response);
    };
    m_overdue.watch(pending);
    m_clicks.record(std::move(captured), page->pool.workspaceId, std::move(answer));
}

qint64 GoRoute::chooseBot(const http::HttpRequest &request, const WebSnapshot::PoolPage &page)
{
    if (page.choice.isSticky()) {
        if (const auto former = core::returningBot(page.choice, cookiesOf(request), request.query))
            return *former;
    }
    return page.choice.bot(m_turns.next(page.pool.id)).value_or(0);
}

// The cookie keeps the page's own reloads from being counted: the click is stored, and waits.
http::HttpResponse GoRoute::noBot(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                  const WebSnapshot::PoolPage &page, const Click &click)
{
    ++m_unserved;
    http::HttpResponse response = refuse(request, snapshot, &page.pool);
    response.headers.add("Set-Cookie", setCookie(core::VisitorCookie, click.visitorId.toLatin1(),
                                                 VISITOR_COOKIE_SECONDS, snapshot.isSecure()));
    response.headers.add("Set-Cookie",
                         setCookie(core::WaitingCookie, "1", WAITING_COOKIE_SECONDS, snapshot.isSecure(), page.path));
    return response;
}

http::HttpResponse GoRoute::refuse(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                   const core::Pool *pool) const
{
    const Language language = pageLanguage(request);
    const QString contact = snapshot.settings().contactUrl;
    if (!pool)
        return unavailablePage(m_pages, Unavailable::UnknownLink, language, {{}, {}, contact});
    if (pool->active && m_noBot.isDue(pool->id, m_now()))
        qCWarning(webLog) << "Pool" << pool->slug
                          << "has no bot that can take a visitor: enable one, or wait for one to "
                             "come online";
    const WayOn wayOn{pool->fallbackUrl, core::urlText(urlOf(request), MAX_RETRY_URL), contact};
    return unavailablePage(m_pages, pool->active ? Unavailable::NoBot : Unavailable::PausedLink, language, wayOn);
}

core::CapturedClick GoRoute::capture(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                     const core::Pool &pool, qint64 botId)
{
    const WebSettings &settings = snapshot.settings();
    const Micros now = m_now();
    core::ClickRequest click;
    click.hints = visitHints(request);
    click.url = urlOf(request, snapshot.baseUrl(request.headers.view("Host")).toUtf8());
    click.query = request.query;
    click.cookies = cookiesOf(request);
    click.referrer = request.headers.view("Referer");
    click.clientIp = core::storedAddress(
        core::clientAddress(addressHints(request), settings.proxies, settings.ownAddresses), settings.addresses);
    const core::ClickIds ids{m_tokens.mint(now), core::randomHexId(), core::randomHexId()};
    return core::captureClick(click, pool, botId, ids, now, snapshot.captureKeys());
}

http::HttpResponse GoRoute::onward(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                   const WebSnapshot::PoolPage &page, const Click &click) const
{
    const core::Pool &pool = page.pool;
    http::HttpResponse response;
    if (pool.mode == "direct"_L1) {
        const QString username = snapshot.bot(click.botId).username;
        response = http::HttpResponse::redirect(302, snapshot.telegramLink(username, click.token.toString()).toUtf8());
        addAnswerHeaders(response);
    } else {
        response = bridgePage(m_pages, snapshot, pool, click, pageLanguage(request));
    }
    response.headers.add("Set-Cookie", setCookie(core::VisitorCookie, click.visitorId.toLatin1(),
                                                 VISITOR_COOKIE_SECONDS, snapshot.isSecure()));
    if (pool.isSticky())
        response.headers.add("Set-Cookie", setCookie(core::LedToCookie, snapshot.bot(click.botId).username.toLatin1(),
                                                     VISITOR_COOKIE_SECONDS, snapshot.isSecure(), page.path));
    if (click.traffic == "person"_L1)
        response.headers.add("Set-Cookie", setCookie(core::RepeatCookie, core::visitDigest(request.query),
                                                     core::RepeatSeconds, snapshot.isSecure(), page.path));
    return response;
}

} // namespace rastro::web
