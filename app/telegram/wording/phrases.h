// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::telegram {

/// All that a bot says by itself, in one language. HTML; "%1" and so on are filled in by TelegramWording.
struct Phrases
{
    QString language; ///< "pt" or "en", as Money::toDisplay() takes it.
    QString welcome;
    QString nothingOnSale;
    QString payHow;       ///< %1 title, %2 price, %3 PIX code.
    QString payHowByCode; ///< The same without a QR code.
    QString validFor;     ///< %1 minutes.
    QString copyCode;
    QString havePaid;
    QString stillWaiting; ///< %1 title, %2 price.
    QString chargeFailed; ///< %1 title.
    QString delivery;     ///< %1 title.
    QString deliveryLink; ///< %1 address.
    QString openDelivery;
    QString outdated;
    QString outdatedToast;
};

/// Portuguese for "pt" in any region and for those who say no language, else English (Bot API, User, language_code).
[[nodiscard]] const Phrases &phrasesFor(const QString &languageCode);

} // namespace rastro::telegram
