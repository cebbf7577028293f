// SPDX-License-Identifier: GPL-3.0-or-later
#include "browser/pixelstandin.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace rastro::testing {

using namespace Qt::StringLiterals;

namespace {

// Queues the event and loads the script once, as the real ones' base codes do.
constexpr char SNIPPET[] = R"JS(
window.standIn = window.standIn || [];
window.standIn.push(event);
if (!document.getElementById('stand-in')) {
  var script = document.createElement('script');
  script.id = 'stand-in';
  script.async = true;
  script.src = 'ORIGIN/pixel.js';
  document.head.appendChild(script);
})JS";

constexpr char SCRIPT[] = R"JS(
(function () {
  function setCookie(name, value) { document.cookie = name + '=' + value + '; path=/; max-age=7776000; samesite=lax'; }
  if (document.cookie.indexOf('_fbp=') < 0) { setCookie('_fbp', 'fb.0.' + Date.now() + '.' + Math.floor(Math.random() * 1e9)); }
  var fbclid = /[?&]fbclid=([^&]*)/.exec(location.search);
  if (fbclid) { setCookie('_fbc', 'fb.0.' + Date.now() + '.' + fbclid[1]); }
  window.standIn.forEach(function (event) {
    var spied = { event: event, address: location.href, referrer: document.referrer, cookies: document.cookie,
                  page: document.documentElement.outerHTML };
    fetch('ORIGIN/spy', { method: 'POST', mode: 'no-cors', body: JSON.stringify(spied) });
    var image = new Image();
    image.onload = image.onerror = function () { event.done(); };
    image.src = 'ORIGIN/tr?ev=' + event.name + '&eid=' + event.id + '&dl=' + encodeURIComponent(location.href);
  });
})();
)JS";

const QByteArray GIF = QByteArray::fromBase64("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

} // namespace

BrowserSnippet PixelStandIn::snippet() const
{
    const QString script = QString::fromLatin1(SNIPPET).replace(u"ORIGIN"_s, url());
    return {script, {url()}, {url()}, {url()}, {u"_fbp"_s, u"_fbc"_s}};
}

QList<PixelStandIn::Event> PixelStandIn::events() const
{
    const std::lock_guard lock(m_mutex);
    return m_events;
}

QByteArray PixelStandIn::everything() const
{
    const std::lock_guard lock(m_mutex);
    return m_everything;
}

http::HttpResponse PixelStandIn::take(const http::HttpRequest &request)
{
    const std::lock_guard lock(m_mutex);
    if (request.path == "/pixel.js") {
        if (m_blocked)
            return http::HttpResponse::empty(404);
        http::HttpResponse script;
        script.headers.add("Content-Type", "text/javascript");
        script.body = QByteArray(SCRIPT).replace("ORIGIN", url().toLatin1());
        return script;
    }
    if (request.path != "/spy" && request.path != "/tr")
        return http::HttpResponse::html("<!doctype html><link rel=icon href=\"data:,\"><title>Telegram's page</title>");
    m_everything += request.method + ' ' + request.path + '?' + request.query + '\n';
    for (qsizetype i = 0; i < request.headers.size(); ++i)
        m_everything +=
            request.headers.nameAt(i).toByteArray() + ": " + request.headers.valueAt(i).toByteArray() + '\n';
    m_everything += request.body + '\n';
    if (request.path == "/spy") {
        const QJsonObject event = QJsonDocument::fromJson(request.body)["event"_L1].toObject();
        m_events.append({event["name"_L1].toString(), event["id"_L1].toString(), event});
        return http::HttpResponse::empty(204);
    }
    http::HttpResponse image;
    image.headers.add("Content-Type", "image/gif");
    image.body = GIF;
    return image;
}

} // namespace rastro::testing
