// SPDX-License-Identifier: GPL-3.0-or-later
#include <rastro/testing/trackingcontract.h>

#include <QtTest/QTest>

class TrackingPluginContract : public rastro::testing::TrackingContract
{
    Q_OBJECT

public:
    TrackingPluginContract()
        : TrackingContract(QStringLiteral(RASTRO_PLUGIN_FILE))
    {
    }
};

QTEST_GUILESS_MAIN(TrackingPluginContract)
#include "tst_trackingcontract.moc"
