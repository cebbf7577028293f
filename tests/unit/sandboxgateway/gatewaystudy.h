// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateways/sandbox/sandboxgateway.h"

#include <rastro/testing/fakebot.h>

namespace rastro::testing {

/// The sandbox gateway on a fake bot, whose HTTP answers are the test's.
struct GatewayStudy
{
    explicit GatewayStudy(const QJsonObject &settings = {})
        : bot(settings)
        , gateway(bot, *rastro::gateway::GatewaySettings::read(bot))
    {
    }

    FakeBot bot;
    rastro::gateway::SandboxGateway gateway;
};

/// A Pix code over 1.00 BRL: one of the vectors in tests/fixtures/brcode.
inline const QString codeOfOneReal = QStringLiteral(
    "00020126330014br.gov.bcb.pix01111234567890952040000530398654041.005802BR5901A6001B62070503***63044931");

/// Asks for a charge of 1.00 BRL.
inline ChargeRequest chargeRequest()
{
    return {QStringLiteral("ref1"),
            {100, QStringLiteral("BRL")},
            QStringLiteral("VIP"),
            0,
            QUrl(QStringLiteral("https://shop.example/pay/sandbox/s3cret"))};
}

/// That charge as the bank tells of it.
inline QJsonObject wireCharge(const QString &status = QStringLiteral("awaiting"))
{
    using namespace Qt::StringLiterals;
    QJsonObject json{{u"id"_s, u"abc"_s},
                     {u"reference"_s, u"ref1"_s},
                     {u"status"_s, status},
                     {u"amount"_s, QJsonObject{{u"minor"_s, 100}, {u"currency"_s, u"BRL"_s}}},
                     {u"pix_code"_s, codeOfOneReal},
                     {u"expires_at_ms"_s, qint64(1'767'324'845'000)}};
    if (status == u"paid"_s) {
        json[u"received"_s] = QJsonObject{{u"minor"_s, 90}, {u"currency"_s, u"BRL"_s}};
        json[u"end_to_end_id"_s] = u"E9999"_s;
        json[u"paid_at_ms"_s] = qint64(1'767'323'000'000);
    }
    return json;
}

} // namespace rastro::testing
