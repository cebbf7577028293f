// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/clickpayload.h"

#include "core/click/browserid.h"
#include "core/click/capture.h"
#include "core/click/hexid.h"
#include "core/click/ipaddress.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::redis {

namespace {

constexpr std::array clickIds{"ttclid", "gclid", "gbraid", "wbraid", "click_id", "_ttp"};
// Below, a time is in seconds (until 5138); above, in milliseconds (since 1973).
constexpr double secondsEnd = 1e11;
constexpr double minuteMs = 60'000;

QJsonObject objectOf(const QByteArray &payload)
{
    return QJsonDocument::fromJson(payload).object();
}

void put(QJsonObject &object, QLatin1StringView key, const QString &value)
{
    if (!value.isEmpty())
        object.insert(key, value);
}

// Python's None came through templates as a word.
QString textOf(const QJsonObject &object, QLatin1StringView key, qsizetype limit)
{
    const auto value = object.value(key);
    const QString text = value.isDouble() ? QString::number(value.toInteger()) : value.toString();
    return text == u"None" || text == u"null" ? QString() : text.left(limit);
}

QString clickIdOf(const QJsonObject &object, QLatin1StringView key)
{
    const QString id = textOf(object, key, core::MaxClickId + 1);
    return id.toUtf8().size() <= core::MaxClickId ? id : QString(); // A cut one is another one.
}

qint64 numberOf(const QJsonObject &object, QLatin1StringView key)
{
    const auto value = object.value(key);
    return value.isDouble() ? value.toInteger() : value.toString().toLongLong();
}

// Meta's parameter builder puts a suffix behind the address: "203.0.113.7.AQYBAQIA".
QString addressOf(const QString &text)
{
    auto address = core::IpAddress::parse(text.toLatin1());
    if (!address)
        address = core::IpAddress::parse(text.section(u'.', 0, -2).toLatin1());
    return address ? address->toString() : QString();
}

// Of the future is none: it would win over every later click.
qint64 momentOf(const QJsonObject &object, QLatin1StringView key, qint64 latestMs)
{
    const auto value = object.value(key);
    double moment = value.isDouble() ? value.toDouble() : value.toString().toDouble();
    if (moment < secondsEnd)
        moment *= 1000;
    return moment > 0 && moment <= static_cast<double>(latestMs) + minuteMs ? static_cast<qint64>(moment) : 0;
}

// fb.1.<ms>.<fbclid>
qint64 momentOfFbc(const QString &fbc)
{
    return fbc.section(u'.', 2, 2).toLongLong();
}

QString slugOf(const QString &landingUrl)
{
    const auto path = QUrl(landingUrl).path();
    return path.startsWith(u"/go/") ? path.section(u'/', 2, 2) : QString();
}

Utm utmOf(const QJsonObject &object)
{
    const auto text = [&](QLatin1StringView key) { return textOf(object, key, core::CaptureLimits::Utm); };
    return {text("utm_source"_L1), text("utm_medium"_L1), text("utm_campaign"_L1), text("utm_content"_L1),
            text("utm_term"_L1)};
}

// The browser's, where one had made it; the origin platform also kept its own guesses, under another origin.
QString browserFbc(const QJsonObject &object, const QString &fbclid)
{
    const QString fbc = textOf(object, "fbc"_L1, core::MaxClickId * 2);
    const QString origin = textOf(object, "fbc_origin"_L1, 32);
    const bool isBrowsers = origin.isEmpty() || origin == u"cookie";
    return isBrowsers && core::isFbc(fbc) && (fbclid.isEmpty() || core::isFbcOf(fbc, fbclid)) ? fbc : QString();
}

void readBrowserIds(const QJsonObject &object, Click &click, qint64 firstSeenMs)
{
    click.fbclid = clickIdOf(object, "fbclid"_L1);
    const QString fbp = textOf(object, "fbp"_L1, core::MaxClickId);
    click.fbp = core::isFbp(fbp) ? fbp : QString();
    click.fbc = browserFbc(object, click.fbclid);
    click.firstSeenMs = momentOf(object, "first_seen_ms"_L1, firstSeenMs);
    if (click.firstSeenMs == 0)
        click.firstSeenMs = momentOf(object, "pageview_ts"_L1, firstSeenMs);
    if (click.firstSeenMs == 0 && !click.fbc.isEmpty() && momentOfFbc(click.fbc) <= firstSeenMs)
        click.firstSeenMs = momentOfFbc(click.fbc);
    if (click.firstSeenMs == 0)
        click.firstSeenMs = firstSeenMs;
    if (click.fbc.isEmpty() && !click.fbclid.isEmpty())
        click.fbc = core::fbcFrom(click.fbclid, click.firstSeenMs);
}

} // namespace

