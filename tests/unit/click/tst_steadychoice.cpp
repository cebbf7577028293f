// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/steadychoice.h"

#include <QtCore/QHash>
#include <QtTest/QTest>

using namespace rastro::core;

class TestSteadyChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameOnEveryMachine();
    void spreadsByWeight();
    void onlyTheIdentitiesOfWhoLeftMove();
    void nobodyAmongNobody();
};

static QHash<QByteArray, qint64> choices(const QList<Candidate> &candidates, int identities)
{
    QHash<QByteArray, qint64> chosen;
    for (int i = 0; i < identities; ++i) {
        const QByteArray identity = "IwAR" + QByteArray::number(i);
        chosen.insert(identity, steadyChoice(identity, candidates).value_or(0));
    }
    return chosen;
}

void TestSteadyChoice::theSameOnEveryMachine()
{
    // Nodes of one installation share visitors, also while one of them still runs an older version.
    const QList<Candidate> four{{1, 1}, {2, 1}, {3, 1}, {4, 1}};
    const QList<Candidate> backwards{{4, 1}, {3, 1}, {2, 1}, {1, 1}};
    QCOMPARE(choices(four, 200), choices(backwards, 200));
    QCOMPARE(steadyChoice("IwAR0", four), std::optional<qint64>(3));
    QCOMPARE(steadyChoice("IwAR1", four), std::optional<qint64>(1));
    QCOMPARE(steadyChoice("IwAR2", four), std::optional<qint64>(2));
}

void TestSteadyChoice::spreadsByWeight()
{
    const auto chosen = choices({{1, 3}, {2, 1}, {3, 0}}, 4000).values();
    const auto first = chosen.count(1);
    QVERIFY2(first > 2850 && first < 3150, qPrintable(QString::number(first)));
    QCOMPARE(chosen.count(3), 0);
}

void TestSteadyChoice::onlyTheIdentitiesOfWhoLeftMove()
{
    const auto before = choices({{1, 1}, {2, 1}, {3, 1}}, 600);
    const auto after = choices({{1, 1}, {3, 1}}, 600);
    int moved = 0;
    for (auto was = before.cbegin(); was != before.cend(); ++was) {
        if (*was == 2)
            ++moved;
        else
            QCOMPARE(after[was.key()], *was);
    }
    QVERIFY(moved > 100);
}

void TestSteadyChoice::nobodyAmongNobody()
{
    QVERIFY(!steadyChoice("IwAR0", {}));
    QVERIFY(!steadyChoice("IwAR0", {{1, 0}}));
}

QTEST_APPLESS_MAIN(TestSteadyChoice)
#include "tst_steadychoice.moc"
