// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/money.h"
#include "rastro/result.h"

#include <optional>

namespace rastro {

/// A PIX copy-and-paste code: EMV QRCPS-MPM as profiled by the Banco Central do Brasil ("Manual de Padrões para
/// Iniciação do Pix"). Encoding and sanitising are apart: encode() takes the name and city as they are.
struct BrCode
{
    QString key;                       ///< Static: the Pix key (field 26-01). Empty if `url` is set.
    QString url;                       ///< Dynamic: the location without scheme (field 26-25).
    QString info;                      ///< Static: a text for the payer (field 26-02). Empty is left out.
    QString merchantName;              ///< Field 59, 1–25 ASCII characters.
    QString merchantCity;              ///< Field 60, 1–15 ASCII characters.
    std::optional<qint64> amountMinor; ///< Field 54, centavos. None: open amount.
    QString txid;                      ///< Field 62-05. Empty is written as ***.
    bool oneTime = false;              ///< Field 01 = 12.
    bool upperGui = false;             ///< BR.GOV.BCB.PIX instead of br.gov.bcb.pix; both circulate.

    /// Errors: "brcode.name", "brcode.city", "brcode.key", "brcode.info", "brcode.amount", "brcode.txid",
    /// "brcode.not_ascii".
    [[nodiscard]] RASTRO_SDK_EXPORT Result<QString> encode() const;
    /// Reads a code and checks its CRC, which is 4 upper-case hex digits. Fields it has no place for are skipped.
    /// Errors: "brcode.malformed", "brcode.crc", "brcode.not_pix".
    [[nodiscard]] static RASTRO_SDK_EXPORT Result<BrCode> decode(const QString &code);
    /// Strips accents, upper-cases, replaces what is not printable ASCII by a space, then cuts to `limit` and trims.
    /// Never longer than `limit`; may be empty.
    [[nodiscard]] static RASTRO_SDK_EXPORT QString sanitise(const QString &text, int limit);

    friend bool operator==(const BrCode &, const BrCode &) = default;
};

/// CRC16/CCITT-FALSE (poly 0x1021, init 0xFFFF): field 63 is this as 4 upper-case hex digits over all before it,
/// "6304" included.
[[nodiscard]] RASTRO_SDK_EXPORT quint16 crc16(const QByteArray &bytes);

} // namespace rastro
