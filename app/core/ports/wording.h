// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/messagestore.h"
#include "core/ports/paymentstore.h"
#include "core/ports/shopstore.h"
#include "core/ports/userstore.h"

namespace rastro::core {

/// What the bot says, in the person's language, as rows for the message outbox. Pure and thread-safe; implemented by
/// app/telegram, which knows what Telegram accepts. Keys and purposes are set by the caller's use case.
class Wording
{
public:
    struct OfferButton
    {
        QString id;
        Offer offer;
    };

    virtual ~Wording() = default;

    [[nodiscard]] virtual MessageRow welcome(const Bot &bot, const BotUser &user,
                                             const QList<OfferButton> &buttons) const = 0;
    /// The PIX message: QR image, code block, copy button where it fits, and the "I have paid" button.
    [[nodiscard]] virtual MessageRow pix(const PaymentRow &payment, const BotUser &user,
                                         const QString &checkButtonId) const = 0;
    [[nodiscard]] virtual MessageRow stillWaiting(const PaymentRow &payment, const BotUser &user) const = 0;
    [[nodiscard]] virtual MessageRow chargeFailed(const PaymentRow &payment, const BotUser &user) const = 0;
    [[nodiscard]] virtual MessageRow delivery(const PaymentRow &payment, const BotUser &user,
                                              const QUrl &page) const = 0;
    /// The button is of an older offer, another person or unknown: says so and shows what is sold now.
    [[nodiscard]] virtual MessageRow outdated(const Bot &bot, const BotUser &user,
                                              const QList<OfferButton> &buttons) const = 0;
    /// answerCallbackQuery: stops the spinner. `text` may be empty.
    [[nodiscard]] virtual MessageRow answerCallback(const QString &callbackId, const BotUser &user,
                                                    bool understood) const = 0;
};

} // namespace rastro::core
