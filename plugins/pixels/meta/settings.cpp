// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

QString text(const QJsonObject &json, const QString &key, const QString &otherwise = {})
{
    return json.value(key).toString(otherwise);
}

ActionSourceRule actionSourceRule(const QString &name)
{
    if (name == u"website"_s)
        return ActionSourceRule::Website;
    return name == u"chat"_s ? ActionSourceRule::Chat : ActionSourceRule::Auto;
}

QList<EventName> enabledEvents(const QJsonObject &switches)
{
    static const QList<std::pair<QString, EventName>> names{{u"page_view"_s, EventName::PageView},
                                                            {u"view_content"_s, EventName::ViewContent},
                                                            {u"initiate_checkout"_s, EventName::InitiateCheckout},
                                                            {u"purchase"_s, EventName::Purchase}};
    QList<EventName> enabled;
    for (const auto &[key, name] : names) {
        if (switches.value(key).toBool(true))
            enabled.append(name);
    }
    return enabled;
}

bool isThisMachine(const QString &host)
{
    static const QRegularExpression loopback(uR"(\A(localhost|::1|127(\.[0-9]{1,3}){3})\z)"_s);
    return loopback.match(host).hasMatch();
}

bool isSafe(const QUrl &url)
{
    return url.isValid() && (url.scheme() == u"https"_s || (url.scheme() == u"http"_s && isThisMachine(url.host())));
}

QUrl below(QUrl base, const QString &path)
{
    const auto prefix = base.path();
    base.setPath((prefix.endsWith(u'/') ? prefix.chopped(1) : prefix) + path);
    return base;
}

} // namespace

Result<Settings> Settings::read(const QJsonObject &json)
{
    Settings settings;
    settings.pixelId = text(json, u"pixel_id"_s);
    settings.accessToken = text(json, u"access_token"_s);
    settings.appSecret = text(json, u"app_secret"_s);
    settings.testEventCode = text(json, u"test_event_code"_s);
    settings.apiVersion = text(json, u"api_version"_s, u"v25.0"_s);
    settings.defaultCountryCode = text(json, u"default_country_code"_s, u"55"_s);
    settings.baseUrl = QUrl(text(json, u"base_url"_s, u"https://graph.facebook.com"_s));
    settings.scriptUrl = QUrl(text(json, u"script_url"_s, u"https://connect.facebook.net/en_US/fbevents.js"_s));
    settings.imageBaseUrl = QUrl(text(json, u"image_base_url"_s, u"https://www.facebook.com"_s));
    settings.actionSource = actionSourceRule(text(json, u"action_source"_s));
    settings.requiresConsent = json.value(u"require_consent"_s).toBool(false);
    settings.events = enabledEvents(json.value(u"events"_s).toObject());
    for (const auto &url : {settings.baseUrl, settings.scriptUrl}) {
        if (!isSafe(url))
            return failure(u"meta.insecure_url"_s,
                           u"“%1” must begin with https:// (http is accepted for this machine only)."_s.arg(
                               url.toDisplayString()));
    }
    return settings;
}

QUrl Settings::eventsUrl() const
{
    return below(baseUrl, u"/%1/%2/events"_s.arg(apiVersion, pixelId));
}

QUrl Settings::reportUrl() const
{
    return below(imageBaseUrl, u"/tr"_s);
}

QString redacted(QString text, const Settings &settings)
{
    for (const auto &secret : {settings.accessToken, settings.appSecret}) {
        if (!secret.isEmpty())
            text.replace(secret, u"•••"_s);
    }
    return text;
}

} // namespace rastro::meta
