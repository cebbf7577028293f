// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/money.h>
#include <rastro/result.h>

#include <QtCore/QJsonObject>
#include <QtCore/QUrl>
#include <optional>

namespace rastro::sandbox {

/// What a caller asks the bank to charge: the body of POST /sandbox/charges, judged.
struct BankChargeRequest
{
    QString reference;           ///< "reference": 1–64 of [A-Za-z0-9_-].
    Money amount;                ///< "amount": {"minor": centavos, "currency": "BRL"}.
    QString description;         ///< "description": at most 140 characters; optional.
    QString merchantName;        ///< "merchant_name": for the code, sanitised; optional.
    QString merchantCity;        ///< "merchant_city": the same.
    qint64 expiresInSeconds = 0; ///< "expires_in_seconds": 1 to 30 days; default 1800.
    QUrl noticeUrl;              ///< "notice_url": http or https; optional.

    /// Error: "request.malformed", naming the key and what was expected.
    [[nodiscard]] static Result<BankChargeRequest> parse(const QJsonObject &json);
};

/// A whole number in JSON, or nothing: 19.97 is no number of centavos.
[[nodiscard]] std::optional<qint64> wholeNumber(const QJsonValue &value);

} // namespace rastro::sandbox
