// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/fakeclock.h"

#include <rastro/attribution.h>
#include <rastro/conversionevent.h>
#include <rastro/payment.h>

/// Plausible values to start a test from. Each is made of small numbers, so that two of them differ where it matters.
namespace rastro::testing::sample {

/// 0 gives 0000…0, 1 gives 0000…1: a valid token for every number.
[[nodiscard]] inline TrackingToken token(int number)
{
    return *TrackingToken::parse(QString::number(number, 16).rightJustified(32, u'0'));
}

/// A person's click on an ad, an hour before the FakeClock starts (a second later for every number).
[[nodiscard]] inline Click click(int number)
{
    Click click{token(number), 7, 1, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, {}, {}};
    const qint64 ms = FakeClock::defaultStart / 1000 - 3'600'000 + number * 1000;
    click.fbclid = QStringLiteral("IwAR0sample%1abcdefghijklmnopqrstuvwxyz").arg(number);
    click.fbp = QStringLiteral("fb.1.%1.123456789").arg(ms);
    click.fbc = QStringLiteral("fb.1.%1.%2").arg(ms).arg(click.fbclid);
    click.utm.source = QStringLiteral("facebook");
    click.utm.campaign = QStringLiteral("campaign%1").arg(number);
    click.visitorId = QStringLiteral("visitor%1").arg(number);
    click.clientIp = QStringLiteral("203.0.113.%1").arg(number % 250 + 1);
    click.userAgent = QStringLiteral("Mozilla/5.0 (Linux; Android 13) Mobile");
    click.landingUrl = QStringLiteral("https://shop.example/go/summer");
    click.firstSeenMs = ms;
    click.pageviewEventId = QStringLiteral("pv-%1").arg(number);
    click.traffic = QStringLiteral("person");
    return click;
}

[[nodiscard]] inline Start start(qint64 id, const QString &parameter = {})
{
    Start start;
    start.startId = id;
    start.botId = 1;
    start.telegramUserId = 6'118'531'418;
    start.parameter = parameter;
    start.at = FakeClock::defaultStart;
    return start;
}

[[nodiscard]] inline Payment payment(qint64 id)
{
    Payment payment;
    payment.id = id;
    payment.reference = QString::number(id, 16).rightJustified(32, u'a');
    payment.botId = 1;
    payment.telegramUserId = 6'118'531'418;
    payment.productKey = QStringLiteral("vip");
    payment.productTitle = QStringLiteral("VIP");
    payment.amount = Money{1997, QStringLiteral("BRL")};
    payment.createdAt = FakeClock::defaultStart;
    return payment;
}

/// An event of the click with the same number; Purchase and InitiateCheckout carry a value.
[[nodiscard]] inline ConversionEvent event(EventName name, int number)
{
    ConversionEvent event;
    event.id = number;
    event.name = name;
    event.click = click(number);
    event.eventId = event.click->pageviewEventId;
    event.at = FakeClock::defaultStart - 60'000'000;
    event.externalId = event.click->visitorId;
    if (name == EventName::Purchase || name == EventName::InitiateCheckout) {
        event.value = Money{1997, QStringLiteral("BRL")};
        event.contentId = QStringLiteral("vip");
        event.contentName = QStringLiteral("VIP");
        event.orderId = QString::number(number, 16).rightJustified(32, u'a');
    }
    return event;
}

} // namespace rastro::testing::sample
