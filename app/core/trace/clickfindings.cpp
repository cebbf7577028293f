// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/clickfindings.h"

#include "core/click/ipaddress.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

bool isNoted(const ClickFacts &origin, const QString &beginning)
{
    return std::any_of(origin.notes.begin(), origin.notes.end(),
                       [&](const QString &note) { return note.startsWith(beginning); });
}

// Click ids of other networks; _ttp is a cookie and says nothing about this click.
bool isOfAnotherNetwork(const Click &click)
{
    static const std::array keys{u"ttclid"_s, u"gclid"_s, u"gbraid"_s, u"wbraid"_s, u"click_id"_s};
    return std::any_of(keys.begin(), keys.end(), [&](const QString &key) { return click.ids.contains(key); });
}

Why whyNoFbclid(const ClickFacts &origin)
{
    if (!origin.click)
        return Why::NoClick;
    const Click &click = *origin.click;
    if (!click.fbclid.isEmpty())
        return Why::NotAttached;
    if (isNoted(origin, u"fbclid of"_s))
        return Why::FbclidRefused;
    if (isOfAnotherNetwork(click))
        return Why::OtherNetwork;
    return click.utm.isEmpty() ? Why::LinkShared : Why::FbclidMissing;
}

Why whyNoFbp(const CarriedIds &carried, const ClickFacts &origin, const TraceWorld &world)
{
    if (!origin.click)
        return Why::NoClick;
    const Click &click = *origin.click;
    if (!click.fbp.isEmpty())
        return carried.isFrozen ? Why::ReportedAfterPayment : Why::NotAttached;
    if (isNoted(origin, u"The cookie _fbp was refused"_s))
        return Why::CookieRefused;
    const Pool *pool = world.pool(click.poolId);
    if (pool && pool->mode == u"direct")
        return Why::DirectMode;
    if (click.consent == Consent::Denied)
        return Why::ConsentDenied;
    const bool hasPixel =
        world.hasPixel(PluginScope::Pool, click.poolId) || world.hasPixel(PluginScope::Bot, click.botId);
    return world.pixels && !hasPixel ? Why::BridgeWithoutPixel : Why::CookieBlocked;
}

Why whyNoFbc(const CarriedIds &carried, const ClickFacts &origin)
{
    if (!origin.click)
        return Why::NoClick;
    if (!origin.click->fbc.isEmpty())
        return carried.isFrozen ? Why::ReportedAfterPayment : Why::NotAttached;
    return Why::NoFbclid;
}

Finding findingOfUtm(const QString &field, const QString &value, const QString &ofClick, const CarriedIds &carried,
                     const ClickFacts &origin)
{
    if (value.contains(u"{{"))
        return missing(field, Why::UtmUnexpanded, {}, value);
    if (!value.isEmpty())
        return found(field, value);
    if (!origin.click)
        return missing(field, Why::NoClick);
    if (!ofClick.isEmpty())
        return missing(field, Why::NotAttached);
    return missing(field, carried.utm.isEmpty() ? Why::UtmMissing : Why::UtmPartial);
}

Finding findingOf(const QString &field, const QString &value, Why why)
{
    return value.isEmpty() ? missing(field, why) : found(field, value);
}

Finding findingOfAddress(const QString &address, const TraceWorld &world)
{
    if (address.isEmpty())
        return missing(u"client_ip"_s, world.keepsAddresses ? Why::AddressUnknown : Why::AddressNotKept);
    const auto parsed = IpAddress::parse(address.toLatin1());
    if (parsed && !parsed->isPublic())
        return missing(u"client_ip"_s, Why::AddressPrivate, {}, address);
    return found(u"client_ip"_s, address);
}

} // namespace

QList<Finding> findingsOfIds(const CarriedIds &carried, const ClickFacts &origin, const TraceWorld &world)
{
    const Utm ofClick = origin.click ? origin.click->utm : Utm{};
    const auto utm = [&](const QString &field, QString Utm::*part) {
        return findingOfUtm(field, carried.utm.*part, ofClick.*part, carried, origin);
    };
    return {findingOf(u"fbclid"_s, carried.fbclid, whyNoFbclid(origin)),
            findingOf(u"fbp"_s, carried.fbp, whyNoFbp(carried, origin, world)),
            findingOf(u"fbc"_s, carried.fbc, whyNoFbc(carried, origin)),
            utm(u"utm_source"_s, &Utm::source),
            utm(u"utm_medium"_s, &Utm::medium),
            utm(u"utm_campaign"_s, &Utm::campaign),
            utm(u"utm_content"_s, &Utm::content),
            utm(u"utm_term"_s, &Utm::term)};
}

Why whyNotCounted(const Click &click)
{
    return click.traffic == u"repeat" ? Why::Repeated : Why::NotAPerson;
}

QList<Finding> findingsOfBrowser(const ClickFacts &origin, const TraceWorld &world)
{
    if (!origin.click)
        return {missing(u"client_ip"_s, Why::NoClick), missing(u"user_agent"_s, Why::NoClick)};
    const Click &click = *origin.click;
    QList<Finding> findings{
        findingOfAddress(click.clientIp, world), findingOf(u"user_agent"_s, click.userAgent, Why::UserAgentMissing),
        click.traffic == u"person" ? found(u"traffic"_s, click.traffic)
                                   : missing(u"traffic"_s, whyNotCounted(click), click.traffic, click.traffic)};
    if (click.consent != Consent::Absent)
        findings.append(found(u"consent"_s, consentName(click.consent)));
    return findings;
}

QList<Finding> withErasure(QList<Finding> findings, Micros erasedAt)
{
    static const QStringList personal{
        u"tracking_session_id"_s, u"attribution_rule"_s, u"fbclid"_s,      u"fbp"_s,         u"fbc"_s,
        u"client_ip"_s,           u"user_agent"_s,       u"external_id"_s, u"landing_url"_s, u"bound_to"_s};
    for (Finding &finding : findings) {
        if (erasedAt != 0 && finding.value.isEmpty() && personal.contains(finding.field))
            finding = missing(finding.field, Why::Erased);
    }
    return findings;
}

Finding findingOfPool(qint64 poolId, const ClickFacts &origin, const TraceWorld &world)
{
    if (poolId != 0) {
        const Pool *pool = world.pool(poolId);
        return found(u"pool"_s, pool ? pool->slug : QString::number(poolId));
    }
    if (!origin.click)
        return missing(u"pool"_s, Why::NoClick);
    return missing(u"pool"_s, origin.click->poolId != 0 ? Why::NotAttached : Why::ClickWithoutPool);
}

Finding findingOfPageviewId(const QString &eventId, const ClickFacts &origin)
{
    return findingOf(u"pageview_event_id"_s, eventId, origin.click ? Why::NotAttached : Why::NoClick);
}

} // namespace rastro::core
