// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/circuit.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestCircuit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAfterEnoughFailures();
    void workForgivesFailures();
    void anAnswerForgivesNothingWhileClosed();
    void aRefusalOpensAtOnce();
    void isHalfOpenWhenItsTimeIsOver();
    void anAnswerClosesAHalfOpenOneOnTrial();
    void aFailureOpensAHalfOpenOneForLonger();
    void workClosesAnOpenOneForGood();
    void anAnswerDoesNotCloseAnOpenOne();
    void failuresWhileOpenDoNotProlongIt();
    void staysOpenForTenMinutesAtMost();
    void namesAreReadBack();
};

namespace {

constexpr Micros SECOND = 1'000'000;
constexpr Micros T0 = 1'700'000'000 * SECOND;
constexpr CircuitLimits limits{.failures = 3, .pause = std::chrono::seconds(10)};

Circuit fed(Circuit circuit, const QList<Evidence> &evidence, Micros now = T0)
{
    for (const Evidence one : evidence)
        circuit = after(circuit, one, u"it broke"_s, now, limits);
    return circuit;
}

const auto F = Evidence::Failed;

} // namespace

void TestCircuit::opensAfterEnoughFailures()
{
    const Circuit two = fed({}, {F, F});
    QVERIFY(two.isClosed());
    QCOMPARE(two.failures, 2);
    const Circuit three = fed(two, {F});
    QCOMPARE(three.state, Circuit::Open);
    QCOMPARE(three.openUntil, T0 + 10 * SECOND);
    QCOMPARE(three.reason, u"it broke"_s);
}

void TestCircuit::workForgivesFailures()
{
    const Circuit circuit = fed({}, {F, F, Evidence::Worked, F, F});
    QVERIFY(circuit.isClosed());
    QCOMPARE(fed(circuit, {Evidence::Worked}), (Circuit{.seenAt = T0}));
}

void TestCircuit::anAnswerForgivesNothingWhileClosed()
{
    // getMe answers while getUpdates fails: that bot hears nobody.
    const Circuit circuit = fed({}, {F, Evidence::Answered, F, Evidence::Answered, F});
    QCOMPARE(circuit.state, Circuit::Open);
}

void TestCircuit::aRefusalOpensAtOnce()
{
    QCOMPARE(fed({}, {Evidence::Refused}).state, Circuit::Open);
}

void TestCircuit::isHalfOpenWhenItsTimeIsOver()
{
    const Circuit open = fed({}, {Evidence::Refused});
    QCOMPARE(at(T0 + 10 * SECOND - 1, open).state, Circuit::Open);
    QCOMPARE(at(T0 + 10 * SECOND, open).state, Circuit::HalfOpen);
    QVERIFY(!at(T0 + 10 * SECOND, open).isClosed());
    QCOMPARE(at(T0, Circuit{}), Circuit{});
}

void TestCircuit::anAnswerClosesAHalfOpenOneOnTrial()
{
    const Circuit open = fed({}, {F, F, F});
    const Circuit trial = fed(open, {Evidence::Answered}, T0 + 10 * SECOND);
    QVERIFY(trial.isClosed());
    QCOMPARE(trial.openUntil, 0);
    const Circuit again = fed(trial, {F}, T0 + 11 * SECOND);
    QCOMPARE(again.state, Circuit::Open);
    QCOMPARE(again.openUntil, T0 + (11 + 20) * SECOND);
}

void TestCircuit::aFailureOpensAHalfOpenOneForLonger()
{
    const Circuit open = fed({}, {Evidence::Refused});
    const Circuit longer = fed(open, {F}, T0 + 10 * SECOND);
    QCOMPARE(longer.state, Circuit::Open);
    QCOMPARE(longer.openUntil, T0 + (10 + 20) * SECOND);
}

void TestCircuit::workClosesAnOpenOneForGood()
{
    const Circuit open = fed({}, {Evidence::Refused});
    QCOMPARE(fed(open, {Evidence::Worked}), (Circuit{.seenAt = T0}));
}

void TestCircuit::anAnswerDoesNotCloseAnOpenOne()
{
    QCOMPARE(fed({}, {Evidence::Refused, Evidence::Answered}).state, Circuit::Open);
}

void TestCircuit::failuresWhileOpenDoNotProlongIt()
{
    const Circuit open = fed({}, {F, F, F});
    const Circuit later = fed(open, {F, Evidence::Refused}, T0 + 5 * SECOND);
    QCOMPARE(later.openUntil, open.openUntil);
    QCOMPARE(later.trips, 1);
}

void TestCircuit::staysOpenForTenMinutesAtMost()
{
    Circuit circuit = fed({}, {Evidence::Refused});
    for (int i = 0; i < 100; ++i)
        circuit = fed(circuit, {F}, circuit.openUntil);
    const Micros from = circuit.openUntil;
    QCOMPARE(fed(circuit, {F}, from).openUntil, from + 600 * SECOND);
}

void TestCircuit::namesAreReadBack()
{
    for (const auto state : {Circuit::Closed, Circuit::Open, Circuit::HalfOpen})
        QCOMPARE(circuitNamed(circuitName(state)), state);
    QCOMPARE(circuitNamed(u"?"_s), Circuit::Closed);
}

QTEST_APPLESS_MAIN(TestCircuit)
#include "tst_circuit.moc"
