// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sheet.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

class TestSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countersAndGaugesAreLines()
    {
        metrics::Sheet sheet;
        sheet.counter("rastro_x_total", "What x is.").add(3, {{"pool", u"demo"_s}}).add(4, {{"pool", u"b\"\\\n"_s}});
        sheet.gauge("rastro_y", "What y is.").add(0.5);
        QCOMPARE(sheet.text(), QByteArray("# HELP rastro_x_total What x is.\n"
                                          "# TYPE rastro_x_total counter\n"
                                          "rastro_x_total{pool=\"demo\"} 3\n"
                                          "rastro_x_total{pool=\"b\\\"\\\\\\n\"} 4\n"
                                          "# HELP rastro_y What y is.\n"
                                          "# TYPE rastro_y gauge\n"
                                          "rastro_y 0.5\n"));
    }

    void aFamilyWithoutASampleIsNamed()
    {
        metrics::Sheet sheet;
        sheet.counter("rastro_x_total", "What x is.");
        QCOMPARE(sheet.text(), QByteArray("# HELP rastro_x_total What x is.\n# TYPE rastro_x_total counter\n"));
    }

    void bucketsCountAllBelowThem()
    {
        core::Histogram sizes({1, 2, 4});
        for (const double value : {1.0, 2.0, 1.5, 3.0, 9.0})
            sizes.add(value);
        QCOMPARE(sizes.counts(), (std::vector<quint64>{1, 2, 1, 1}));
        metrics::Sheet sheet;
        sheet.histogram("rastro_size", "Sizes.").add(sizes);
        QCOMPARE(sheet.text(), QByteArray("# HELP rastro_size Sizes.\n"
                                          "# TYPE rastro_size histogram\n"
                                          "rastro_size_count 5\n"
                                          "rastro_size_sum 16.5\n"
                                          "rastro_size_bucket{le=\"1\"} 1\n"
                                          "rastro_size_bucket{le=\"2\"} 3\n"
                                          "rastro_size_bucket{le=\"4\"} 4\n"
                                          "rastro_size_bucket{le=\"+Inf\"} 5\n"));
    }
};

QTEST_GUILESS_MAIN(TestSheet)
#include "tst_sheet.moc"
