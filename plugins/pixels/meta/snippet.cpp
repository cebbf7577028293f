// SPDX-License-Identifier: GPL-3.0-or-later
#include "snippet.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

// `config` is declared before it: {pixel, name, script, requiresConsent, report}. The parts:
// - The base code: fbq queues calls until the script has come and set fbq.callMethod.
// - disablePushState and autoConfig false: nothing is reported but the one event (Meta Pixel, "Tagging single page
// apps"
//   and "Automatic configuration").
// - trackSingle: where several pixels share a page, each gets its own event only.
// - event.done() once the report is on its way, the script could not be fetched, or 1.5 seconds have passed.
// - Where consent is required, not even the script is fetched without it.
const QString body = uR"js(
if (config.requiresConsent && event.consent !== 'granted') {
  if (event.done) { event.done(); }
  return;
}
var failed = false;
if (!window.fbq) {
  var fbq = window.fbq = function () {
    if (fbq.callMethod) { fbq.callMethod.apply(fbq, arguments); } else { fbq.queue.push(arguments); }
  };
  if (!window._fbq) { window._fbq = fbq; }
  fbq.push = fbq;
  fbq.loaded = true;
  fbq.version = '2.0';
  fbq.queue = [];
  fbq.disablePushState = true;
  var script = document.createElement('script');
  script.async = true;
  script.src = config.script;
  script.addEventListener('error', function () { failed = true; });
  document.head.appendChild(script);
}
window.fbq('set', 'autoConfig', false, config.pixel);
if (event.externalId) {
  window.fbq('init', config.pixel, { external_id: event.externalId });
} else {
  window.fbq('init', config.pixel);
}
var data = {};
if (event.currency) { data.value = event.value; data.currency = event.currency; }
if (event.contentId) { data.content_ids = [event.contentId]; data.content_type = 'product'; }
if (event.contentName) { data.content_name = event.contentName; }
if (event.orderId) { data.order_id = event.orderId; }
window.fbq('trackSingle', config.pixel, config.name, data, { eventID: event.id });
var started = Date.now();
var reported = function () {
  return performance.getEntriesByType('resource').some(function (entry) {
    return entry.name.indexOf(config.report) === 0;
  });
};
var watch = setInterval(function () {
  if (failed || reported() || Date.now() - started >= 1500) {
    clearInterval(watch);
    if (event.done) { event.done(); }
  }
}, 50);
)js"_s;

// JSON is JavaScript, but for "</", which would end the page's script element.
QString configuration(EventName name, const Settings &settings)
{
    const QJsonObject config{{u"pixel"_s, settings.pixelId},
                             {u"name"_s, eventNameText(name)},
                             {u"script"_s, settings.scriptUrl.toString(QUrl::FullyEncoded)},
                             {u"requiresConsent"_s, settings.requiresConsent},
                             {u"report"_s, settings.reportUrl().toString(QUrl::FullyEncoded)}};
    auto json = QString::fromUtf8(QJsonDocument(config).toJson(QJsonDocument::Compact));
    return u"var config = %1;"_s.arg(json.replace(u"</"_s, u"<\\/"_s));
}

QString originOf(const QUrl &url)
{
    return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo)
        .toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash);
}

} // namespace

BrowserSnippet snippetFor(EventName name, const Settings &settings)
{
    const auto scripts = originOf(settings.scriptUrl);
    const auto reports = originOf(settings.imageBaseUrl);
    BrowserSnippet snippet;
    snippet.script = configuration(name, settings) + body;
    snippet.scriptSources = {scripts};
    snippet.imageSources = {reports};
    snippet.connectSources = {reports, scripts};
    snippet.connectSources.removeDuplicates();
    snippet.reportCookies = {u"_fbp"_s, u"_fbc"_s};
    return snippet;
}

} // namespace rastro::meta
