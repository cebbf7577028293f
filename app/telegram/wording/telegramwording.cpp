// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/wording/telegramwording.h"

#include "telegram/wording/keyboard.h"
#include "telegram/wording/markup.h"
#include "telegram/wording/phrases.h"

using namespace Qt::StringLiterals;
namespace rastro::telegram {

using core::BotUser;
using core::MessageRow;
using core::PaymentRow;

namespace {

constexpr qsizetype longestText = 4096;    // UTF-16 units after entity parsing (Bot API, sendMessage)
constexpr qsizetype longestCaption = 1024; // the same for sendPhoto

MessageRow textMessage(const BotUser &user, const QString &html, const Keyboard &keyboard = {})
{
    const QString visible = visibleText(html).value_or(html);
    MessageRow row;
    row.method = u"sendMessage"_s;
    row.payload[u"chat_id"_s] = user.telegramUserId;
    if (visible.size() <= longestText) {
        row.payload[u"text"_s] = html;
        row.payload[u"parse_mode"_s] = u"HTML"_s;
    } else {
        row.payload[u"text"_s] = elided(visible, longestText);
    }
    keyboard.addTo(row.payload);
    return row;
}

MessageRow qrMessage(const BotUser &user, const QString &caption, const QString &code, const Keyboard &keyboard)
{
    MessageRow row;
    row.method = u"sendPhoto"_s;
    row.qrText = code;
    row.payload[u"chat_id"_s] = user.telegramUserId;
    row.payload[u"caption"_s] = caption;
    row.payload[u"parse_mode"_s] = u"HTML"_s;
    keyboard.addTo(row.payload);
    return row;
}

Keyboard offerKeyboard(const QList<core::Wording::OfferButton> &buttons, const Phrases &say)
{
    Keyboard keyboard;
    for (const auto &button : buttons) {
        const QString price = button.offer.price.toDisplay(say.language);
        keyboard.callback(u"%1 – %2"_s.arg(elided(button.offer.title, 40), price), button.id);
    }
    return keyboard;
}

QString titleOf(const PaymentRow &payment)
{
    return escapeHtml(payment.payment.productTitle);
}

QString priceOf(const PaymentRow &payment, const Phrases &say)
{
    return escapeHtml(payment.payment.amount.toDisplay(say.language));
}

// The gateway's real expiry, counted from when the payment was made.
QString validityOf(const PaymentRow &payment, const Phrases &say)
{
    constexpr Micros minute = 60'000'000;
    const Micros minutes = (payment.expiresAt - payment.payment.createdAt) / minute;
    return payment.expiresAt == 0 || minutes < 1 ? QString() : say.validFor.arg(minutes);
}

} // namespace

MessageRow TelegramWording::welcome(const core::Bot &bot, const BotUser &user, const QList<OfferButton> &buttons) const
{
    const Phrases &say = phrasesFor(user.languageCode);
    QString html = bot.welcome.trimmed().isEmpty() ? say.welcome : asValidHtml(bot.welcome);
    if (bot.welcome.trimmed().isEmpty() && buttons.isEmpty())
        html = say.nothingOnSale;
    return textMessage(user, withFirstName(html, user.firstName), offerKeyboard(buttons, say));
}

MessageRow TelegramWording::pix(const PaymentRow &payment, const BotUser &user, const QString &checkButtonId) const
{
    const Phrases &say = phrasesFor(user.languageCode);
    const QString code = payment.pixCode;
    const QString validity = validityOf(payment, say);
    Keyboard keyboard;
    keyboard.copy(say.copyCode, code).callback(say.havePaid, checkButtonId);
    const QString caption = say.payHow.arg(titleOf(payment), priceOf(payment, say), escapeHtml(code)) + validity;
    if (visibleText(caption).value_or(caption).size() <= longestCaption)
        return qrMessage(user, caption, code, keyboard);
    return textMessage(user, say.payHowByCode.arg(titleOf(payment), priceOf(payment, say), escapeHtml(code)) + validity,
                       keyboard);
}

MessageRow TelegramWording::stillWaiting(const PaymentRow &payment, const BotUser &user) const
{
    const Phrases &say = phrasesFor(user.languageCode);
    return textMessage(user, say.stillWaiting.arg(titleOf(payment), priceOf(payment, say)));
}

MessageRow TelegramWording::chargeFailed(const PaymentRow &payment, const BotUser &user) const
{
    return textMessage(user, phrasesFor(user.languageCode).chargeFailed.arg(titleOf(payment)));
}

MessageRow TelegramWording::delivery(const PaymentRow &payment, const BotUser &user, const QUrl &page) const
{
    const Phrases &say = phrasesFor(user.languageCode);
    QString html = say.delivery.arg(titleOf(payment));
    if (!Keyboard::isLinkable(page))
        html += say.deliveryLink.arg(escapeHtml(page.toString(QUrl::FullyEncoded)));
    MessageRow row = textMessage(user, html, Keyboard().link(say.openDelivery, page));
    row.payload[u"link_preview_options"_s] = QJsonObject{{u"is_disabled"_s, true}};
    return row;
}

MessageRow TelegramWording::outdated(const core::Bot &bot, const BotUser &user, const QList<OfferButton> &buttons) const
{
    if (buttons.isEmpty())
        return welcome(bot, user, buttons);
    const Phrases &say = phrasesFor(user.languageCode);
    return textMessage(user, say.outdated, offerKeyboard(buttons, say));
}

MessageRow TelegramWording::answerCallback(const QString &callbackId, const BotUser &user, bool understood) const
{
    MessageRow row;
    row.method = u"answerCallbackQuery"_s;
    row.payload[u"callback_query_id"_s] = callbackId;
    if (!understood)
        row.payload[u"text"_s] = phrasesFor(user.languageCode).outdatedToast;
    return row;
}

} // namespace rastro::telegram
