// SPDX-License-Identifier: GPL-3.0-or-later
#include <rastro/testing/gatewaycontract.h>

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

/// The gateways' suite against the library that RASTRO_PROBED names.
class GatewayProbe : public rastro::testing::GatewayContract
{
    Q_OBJECT

public:
    GatewayProbe()
        : GatewayContract(qEnvironmentVariable("RASTRO_PROBED"))
    {
    }

protected:
    [[nodiscard]] QJsonObject settings() const override { return {{u"api_key"_s, u"probed-key"_s}}; }
    [[nodiscard]] QList<rastro::Notice> notices(const rastro::Charge &, const QString &) const override { return {}; }
};

QTEST_GUILESS_MAIN(GatewayProbe)
#include "gatewayprobe.moc"
