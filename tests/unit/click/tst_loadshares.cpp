// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/loadshares.h"

#include <QtTest/QTest>

using namespace rastro::core;

class TestLoadShares : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillTheLowestFirst_data();
    void fillTheLowestFirst();
    void evenOutOverTime();
};

void TestLoadShares::fillTheLowestFirst_data()
{
    QTest::addColumn<QList<qint64>>("loads");
    QTest::addColumn<QList<quint64>>("shares");
    QTest::newRow("nobody came yet") << QList<qint64>{0, 0, 0} << QList<quint64>{1, 1, 1};
    QTest::newRow("alike") << QList<qint64>{40, 40} << QList<quint64>{1, 1};
    QTest::newRow("one far below") << QList<qint64>{100, 0, 100} << QList<quint64>{0, 1, 0};
    QTest::newRow("two far below") << QList<qint64>{100, 0, 0} << QList<quint64>{0, 1, 1};
    QTest::newRow("a step below") << QList<qint64>{1, 0} << QList<quint64>{1, 3}; // two come: 1.5 is the level
    QTest::newRow("alone") << QList<qint64>{7} << QList<quint64>{1};
    QTest::newRow("none") << QList<qint64>{} << QList<quint64>{};
}

void TestLoadShares::fillTheLowestFirst()
{
    QFETCH(QList<qint64>, loads);
    QTEST(loadShares(loads), "shares");
}

void TestLoadShares::evenOutOverTime()
{
    // A bot that was out comes back: it catches up, and then all share alike. The loads are those of ten visitors ago.
    QList<qint64> loads{200, 200, 0};
    quint64 turn = 0;
    for (int round = 0; round < 60; ++round) {
        const auto shares = loadShares(loads);
        const quint64 all = shares[0] + shares[1] + shares[2];
        for (int visitor = 0; visitor < 10; ++visitor, ++turn) {
            const quint64 place = turn * 7919 % all;
            ++loads[place < shares[0] ? 0 : place < shares[0] + shares[1] ? 1 : 2];
        }
    }
    const auto [least, most] = std::minmax_element(loads.begin(), loads.end());
    QVERIFY2(*most - *least < 40, qPrintable(QString::number(*most - *least)));
}

QTEST_APPLESS_MAIN(TestLoadShares)
#include "tst_loadshares.moc"
