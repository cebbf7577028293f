// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/salefindings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

// "purchase_event", "view_content_event": as the settings of pixels write it.
QString fieldOf(EventName name)
{
    QString field;
    for (const QChar letter : eventNameText(name)) {
        if (letter.isUpper() && !field.isEmpty())
            field += u'_';
        field += letter.toLower();
    }
    return field + u"_event"_s;
}

// The beginnings of core/conversion/retryplan's sentences.
Why whyDead(const QString &answer)
{
    if (answer.startsWith(u"Not delivered within"))
        return Why::EventTooOld;
    return answer.startsWith(u"It may have arrived") ? Why::EventUncertain : Why::EventRefused;
}

Why whyNoPurchase(const PaymentFacts &facts, const TraceWorld &world)
{
    const auto &payment = facts.row.payment;
    const auto poolId = facts.row.frozen.poolId;
    if (!world.pixels || world.hasPixel(PluginScope::Pool, poolId) || world.hasPixel(PluginScope::Bot, payment.botId))
        return Why::EventNotQueued;
    const bool somePoolHas = std::any_of(world.pixels->begin(), world.pixels->end(),
                                         [](const PluginScope &scope) { return scope.kind == PluginScope::Pool; });
    return !payment.token && somePoolHas ? Why::PixelOnlyOnPool : Why::PixelMissing;
}

Finding findingOf(const MessageRow &row)
{
    const auto field = u"delivery"_s;
    if (row.state == u"sent")
        return found(field, row.state);
    if (row.state == u"unreachable")
        return missing(field, Why::BuyerBlockedBot, {}, row.state);
    if (row.state == u"expired")
        return missing(field, Why::DeliveryExpired, row.answer, row.state);
    return missing(field, row.state == u"failed" ? Why::DeliveryFailed : Why::DeliveryWaiting, row.answer, row.state);
}

Finding findingOfDelivery(const PaymentFacts &facts)
{
    const auto delivery = std::find_if(facts.messages.begin(), facts.messages.end(),
                                       [](const MessageRow &row) { return row.purpose == u"delivery"; });
    if (delivery != facts.messages.end())
        return findingOf(*delivery);
    return missing(u"delivery"_s,
                   facts.row.payment.status == PaymentStatus::Paid ? Why::DeliveryMissing : whyNotYet(facts.row));
}

// The page reports what the server reports, or nothing.
Finding findingOfBrowserPurchase(const PaymentFacts &facts, const TraceWorld &world)
{
    const auto field = u"browser_purchase"_s;
    if (facts.row.browserPurchaseAt > 0)
        return found(field, u"rendered once"_s);
    if (facts.row.payment.status != PaymentStatus::Paid)
        return missing(field, whyNotYet(facts.row));
    const auto purchase = std::find_if(facts.conversions.begin(), facts.conversions.end(),
                                       [](const ConversionRow &row) { return row.name == EventName::Purchase; });
    if (purchase == facts.conversions.end())
        return missing(field, whyNoPurchase(facts, world));
    if (purchase->state == u"withheld")
        return missing(field, Why::EventWithheld, purchase->answer);
    return missing(field, Why::PageNotOpened);
}

} // namespace

Finding findingOf(const ConversionRow &row)
{
    const auto field = fieldOf(row.name);
    const auto value = u"%1 (%2)"_s.arg(row.state, row.destination);
    if (row.state == u"sent")
        return found(field, value);
    if (row.state == u"stopped")
        return missing(field, Why::PixelUnauthorised, row.answer, value);
    if (row.state == u"withheld")
        return missing(field, Why::EventWithheld, row.answer, value);
    if (row.state == u"dead")
        return missing(field, whyDead(row.answer), row.answer, value);
    return missing(field, row.attempts > 0 && !row.answer.isEmpty() ? Why::EventRetrying : Why::EventWaiting,
                   row.answer, value);
}

QList<Finding> findingsOfWhatGoesOut(const PaymentFacts &facts, const TraceWorld &world)
{
    QList<Finding> findings;
    bool reported = false;
    for (const ConversionRow &row : facts.conversions) {
        findings.append(findingOf(row));
        reported |= row.name == EventName::Purchase;
    }
    if (!reported)
        findings.append(missing(u"purchase_event"_s, facts.row.payment.status == PaymentStatus::Paid
                                                         ? whyNoPurchase(facts, world)
                                                         : whyNotYet(facts.row)));
    findings.append(findingOfDelivery(facts));
    findings.append(findingOfBrowserPurchase(facts, world));
    return findings;
}

} // namespace rastro::core
