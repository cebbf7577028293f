// SPDX-License-Identifier: GPL-3.0-or-later
#include "chargerequest.h"

#include <rastro/brcode.h>

#include <QtCore/QRegularExpression>
#include <cmath>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

constexpr qint64 largestAmount = 999'999'999'999; // What field 54 of a BR Code holds.
constexpr qint64 longestLife = 30 * 86'400;
constexpr qint64 usualLife = 1'800;

tl::unexpected<Error> expected(const QString &key, const QString &what)
{
    return failure(u"request.malformed"_s, u"%1: %2."_s.arg(key, what));
}

QString nameOr(const QString &name, int limit, const QString &otherwise)
{
    const auto clean = BrCode::sanitise(name, limit);
    return clean.isEmpty() ? otherwise : clean;
}

bool isNoticeUrl(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == u"http"_s || url.scheme() == u"https"_s);
}

} // namespace

std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    const double number = value.toDouble(0.5);
    if (number != std::floor(number) || std::abs(number) > 9e15)
        return std::nullopt;
    return value.toInteger();
}

Result<BankChargeRequest> BankChargeRequest::parse(const QJsonObject &json)
{
    static const QRegularExpression reference(u"\\A[A-Za-z0-9_-]{1,64}\\z"_s);
    BankChargeRequest request;
    request.reference = json[u"reference"].toString();
    if (!reference.match(request.reference).hasMatch())
        return expected(u"reference"_s, u"1 to 64 letters, digits, _ or -"_s);

    const auto amount = json[u"amount"];
    const auto minor = wholeNumber(amount[u"minor"]);
    if (!minor || *minor < 1 || *minor > largestAmount)
        return expected(u"amount.minor"_s, u"a whole number of centavos, from 1 to %1"_s.arg(largestAmount));
    if (amount[u"currency"].toString() != u"BRL"_s)
        return expected(u"amount.currency"_s, u"BRL, the only currency of Pix"_s);
    request.amount = {*minor, u"BRL"_s};

    const auto life = wholeNumber(json.value(u"expires_in_seconds"_s).isUndefined() ? QJsonValue(usualLife)
                                                                                    : json[u"expires_in_seconds"]);
    if (!life || *life < 1 || *life > longestLife)
        return expected(u"expires_in_seconds"_s, u"a whole number from 1 to %1"_s.arg(longestLife));
    request.expiresInSeconds = *life;

    request.noticeUrl = QUrl(json[u"notice_url"].toString(), QUrl::StrictMode);
    if (!json[u"notice_url"].toString().isEmpty() && !isNoticeUrl(request.noticeUrl))
        return expected(u"notice_url"_s, u"an http or https address, or nothing"_s);

    request.description = json[u"description"].toString();
    if (request.description.size() > 140)
        return expected(u"description"_s, u"at most 140 characters"_s);
    request.merchantName = nameOr(json[u"merchant_name"].toString(), 25, u"RASTRO SANDBOX"_s);
    request.merchantCity = nameOr(json[u"merchant_city"].toString(), 15, u"SAO PAULO"_s);
    return request;
}

} // namespace rastro::sandbox
