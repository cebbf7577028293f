// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/payment.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

using enum PaymentStatus;
constexpr std::array everyStatus{New, Creating, Unknown, Awaiting, Failed, Expired, Canceled, Paid};

} // namespace

class TestPaymentStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranksTheStatesOfACharge_data()
    {
        QTest::addColumn<PaymentStatus>("status");
        QTest::addColumn<int>("rank");
        QTest::newRow("new") << New << 0;
        QTest::newRow("creating") << Creating << 1;
        QTest::newRow("unknown") << Unknown << 2;
        QTest::newRow("awaiting") << Awaiting << 3;
        QTest::newRow("failed") << Failed << 4;
        QTest::newRow("expired") << Expired << 4;
        QTest::newRow("canceled") << Canceled << 4;
        QTest::newRow("paid") << Paid << 5;
    }
    void ranksTheStatesOfACharge()
    {
        QFETCH(PaymentStatus, status);
        QFETCH(int, rank);
        QCOMPARE(paymentRank(status), rank);
        QCOMPARE(statusName(status), QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(statusFromName(statusName(status)), status);
    }

    void neverLeavesPaid()
    {
        for (const auto status : everyStatus)
            QVERIFY(!mayFollow(Paid, status));
    }

    void seesMoneyFromEveryStateThatIsNotPaid()
    {
        for (const auto status : everyStatus)
            QCOMPARE(mayFollow(status, Paid), status != Paid);
    }

    void keepsTheFirstAmongTheEndsThatAreNotPaid()
    {
        for (const auto from : {Failed, Expired, Canceled}) {
            for (const auto to : {Failed, Expired, Canceled, Awaiting, Unknown, Creating, New})
                QVERIFY(!mayFollow(from, to));
        }
    }

    void neverGoesBack()
    {
        for (const auto from : everyStatus) {
            for (const auto to : everyStatus)
                QCOMPARE(mayFollow(from, to), paymentRank(to) > paymentRank(from));
        }
        QVERIFY(mayFollow(Unknown, Awaiting));
        QVERIFY(!mayFollow(Awaiting, Unknown));
    }

    void knowsOnlyItsOwnNames()
    {
        QSet<QString> names;
        for (const auto status : everyStatus)
            names.insert(statusName(status));
        QCOMPARE(names.size(), qsizetype(everyStatus.size()));
        for (const auto &name : {u""_s, u"PAID"_s, u"pending"_s, u"paid "_s})
            QVERIFY(!statusFromName(name));
    }
};

QTEST_APPLESS_MAIN(TestPaymentStatus)
#include "tst_paymentstatus.moc"
