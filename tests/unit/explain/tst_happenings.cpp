// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "core/feed/happening.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using core::Happening;

class HappeningsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsHaveTheirKind_data()
    {
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("kind");
        QTest::newRow("a start") << u"start.received"_s << u"start"_s;
        QTest::newRow("a binding") << u"token.bound"_s << u"start"_s;
        QTest::newRow("an organic person") << u"user.organic"_s << u"start"_s;
        QTest::newRow("a payment") << u"payment.paid"_s << u"sale"_s;
        QTest::newRow("a delivery") << u"delivery.sent"_s << u"sale"_s;
        QTest::newRow("a notice") << u"notice.received"_s << u"sale"_s;
        QTest::newRow("an event") << u"event.sent"_s << u"event"_s;
        QTest::newRow("browser ids") << u"click.browser_ids"_s << u"click"_s;
        QTest::newRow("the click itself, which its row shows") << u"click.stored"_s << QString();
        QTest::newRow("something of another version") << u"weather.changed"_s << QString();
    }
    void stepsHaveTheirKind()
    {
        QFETCH(const QString, step);
        QFETCH(const QString, kind);
        const auto known = core::kindOfStep(step);
        QCOMPARE(known ? core::kindName(*known) : QString(), kind);
    }

    void aClickSaysWhereItCameFrom()
    {
        Click click{.token = core::TokenMinter().mint(1'795'000'000'000'000)};
        click.traffic = u"person"_s;
        QCOMPARE(core::happeningOf(click).text, u"no ad parameters"_s);
        click.utm = {.source = u"FB"_s, .campaign = u"summer|1"_s};
        click.fbclid = u"IwAR"_s;
        click.ids = {{u"gclid"_s, u"x"_s}};
        QCOMPARE(core::happeningOf(click).text, u"source=FB campaign=summer|1 fbclid gclid"_s);
        click.traffic = u"preview"_s;
        QVERIFY(core::happeningOf(click).text.startsWith(u"preview, not counted"_s));
    }

    void jsonHasTimesInUtc()
    {
        core::TrailEntry entry;
        entry.at = 1'795'003'200'000'000;
        entry.step = u"payment.paid"_s;
        entry.paymentId = 17;
        const auto json = core::happeningOf(entry, Happening::Sale).toJson();
        QCOMPARE(json[u"at"_s].toString(), u"2026-11-18T12:00:00.000Z"_s);
        QCOMPARE(json[u"kind"_s].toString(), u"sale"_s);
        QCOMPARE(json[u"payment_id"_s].toInteger(), 17);
    }
};

QTEST_GUILESS_MAIN(HappeningsTest)
#include "tst_happenings.moc"
