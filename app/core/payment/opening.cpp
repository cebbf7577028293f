// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/opening.h"

#include "core/click/hexid.h"
#include "core/shop/buttonid.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

// Two presses within this time are one wish to buy.
constexpr std::chrono::microseconds sameWish = 30min;
// How long a payment waits for the answer to a /start that came before it, so as not to miss its click.
constexpr std::chrono::microseconds startPatience = 15s;

PaymentRow newRow(const Bot &bot, const BotUser &user, const Offer &offer, const QString &gateway, Micros now)
{
    PaymentRow row;
    row.workspaceId = bot.workspaceId;
    row.botUserId = user.id;
    row.offerId = offer.id;
    row.deliver = offer.deliver;
    row.deliveryToken = randomHexId();
    row.nextCheckAt = now;
    row.nextAttachAt = now;
    row.payment.reference = randomHexId();
    row.payment.botId = bot.id;
    row.payment.telegramUserId = user.telegramUserId;
    row.payment.productKey = offer.key;
    row.payment.productTitle = offer.title;
    row.payment.amount = offer.price;
    row.payment.gateway = gateway;
    row.payment.userToken = user.trackingSessionId;
    row.payment.createdAt = now;
    return row;
}

} // namespace

OpenedPayment openPayment(UnitOfWork &uow, const Bot &bot, const BotUser &user, const Offer &offer,
                          const QString &gateway, Micros now)
{
    if (auto open = uow.payments().open(bot.id, user.telegramUserId, offer.id, now - sameWish.count())) {
        if (open->expiresAt == 0 || open->expiresAt > now)
            return {*open, false};
    }
    auto row = newRow(bot, user, offer, gateway, now);
    if (uow.starts().isPending(bot.id, user.telegramUserId))
        row.nextAttachAt = now + startPatience.count();
    row.payment.id = uow.payments().insert(row);
    uow.trail().add({.workspaceId = bot.workspaceId,
                     .at = now,
                     .step = u"payment.opened"_s,
                     .token = user.trackingSessionId ? user.trackingSessionId->toString() : QString(),
                     .botId = bot.id,
                     .telegramUserId = user.telegramUserId,
                     .paymentId = row.payment.id,
                     .text = u"The buyer chose “%1” for %2."_s.arg(offer.title, offer.price.toDisplay(u"en"_s)),
                     .detail = {{u"offer"_s, offer.key}, {u"version"_s, offer.version}, {u"gateway"_s, gateway}}});
    return {row, true};
}

void sendPix(UnitOfWork &uow, const PaymentRow &row, const BotUser &user, const Wording &wording, const QString &key,
             Micros now)
{
    Button check{.id = newButtonId(),
                 .botId = row.payment.botId,
                 .telegramUserId = user.telegramUserId,
                 .action = u"check"_s,
                 .offerId = row.offerId,
                 .paymentId = row.payment.id,
                 .createdAt = now};
    auto message = wording.pix(row, user, check.id);
    message.botId = row.payment.botId;
    message.chatId = user.telegramUserId;
    message.key = key;
    message.purpose = u"pix"_s;
    message.paymentId = row.payment.id;
    message.runAt = now;
    if (uow.messages().add(message))
        uow.shop().addButton(check);
}

} // namespace rastro::core
