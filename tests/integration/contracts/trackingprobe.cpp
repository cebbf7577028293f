// SPDX-License-Identifier: GPL-3.0-or-later
#include <rastro/testing/trackingcontract.h>

#include <QtTest/QTest>

/// The tracking plugins' suite against the library that RASTRO_PROBED names.
class TrackingProbe : public rastro::testing::TrackingContract
{
    Q_OBJECT

public:
    TrackingProbe()
        : TrackingContract(qEnvironmentVariable("RASTRO_PROBED"))
    {
    }
};

QTEST_GUILESS_MAIN(TrackingProbe)
#include "trackingprobe.moc"
