// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/conversation/conversation.h"

#include "core/click/hexid.h"
#include "core/payment/opening.h"
#include "core/shop/buttonid.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

// Telegram forgets a callback after this (Bot API server, queue life of callback_query).
constexpr std::chrono::microseconds callbackLife = 150s;
// Several presses of Start within this time are greeted once.
constexpr std::chrono::microseconds greetingWindow = 5s;
// Answers to presses stand in no chat: each has an order of its own, above all ids of chats (52 bits), so that it
// neither waits for messages nor spends the chat's allowance.
constexpr qint64 firstAnswerMailbox = qint64(1) << 53;

} // namespace

Conversation::Conversation(core::ShopPtr shop, core::PluginRosterPtr roster, const core::Wording &wording, Micros now)
    : m_shop(std::move(shop))
    , m_roster(std::move(roster))
    , m_wording(wording)
    , m_now(now)
{
}

QString Conversation::handle(core::UnitOfWork &uow, const core::UpdateRow &row) const
{
    const core::Bot *bot = m_shop->bot(row.botId);
    if (!bot)
        return u"The bot is not in the shop any more."_s;
    const Update update = parseUpdate(row.raw);
    if (update.kind == u"my_chat_member")
        return onMembership(uow, *bot, update);
    const bool isMessage = update.kind == u"message" && update.chatType == u"private";
    const bool isButton = update.kind == u"callback_query";
    if ((!isMessage && !isButton) || update.person.id == 0 || update.person.isBot)
        return u"Kept, and nothing to do: “%1”."_s.arg(update.kind);
    Scene scene{uow, *bot, update, enter(uow, *bot, update)};
    if (isButton)
        return onButton(scene);
    return update.startParameter ? onStart(scene) : onText(scene);
}

core::BotUser Conversation::enter(core::UnitOfWork &uow, const core::Bot &bot, const Update &update) const
{
    core::BotUser person;
    person.botId = bot.id;
    person.telegramUserId = update.person.id;
    person.firstName = update.person.firstName;
    person.username = update.person.username;
    person.languageCode = update.person.languageCode;
    person.externalId = core::randomHexId();
    person.firstInteraction = m_now;
    person.lastInteraction = m_now;
    const auto before = uow.users().find(bot.id, update.person.id);
    auto user = uow.users().upsert(person);
    if (before && !before->reachable) {
        uow.users().setReachable(bot.id, user.telegramUserId, true);
        uow.messages().resumeDeliveries(bot.id, user.telegramUserId, m_now);
        user.reachable = true;
    }
    return user;
}

void Conversation::say(Scene &scene, core::MessageRow message, const QString &key, const QString &purpose) const
{
    message.botId = scene.bot.id;
    if (message.chatId == 0)
        message.chatId = scene.user.telegramUserId;
    message.key = key;
    message.purpose = purpose;
    message.runAt = m_now;
    scene.uow.messages().add(message);
}

void Conversation::answer(Scene &scene, bool understood) const
{
    auto message = m_wording.answerCallback(scene.update.callbackId, scene.user, understood);
    message.chatId = firstAnswerMailbox + scene.update.id;
    message.expiresAt = m_now + callbackLife.count();
    say(scene, message, u"answer:"_s + scene.update.callbackId, u"answer"_s);
}

QList<core::Wording::OfferButton> Conversation::offerButtons(Scene &scene) const
{
    QList<core::Wording::OfferButton> buttons;
    for (const core::Offer &offer : m_shop->currentOffers(scene.bot.id)) {
        const core::Button button{.id = core::newButtonId(),
                                  .botId = scene.bot.id,
                                  .telegramUserId = scene.user.telegramUserId,
                                  .action = u"buy"_s,
                                  .offerId = offer.id,
                                  .createdAt = m_now};
        scene.uow.shop().addButton(button);
        buttons.append({button.id, offer});
    }
    return buttons;
}

void Conversation::welcome(Scene &scene) const
{
    const auto key = u"welcome:%1:%2"_s.arg(scene.user.telegramUserId).arg(m_now / greetingWindow.count());
    say(scene, m_wording.welcome(scene.bot, scene.user, offerButtons(scene)), key, u"welcome"_s);
}

