// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaystudy.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::testing;
using namespace std::chrono_literals;

/// Calls that the host has given up.
class AbandonedCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysSilentWhenTheHostHasGivenUp()
    {
        GatewayStudy study;
        study.bot.http().enqueue(reply::after(5s, reply::json(201, wireCharge())));
        auto operation = std::make_unique<Operation<Charge>>();
        study.gateway.createCharge(chargeRequest(), operation.get());
        operation.reset();
        study.bot.clock().advance(10s); // Would touch freed memory if the callback were not cut.
        QCOMPARE(study.bot.clock().pending(), 0);
    }

    void finishesAtOnceWhenTheHostStopsIt()
    {
        GatewayStudy study;
        study.bot.http().on("", QString(), reply::after(5s, reply::json(201, wireCharge())));
        Operation<Charge> create;
        Operation<ChargeSnapshot> fetch;
        QSignalSpy again(&create, &OperationBase::finishedAgain);
        study.gateway.createCharge(chargeRequest(), &create);
        study.gateway.fetchCharge({u"abc"_s, {}}, &fetch);
        create.abort();
        fetch.abort();
        QCOMPARE(create.result().error().code, u"sandbox.aborted"_s);
        QVERIFY(create.result().error().outcomeUnknown);
        QVERIFY(!fetch.result().error().outcomeUnknown);
        study.bot.clock().advance(10s); // The answer comes all the same.
        QCOMPARE(again.count(), 0);
    }
};

QTEST_GUILESS_MAIN(AbandonedCallsTest)
#include "tst_abandonedcalls.moc"
