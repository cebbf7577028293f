// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/wording.h"

namespace rastro::telegram {

class Keyboard;

/// What the bots say, within what Telegram accepts (Bot API, sendMessage, sendPhoto, answerCallbackQuery). Portuguese
/// or English by the person's language_code. Names, titles and codes are escaped before they are put in.
class TelegramWording : public core::Wording
{
public:
    /// The operator's text, or ours, with the offers as buttons. {first_name} stands for the person's first name.
    [[nodiscard]] core::MessageRow welcome(const core::Bot &bot, const core::BotUser &user,
                                           const QList<OfferButton> &buttons) const override;
    /// A photo of the QR code with the code as caption; as text alone if the caption would be too long.
    [[nodiscard]] core::MessageRow pix(const core::PaymentRow &payment, const core::BotUser &user,
                                       const QString &checkButtonId) const override;
    [[nodiscard]] core::MessageRow stillWaiting(const core::PaymentRow &payment,
                                                const core::BotUser &user) const override;
    [[nodiscard]] core::MessageRow chargeFailed(const core::PaymentRow &payment,
                                                const core::BotUser &user) const override;
    /// Without a link preview: Telegram would otherwise open the delivery page before the buyer does.
    [[nodiscard]] core::MessageRow delivery(const core::PaymentRow &payment, const core::BotUser &user,
                                            const QUrl &page) const override;
    [[nodiscard]] core::MessageRow outdated(const core::Bot &bot, const core::BotUser &user,
                                            const QList<OfferButton> &buttons) const override;
    [[nodiscard]] core::MessageRow answerCallback(const QString &callbackId, const core::BotUser &user,
                                                  bool understood) const override;
};

} // namespace rastro::telegram
