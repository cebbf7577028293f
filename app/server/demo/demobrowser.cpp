// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/demobrowser.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::server {

void DemoBrowser::open(const QUrl &url, QObject *context, Then then)
{
    HttpRequest request;
    request.url = url;
    request.headers = {{"User-Agent", UserAgent}, {"Accept-Language", "pt-BR,pt;q=0.9"}, {"X-Forwarded-For", Address}};
    if (const auto cookies = cookieHeader(); !cookies.isEmpty())
        request.headers.append({"Cookie", cookies});
    m_http.send(request, context, [this, then = std::move(then)](const Result<HttpAnswer> &answer) {
        if (answer)
            keepCookies(*answer);
        then(answer ? *answer : HttpAnswer{});
    });
}

void DemoBrowser::report(const QUrl &metaApi, const QString &pixelId, const QJsonObject &event, const QUrl &page,
                         QObject *context)
{
    QUrlQuery fields{{u"id"_s, pixelId},
                     {u"ev"_s, event[u"name"_s].toString()},
                     {u"eid"_s, event[u"id"_s].toString()},
                     {u"dl"_s, QString::fromUtf8(QUrl::toPercentEncoding(page.toString(QUrl::FullyEncoded)))},
                     {u"ud[external_id]"_s, event[u"externalId"_s].toString()}};
    HttpRequest request;
    request.url = metaApi;
    request.url.setPath(metaApi.path() + u"/tr"_s);
    request.url.setQuery(fields);
    request.headers = {{"User-Agent", UserAgent}};
    m_http.send(request, context, [](const Result<HttpAnswer> &) {});
}

QList<QJsonObject> DemoBrowser::eventsIn(const QByteArray &page)
{
    static const QByteArray opening = R"(<script type="application/json" id="rastro-events">)";
    const auto start = page.indexOf(opening);
    if (start < 0)
        return {};
    const auto from = start + opening.size();
    const auto json = QJsonDocument::fromJson(page.mid(from, page.indexOf("</script>", from) - from));
    QList<QJsonObject> events;
    for (const auto &event : json[u"events"_s].toArray())
        events.append(event.toObject());
    return events;
}

void DemoBrowser::keepCookies(const HttpAnswer &answer)
{
    for (const auto &[name, value] : answer.headers) {
        if (name != "set-cookie")
            continue;
        const auto pair = value.left(value.indexOf(';'));
        const auto equals = pair.indexOf('=');
        m_cookies[pair.left(equals).trimmed()] = pair.mid(equals + 1).trimmed();
    }
}

QByteArray DemoBrowser::cookieHeader() const
{
    QByteArrayList pairs;
    for (auto cookie = m_cookies.begin(); cookie != m_cookies.end(); ++cookie)
        pairs.append(cookie.key() + '=' + cookie.value());
    return pairs.join("; ");
}

} // namespace rastro::server