QByteArray clickKey(const TrackingToken &token)
{
    return "tracking:" + token.toString().toLatin1();
}

QByteArray fbclidKey(const QString &fbclid)
{
    return "tracking:fbclid:" + fbclid.toUtf8();
}

QByteArray writeClick(qint64 workspaceId, const Click &click)
{
    QJsonObject object{{"rastro"_L1, workspaceId},
                       {"tracking_token"_L1, click.token.toString()},
                       {"pool_id"_L1, click.poolId},
                       {"bot_id"_L1, click.botId},
                       {"pageview_ts"_L1, click.firstSeenMs / 1000},
                       {"first_seen_ms"_L1, click.firstSeenMs}};
    put(object, "fbclid"_L1, click.fbclid);
    put(object, "campaign_code"_L1, click.fbclid);
    put(object, "fbp"_L1, click.fbp);
    put(object, "fbc"_L1, click.fbc);
    put(object, "fbc_origin"_L1, click.fbc.isEmpty() ? QString() : u"cookie"_s);
    put(object, "utm_source"_L1, click.utm.source);
    put(object, "utm_medium"_L1, click.utm.medium);
    put(object, "utm_campaign"_L1, click.utm.campaign);
    put(object, "utm_content"_L1, click.utm.content);
    put(object, "utm_term"_L1, click.utm.term);
    put(object, "visitor_id"_L1, click.visitorId);
    put(object, "client_ip"_L1, click.clientIp);
    put(object, "client_user_agent"_L1, click.userAgent);
    put(object, "event_source_url"_L1, click.landingUrl);
    put(object, "referrer"_L1, click.referrer);
    put(object, "pageview_event_id"_L1, click.pageviewEventId);
    put(object, "consent"_L1, consentName(click.consent));
    for (auto id = click.ids.begin(); id != click.ids.end(); ++id)
        object.insert(id.key(), id.value());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<core::ForeignClick> readClick(const TrackingToken &token, const QByteArray &payload, qint64 firstSeenMs)
{
    const auto document = QJsonDocument::fromJson(payload);
    if (!document.isObject())
        return std::nullopt;
    const auto object = document.object();
    Click click{.token = token};
    readBrowserIds(object, click, firstSeenMs);
    for (const char *key : clickIds) {
        if (const auto id = clickIdOf(object, QLatin1StringView(key)); !id.isEmpty())
            click.ids.insert(QString::fromLatin1(key), id);
    }
    click.utm = utmOf(object);
    const auto visitor = textOf(object, "visitor_id"_L1, 64);
    click.visitorId = core::isHexId(visitor) ? visitor : QString();
    click.clientIp = addressOf(textOf(object, "client_ip"_L1, 64));
    click.userAgent = textOf(object, "client_user_agent"_L1, core::CaptureLimits::UserAgent);
    click.landingUrl = textOf(object, "event_source_url"_L1, core::CaptureLimits::Url);
    if (click.landingUrl.isEmpty())
        click.landingUrl = textOf(object, "first_page"_L1, core::CaptureLimits::Url);
    click.referrer = textOf(object, "referrer"_L1, core::CaptureLimits::Referrer);
    // A click without one was never reported as a PageView, so that any new id is right.
    click.pageviewEventId = textOf(object, "pageview_event_id"_L1, 128);
    if (click.pageviewEventId.isEmpty())
        click.pageviewEventId = core::randomHexId();
    click.traffic = u"person"_s;
    click.consent = consentFromName(textOf(object, "consent"_L1, 16));

    const bool isOwn = object.contains("rastro"_L1);
    core::ForeignClick foreign{.click = click,
                               .workspaceId = numberOf(object, "rastro"_L1),
                               .slug = slugOf(click.landingUrl),
                               .pixelId = textOf(object, "pixel_id"_L1, 64),
                               .isOwn = isOwn};
    if (isOwn) {
        foreign.click.poolId = numberOf(object, "pool_id"_L1);
        foreign.click.botId = numberOf(object, "bot_id"_L1);
    } else {
        foreign.poolNumber = numberOf(object, "pool_id"_L1);
    }
    return foreign;
}

std::optional<QByteArray> withBrowserIds(const QByteArray &payload, const QString &fbp, const QString &fbc)
{
    const auto before = objectOf(payload);
    if (before.isEmpty())
        return std::nullopt;
    auto object = before;
    if (textOf(object, "fbp"_L1, core::MaxClickId).isEmpty())
        put(object, "fbp"_L1, fbp);
    if (textOf(object, "fbc"_L1, core::MaxClickId).isEmpty() && !fbc.isEmpty()) {
        put(object, "fbc"_L1, fbc);
        put(object, "fbc_origin"_L1, u"cookie"_s);
    }
    if (object == before)
        return std::nullopt;
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace rastro::redis
