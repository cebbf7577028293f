// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/fieldreasons.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

struct Why
{
    QString reason;
    QString remedy;
};

void add(QList<TraceField> &fields, const QString &name, const QString &value, const Why &why = {})
{
    if (value.isEmpty())
        fields.append({name, value, why.reason, why.remedy});
    else
        fields.append({name, value, {}, {}});
}

Why noToken(const std::optional<BotUser> &user, const PaymentRow &row)
{
    if (row.attribution == u"pending")
        return {u"The tracking plugin has not answered yet."_s, u"It is asked again by itself; see rastro doctor."_s};
    if (user && user->trackingSessionId)
        return {u"The person was bound to a click only after this payment was made."_s, {}};
    return {u"The person opened the bot without an ad link, so there is no click."_s,
            u"Use the pool's /go link in ads, never the bot's own link."_s};
}

Why noFbclid(const std::optional<Click> &click)
{
    if (!click)
        return {u"There is no click."_s, {}};
    return {u"The ad's address carried no fbclid: not a Meta ad, or the link was copied without it."_s, {}};
}

Why noFbp(const std::optional<Click> &click)
{
    if (!click)
        return {u"There is no click, so there was no browser."_s, {}};
    return {u"The browser had no _fbp cookie when it clicked, and none was reported since."_s,
            u"Put the pool into \"bridge\" mode: its page lets the pixel set the cookie. Never invented."_s};
}

Why noUtm()
{
    return {u"The ad's address carried no UTM parameters."_s, u"Add them to the ad's URL parameters."_s};
}

void addUtm(QList<TraceField> &fields, const Utm &utm)
{
    add(fields, u"utm_source"_s, utm.source, noUtm());
    add(fields, u"utm_medium"_s, utm.medium, noUtm());
    add(fields, u"utm_campaign"_s, utm.campaign, noUtm());
    add(fields, u"utm_content"_s, utm.content, noUtm());
    add(fields, u"utm_term"_s, utm.term, noUtm());
}

void addBrowser(QList<TraceField> &fields, const std::optional<Click> &click)
{
    const Why none{u"There is no click, so there was no browser."_s, {}};
    add(fields, u"client_ip"_s, click ? click->clientIp : QString(),
        click ? Why{u"The visitor's address could not be told from the proxy's."_s,
                    u"Name your reverse proxy with --trusted-proxies."_s}
              : none);
    add(fields, u"user_agent"_s, click ? click->userAgent : QString(),
        click ? Why{u"The browser sent none."_s, {}} : none);
}

QString poolText(qint64 poolId)
{
    return poolId ? QString::number(poolId) : QString();
}

} // namespace

QString verdictOf(const PaymentRow &row, const std::optional<BotUser> &user, const std::optional<Click> &click)
{
    if (row.attribution == u"pending")
        return u"Not decided yet: the tracking plugin has not answered."_s;
    if (!row.payment.token)
        return u"Organic: "_s + row.frozen.reason;
    const auto rule = user && user->trackingSessionId == row.payment.token ? user->attributionRule : QString();
    QString text = u"Attributed"_s;
    if (!rule.isEmpty())
        text += u" by the rule “%1”"_s.arg(rule);
    if (!click)
        return text + u", but the click is not stored any more."_s;
    return text + u"."_s;
}

QString verdictOf(const BotUser &user)
{
    if (user.attributionRule.isEmpty())
        return u"Not decided yet."_s;
    return user.trackingSessionId ? u"Bound by the rule “%1”."_s.arg(user.attributionRule)
                                  : u"Organic: no click is known."_s;
}

QString verdictOf(const Click &click)
{
    return click.traffic == u"person" ? u"A person's click."_s : u"Not counted: %1."_s.arg(click.traffic);
}

QList<TraceField> fieldsOf(const PaymentRow &row, const std::optional<BotUser> &user, const std::optional<Click> &click)
{
    QList<TraceField> fields;
    const auto &frozen = row.frozen;
    add(fields, u"tracking_token"_s, row.payment.token ? row.payment.token->toString() : QString(), noToken(user, row));
    add(fields, u"fbclid"_s, frozen.fbclid, noFbclid(click));
    add(fields, u"fbp"_s, frozen.fbp, noFbp(click));
    add(fields, u"fbc"_s, frozen.fbc, noFbclid(click));
    add(fields, u"pageview_event_id"_s, frozen.pageviewEventId, {u"There is no click."_s, {}});
    add(fields, u"pool"_s, poolText(frozen.poolId), {u"There is no click, so no pool."_s, {}});
    addUtm(fields, frozen.utm);
    addBrowser(fields, click);
    add(fields, u"external_id"_s, row.externalId, {u"Not settled yet."_s, {}});
    add(fields, u"purchase_event_id"_s, row.purchaseEventId, {u"Not paid."_s, {}});
    return fields;
}

QList<TraceField> fieldsOf(const BotUser &user, const std::optional<Click> &click)
{
    QList<TraceField> fields;
    add(fields, u"tracking_session_id"_s, user.trackingSessionId ? user.trackingSessionId->toString() : QString(),
        {u"The person opened the bot without an ad link."_s, u"Use the pool's /go link in ads."_s});
    add(fields, u"attribution_rule"_s, user.attributionRule, {u"The tracking plugin has not answered yet."_s, {}});
    add(fields, u"fbclid"_s, user.fbclid, noFbclid(click));
    add(fields, u"fbp"_s, user.fbp, noFbp(click));
    add(fields, u"fbc"_s, user.fbc, noFbclid(click));
    addUtm(fields, user.utm);
    return fields;
}

QList<TraceField> fieldsOf(const Click &click)
{
    QList<TraceField> fields;
    add(fields, u"fbclid"_s, click.fbclid, noFbclid(click));
    add(fields, u"fbp"_s, click.fbp, noFbp(click));
    add(fields, u"fbc"_s, click.fbc, noFbclid(click));
    add(fields, u"pageview_event_id"_s, click.pageviewEventId);
    add(fields, u"pool"_s, poolText(click.poolId));
    addUtm(fields, click.utm);
    addBrowser(fields, click);
    add(fields, u"landing_url"_s, click.landingUrl);
    for (auto id = click.ids.begin(); id != click.ids.end(); ++id)
        add(fields, id.key(), id.value());
    return fields;
}

} // namespace rastro::core
