// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/happening.h"

#include "core/trace/utctext.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QString wayOf(const rastro::Click &click)
{
    QStringList parts;
    const auto add = [&](const QString &name, const QString &value) {
        if (!value.isEmpty())
            parts.append(name + u'=' + value);
    };
    add(u"source"_s, click.utm.source);
    add(u"campaign"_s, click.utm.campaign);
    add(u"content"_s, click.utm.content);
    if (!click.fbclid.isEmpty())
        parts.append(u"fbclid"_s);
    for (auto id = click.ids.begin(); id != click.ids.end(); ++id)
        parts.append(id.key());
    return parts.isEmpty() ? u"no ad parameters"_s : parts.join(u' ');
}

} // namespace

QString kindName(Happening::Kind kind)
{
    switch (kind) {
    case Happening::Click:
        return u"click"_s;
    case Happening::Start:
        return u"start"_s;
    case Happening::Sale:
        return u"sale"_s;
    case Happening::Event:
        break;
    }
    return u"event"_s;
}

std::optional<Happening::Kind> kindOfStep(const QString &step)
{
    if (step == u"click.stored")
        return std::nullopt; // Followed by the click's own row.
    const auto family = step.section(u'.', 0, 0);
    if (family == u"click")
        return Happening::Click;
    if (family == u"start" || family == u"token" || family == u"user")
        return Happening::Start;
    if (family == u"event")
        return Happening::Event;
    if (family == u"payment" || family == u"delivery" || family == u"notice" || family == u"button")
        return Happening::Sale;
    return std::nullopt;
}

Happening happeningOf(const rastro::Click &click)
{
    const bool person = click.traffic == u"person";
    Happening happening;
    happening.kind = Happening::Click;
    happening.at = click.firstSeenMs * 1000;
    happening.step = u"click.stored"_s;
    happening.text = person ? wayOf(click) : u"%1, not counted: %2"_s.arg(click.traffic, wayOf(click));
    happening.token = click.token.toString();
    happening.botId = click.botId;
    happening.poolId = click.poolId;
    happening.detail = {{u"traffic"_s, click.traffic},       {u"fbclid"_s, !click.fbclid.isEmpty()},
                        {u"fbp"_s, !click.fbp.isEmpty()},    {u"fbc"_s, !click.fbc.isEmpty()},
                        {u"utm_source"_s, click.utm.source}, {u"utm_campaign"_s, click.utm.campaign}};
    return happening;
}

Happening happeningOf(const TrailEntry &entry, Happening::Kind kind)
{
    return {kind,        entry.at, entry.step,           entry.text,      entry.token,
            entry.botId, 0,        entry.telegramUserId, entry.paymentId, entry.detail};
}

QJsonObject Happening::toJson() const
{
    return {{u"at"_s, utcText(at)},
            {u"kind"_s, kindName(kind)},
            {u"step"_s, step},
            {u"text"_s, text},
            {u"token"_s, token},
            {u"bot_id"_s, botId},
            {u"pool_id"_s, poolId},
            {u"telegram_user_id"_s, telegramUserId},
            {u"payment_id"_s, paymentId},
            {u"detail"_s, detail}};
}

} // namespace rastro::core
