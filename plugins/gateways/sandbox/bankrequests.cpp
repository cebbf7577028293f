// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankrequests.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::gateway {

namespace {

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

BankRequests::BankRequests(const GatewaySettings &settings)
    : m_settings(settings)
{
}

HttpRequest BankRequests::create(const ChargeRequest &charge, qint64 expiresInSeconds) const
{
    const QJsonObject amount{{u"minor"_s, charge.amount.minor}, {u"currency"_s, charge.amount.currency}};
    const QJsonObject body{{u"reference"_s, charge.reference},
                           {u"amount"_s, amount},
                           {u"description"_s, charge.description.left(140)},
                           {u"merchant_name"_s, m_settings.merchantName},
                           {u"merchant_city"_s, m_settings.merchantCity},
                           {u"expires_in_seconds"_s, expiresInSeconds},
                           {u"notice_url"_s, charge.noticeUrl.toString(QUrl::FullyEncoded)}};
    return withKey(HttpRequest::postJson(url("/sandbox/charges"), compact(body)));
}

HttpRequest BankRequests::fetch(const ChargeReference &charge) const
{
    HttpRequest request;
    if (!charge.gatewayId.isEmpty())
        request.url = url("/sandbox/charges/" + QUrl::toPercentEncoding(charge.gatewayId));
    else
        request.url = url("/sandbox/charges", "reference=" + QUrl::toPercentEncoding(charge.reference));
    return withKey(request);
}

HttpRequest BankRequests::refund(const RefundRequest &refund) const
{
    const QJsonObject body{{u"refund_id"_s, refund.refundId}, {u"minor"_s, refund.amount.minor}};
    const auto path = "/sandbox/charges/" + QUrl::toPercentEncoding(refund.gatewayId) + "/refunds";
    return withKey(HttpRequest::postJson(url(path), compact(body)));
}

QUrl BankRequests::url(const QByteArray &encodedPath, const QByteArray &encodedQuery) const
{
    auto address = m_settings.baseUrl;
    address.setPath(address.path(QUrl::FullyEncoded) + QString::fromLatin1(encodedPath), QUrl::StrictMode);
    if (!encodedQuery.isEmpty())
        address.setQuery(QString::fromLatin1(encodedQuery), QUrl::StrictMode);
    return address;
}

HttpRequest BankRequests::withKey(HttpRequest request) const
{
    request.headers.append({"Authorization"_ba, "Bearer " + m_settings.apiKey});
    request.headers.append({"Accept"_ba, "application/json"_ba});
    return request;
}

} // namespace rastro::gateway
