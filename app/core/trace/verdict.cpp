// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/verdict.h"

#include "core/trace/whyorganic.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

QString verdictOf(const PaymentFacts &facts, const TraceWorld &world)
{
    if (facts.row.attribution == u"pending")
        return u"Not decided yet: the tracking plugin has not answered."_s;
    if (!facts.row.payment.token)
        return u"Organic: "_s + reasonFor(whyOrganic(facts.sale, world.clickDays)).text;
    auto text = u"Attributed"_s;
    if (!facts.sale.rule.isEmpty())
        text += u" by the rule “%1”"_s.arg(facts.sale.rule);
    return text + (facts.origin.click ? u"."_s : u", but the click is not stored any more."_s);
}

QString verdictOf(const BotUser &user)
{
    if (user.erasedAt != 0)
        return u"Nothing is known any more."_s;
    if (user.attributionRule.isEmpty())
        return u"Not decided yet."_s;
    return user.trackingSessionId ? u"Bound by the rule “%1”."_s.arg(user.attributionRule)
                                  : u"Organic: no click is known."_s;
}

QString verdictOf(const Click &click, qint64 boundTo)
{
    if (click.traffic != u"person")
        return u"Not counted: %1."_s.arg(click.traffic);
    return boundTo == 0 ? u"A person's click that led to nobody yet."_s
                        : u"A person's click, bound to Telegram user %1."_s.arg(boundTo);
}

} // namespace rastro::core
