// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QByteArray>
#include <compare>

namespace rastro {

/// An amount in minor units (centavos) of a currency. Never a float: int(reais * 100) is wrong for 4.6 % of all prices.
struct Money
{
    qint64 minor = 0; ///< Minor units: 1997 is R$ 19.97.
    QString currency; ///< ISO 4217, upper case: "BRL".

    /// Number of decimals of the currency (ISO 4217: BRL 2, JPY 0, XTR 0).
    [[nodiscard]] RASTRO_SDK_EXPORT int decimals() const;

    /// "19.97": with '.' and all decimals, as payment APIs want it on the wire.
    [[nodiscard]] RASTRO_SDK_EXPORT QString toDecimal() const;

    /// "R$ 19,97" in Portuguese, "R$19.97" in English: for people.
    [[nodiscard]] RASTRO_SDK_EXPORT QString toDisplay(const QString &language) const;

    /// Reads "19.97" exactly. Errors: "money.malformed", "money.too_precise", "money.currency".
    [[nodiscard]] static RASTRO_SDK_EXPORT Result<Money> fromDecimal(const QString &text, const QString &currency);

    friend bool operator==(const Money &, const Money &) = default;
};

/// Is this three upper-case letters that ISO 4217 (or Telegram's XTR) knows?
[[nodiscard]] RASTRO_SDK_EXPORT bool isKnownCurrency(const QString &code);

} // namespace rastro
