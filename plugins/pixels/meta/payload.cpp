// SPDX-License-Identifier: GPL-3.0-or-later
#include "payload.h"

#include "clickids.h"
#include "clientaddress.h"
#include "digests.h"
#include "normalisation.h"
#include "sourceurl.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QMessageAuthenticationCode>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

void put(QJsonObject &object, const QString &key, const QString &value)
{
    if (!value.isEmpty())
        object.insert(key, value);
}

void put(QJsonObject &object, const QString &key, const QStringList &values)
{
    if (!values.isEmpty())
        object.insert(key, QJsonArray::fromStringList(values));
}

// The host's id is raw by contract (ConversionEvent::externalId) and always hashed: passing one through because it
// looks like an MD5 would give the server's event another person than the browser's.
QStringList externalIdDigest(const QString &raw)
{
    QStringList all;
    for (const auto &form : normalisedExternalId(raw)) {
        if (!form.isEmpty())
            all.append(sha256Hex(form));
    }
    return all;
}

void putBrowser(QJsonObject &user, const Click &click, Micros now)
{
    put(user, u"client_ip_address"_s, publicClientAddress(click.clientIp));
    put(user, u"client_user_agent"_s, click.userAgent);
    put(user, u"fbc"_s, acceptableFbc(fbcOfClick(click.fbc, click.fbclid, click.firstSeenMs), now / 1000));
    put(user, u"fbp"_s, acceptableFbp(click.fbp));
}

QJsonObject userData(const ConversionEvent &event, const Settings &settings, Micros now)
{
    const auto phone = [&](const QString &text) { return normalisedPhone(text, settings.defaultCountryCode); };
    QJsonObject user;
    put(user, u"em"_s, digests(event.email, normalisedEmail));
    put(user, u"ph"_s, digests(event.phone, phone));
    put(user, u"fn"_s, digests(event.firstName, normalisedName));
    put(user, u"ln"_s, digests(event.lastName, normalisedName));
    put(user, u"external_id"_s, externalIdDigest(event.externalId));
    if (event.click)
        putBrowser(user, *event.click, now);
    return user;
}

QJsonObject customData(const ConversionEvent &event)
{
    QJsonObject custom;
    if (event.value) {
        // The decimal text is read by the correctly rounding parser and printed in the shortest form that reads back
        // the same, so up to 15 digits come out as they went in (validation.h refuses more). Never computed in floats.
        custom.insert(u"value"_s, event.value->toDecimal().toDouble());
        put(custom, u"currency"_s, event.value->currency);
    }
    if (!event.contentId.isEmpty()) {
        custom.insert(u"content_ids"_s, QJsonArray{event.contentId});
        custom.insert(u"content_type"_s, u"product"_s);
    }
    put(custom, u"content_name"_s, event.contentName);
    put(custom, u"order_id"_s, event.orderId);
    return custom;
}

// "website" obliges to client_user_agent and event_source_url; the other sources to nothing.
bool isWebsite(ActionSourceRule rule, const QString &userAgent, const QString &sourceUrl)
{
    return rule != ActionSourceRule::Chat && !userAgent.isEmpty() && !sourceUrl.isEmpty();
}

} // namespace

QJsonObject serverEvent(const ConversionEvent &event, const Settings &settings, Micros now)
{
    const auto sourceUrl = event.click ? eventSourceUrl(event.click->landingUrl) : QString();
    const auto userAgent = event.click ? event.click->userAgent : QString();
    const bool website = isWebsite(settings.actionSource, userAgent, sourceUrl);
    QJsonObject json{{u"event_name"_s, eventNameText(event.name)},
                     {u"event_time"_s, std::min(event.at, now) / 1'000'000},
                     {u"action_source"_s, website ? u"website"_s : u"chat"_s},
                     {u"user_data"_s, userData(event, settings, now)}};
    put(json, u"event_id"_s, event.eventId);
    if (website)
        json.insert(u"event_source_url"_s, sourceUrl);
    if (const auto custom = customData(event); !custom.isEmpty())
        json.insert(u"custom_data"_s, custom);
    return json;
}

QByteArray requestBody(const QList<QJsonObject> &events, const Settings &settings)
{
    QJsonArray data;
    for (const auto &event : events)
        data.append(event);
    QJsonObject body{{u"data"_s, data}, {u"access_token"_s, settings.accessToken}};
    put(body, u"test_event_code"_s, settings.testEventCode);
    if (!settings.appSecret.isEmpty()) {
        const auto proof = QMessageAuthenticationCode::hash(settings.accessToken.toUtf8(), settings.appSecret.toUtf8(),
                                                            QCryptographicHash::Sha256);
        body.insert(u"appsecret_proof"_s, QString::fromLatin1(proof.toHex()));
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace rastro::meta
