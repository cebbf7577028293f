// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/bridgepage.h"

#include "web/pagejson.h"

#include <QtCore/QJsonArray>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

QJsonObject pageView(const Click &click)
{
    PageEvent event;
    event.name = eventNameText(EventName::PageView);
    event.id = click.pageviewEventId;
    event.externalId = click.visitorId;
    event.sourceUrl = click.landingUrl;
    event.consent = click.consent;
    return event.toJson();
}

/// What the page posts to POST /go/<slug>/browser, and which cookies it waits for.
QJsonObject report(const core::Pool &pool, const Click &click, const QStringList &cookies)
{
    QJsonObject wanted;
    if (cookies.contains("_fbp"_L1))
        wanted.insert(u"fbp"_s, u"_fbp"_s);
    if (cookies.contains("_fbc"_L1))
        wanted.insert(u"fbc"_s, u"_fbc"_s);
    return {{u"url"_s, u"/go/"_s + pool.slug + u"/browser"_s},
            {u"token"_s, click.token.toString()},
            {u"cookies"_s, wanted}};
}

QJsonObject next(const QString &username, const QString &link, const TrackingToken &token)
{
    return {{u"web"_s, link}, {u"app"_s, u"tg://resolve?domain=%1&start=%2"_s.arg(username, token.toString())}};
}

QJsonObject dwell(const WebSettings &settings)
{
    return {{u"least"_s, qint64(settings.leastDwell.count())}, {u"most"_s, qint64(settings.mostDwell.count())}};
}

QJsonObject pageData(const WebSnapshot &snapshot, const PixelCode &pixels, const core::Pool &pool, const Click &click,
                     const QJsonObject &next)
{
    QJsonObject data{{u"next"_s, next}};
    if (!pixels.isEmpty()) {
        data.insert(u"events"_s, QJsonArray{pageView(click)});
        data.insert(u"report"_s, report(pool, click, pixels.reportCookies()));
        data.insert(u"wait"_s, dwell(snapshot.settings()));
    }
    return data;
}

} // namespace

http::HttpResponse bridgePage(const PageTemplates &pages, const WebSnapshot &snapshot, const core::Pool &pool,
                              const Click &click, Language language)
{
    const WebSnapshot::BotPage bot = snapshot.bot(click.botId);
    static const PixelCode none;
    // A repeated load shows the page as it was, but reports nothing a second time: its event id would be a new one.
    const bool reports = click.consent != Consent::Denied && click.traffic != "repeat"_L1;
    const PixelCode &pixels = reports ? snapshot.pixels(click.poolId, click.botId, EventName::PageView) : none;
    const QString link = snapshot.telegramLink(bot.username, click.token.toString());
    auto response = http::HttpResponse::html(pages.render(
        u"bridge"_s, language,
        {{u"name"_s, bot.name},
         {u"initial"_s, bot.name.left(bot.name.size() > 1 && bot.name.at(0).isHighSurrogate() ? 2 : 1).toUpper()},
         {u"username"_s, bot.username},
         {u"link"_s, link},
         {u"data"_s, jsonForHtml(pageData(snapshot, pixels, pool, click, next(bot.username, link, click.token)))},
         {u"pixels"_s, pixels.elements()}}));
    PageSources sources = pages.styleSources();
    sources += pages.loaderSources();
    sources += pixels.sources();
    sources.connectsToSelf = !pixels.isEmpty();
    addPageHeaders(response, sources);
    return response;
}

} // namespace rastro::web