QString Conversation::onStart(Scene &scene) const
{
    core::StartRow start;
    start.botId = scene.bot.id;
    start.telegramUserId = scene.user.telegramUserId;
    start.updateId = scene.update.id;
    start.parameter = scene.update.startParameter->left(512);
    start.nextEmitAt = m_now;
    start.createdAt = m_now;
    if (scene.uow.starts().insert(start) == 0)
        return u"This /start was handled before."_s;
    scene.uow.trail().add({.workspaceId = scene.bot.workspaceId,
                           .at = m_now,
                           .step = u"start.received"_s,
                           .botId = scene.bot.id,
                           .telegramUserId = scene.user.telegramUserId,
                           .text = start.parameter.isEmpty() ? u"The person pressed Start without a parameter."_s
                                                             : u"The person pressed Start with a parameter."_s,
                           .detail = {{u"parameter"_s, start.parameter}, {u"update_id"_s, scene.update.id}}});
    welcome(scene);
    return u"Greeted; the tracking plugin decides about the click."_s;
}

QString Conversation::onText(Scene &scene) const
{
    welcome(scene);
    return u"Greeted."_s;
}

QString Conversation::onMembership(core::UnitOfWork &uow, const core::Bot &bot, const Update &update) const
{
    if (update.chatType != u"private" || update.person.id == 0)
        return u"Kept: membership of a group."_s;
    const bool blocked = update.memberStatus == u"kicked";
    uow.users().setReachable(bot.id, update.person.id, !blocked);
    if (blocked)
        uow.messages().dropQueued(bot.id, update.person.id);
    else
        uow.messages().resumeDeliveries(bot.id, update.person.id, m_now);
    return blocked ? u"The person blocked the bot."_s : u"The person unblocked the bot."_s;
}

QString Conversation::refuseButton(Scene &scene, const QString &outcome) const
{
    answer(scene, false);
    say(scene, m_wording.outdated(scene.bot, scene.user, offerButtons(scene)), u"outdated:%1"_s.arg(scene.update.id),
        u"fallback"_s);
    scene.uow.trail().add({.workspaceId = scene.bot.workspaceId,
                           .at = m_now,
                           .step = u"button.refused"_s,
                           .botId = scene.bot.id,
                           .telegramUserId = scene.user.telegramUserId,
                           .text = outcome});
    return outcome;
}

QString Conversation::onButton(Scene &scene) const
{
    const auto button = scene.uow.shop().button(scene.update.callbackData);
    if (!button || button->botId != scene.bot.id)
        return refuseButton(scene, u"The button is unknown: forged, or older than this installation."_s);
    if (button->telegramUserId != scene.user.telegramUserId)
        return refuseButton(scene, u"The button belongs to another person."_s);
    if (button->action == u"check")
        return checkPayment(scene, *button);
    return buy(scene, *button);
}

QString Conversation::buy(Scene &scene, const core::Button &button) const
{
    const auto offers = m_shop->currentOffers(scene.bot.id);
    const auto offer = std::find_if(offers.begin(), offers.end(),
                                    [&](const core::Offer &candidate) { return candidate.id == button.offerId; });
    if (offer == offers.end())
        return refuseButton(scene, u"The button sells an older version of the offer: the present ones were shown."_s);
    answer(scene, true);
    const auto gateway = m_roster->gateways.value(scene.bot.id);
    if (gateway.isEmpty()) {
        core::PaymentRow none;
        none.payment.productTitle = offer->title;
        none.payment.amount = offer->price;
        say(scene, m_wording.chargeFailed(none, scene.user), u"no-gateway:%1"_s.arg(scene.update.id), u"status"_s);
        return u"No payment gateway is enabled on this bot: enable one in the shop file."_s;
    }
    const auto opened = core::openPayment(scene.uow, scene.bot, scene.user, *offer, gateway, m_now);
    if (opened.fresh)
        return u"A payment was opened."_s;
    if (opened.row.payment.status == PaymentStatus::Awaiting)
        core::sendPix(scene.uow, opened.row, scene.user, m_wording,
                      u"pix:%1:%2"_s.arg(opened.row.payment.reference).arg(scene.update.id), m_now);
    return u"The open payment was shown again."_s;
}

QString Conversation::checkPayment(Scene &scene, const core::Button &button) const
{
    auto row = scene.uow.payments().byId(button.paymentId);
    if (!row || row->payment.telegramUserId != scene.user.telegramUserId)
        return refuseButton(scene, u"The button's payment is not this person's."_s);
    answer(scene, true);
    if (row->payment.status == PaymentStatus::Paid)
        return u"Paid already; the delivery was sent."_s;
    row->nextCheckAt = m_now;
    scene.uow.payments().update(*row);
    say(scene, m_wording.stillWaiting(*row, scene.user),
        u"waiting:%1:%2"_s.arg(row->payment.reference).arg(scene.update.id), u"status"_s);
    return u"The gateway is asked about the payment."_s;
}

} // namespace rastro::telegram
