// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "core/trace/whyorganic.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using core::Why;

namespace {

constexpr Micros now = 1'795'000'000'000'000;
constexpr Micros hour = 3'600'000'000;

QString tokenOf(Micros at)
{
    return core::TokenMinter().mint(at).toString();
}

core::SaleFacts organic(const QString &parameter = {}, bool started = true)
{
    core::SaleFacts sale;
    sale.attribution = u"organic"_s;
    sale.createdAt = now;
    sale.started = started;
    sale.startParameter = parameter;
    sale.startedAt = started ? now - 60'000'000 : 0;
    return sale;
}

} // namespace

class WhyOrganicTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheStartParameter_data()
    {
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<Why>("why");
        QTest::newRow("none") << QString() << Why::OpenedDirectly;
        QTest::newRow("a token made elsewhere") << u"0123456789abcdef0123456789abcdef"_s << Why::TokenUnknown;
        QTest::newRow("a token of the future") << tokenOf(now + hour) << Why::TokenUnknown;
        QTest::newRow("a fresh token of ours") << tokenOf(now - hour) << Why::ClickLost;
        QTest::newRow("an old token of ours") << tokenOf(now - 90 * 24 * hour) << Why::ClickErased;
        QTest::newRow("with the origin platform's pixel behind it")
            << tokenOf(now - 90 * 24 * hour) + u"__px_1234567890"_s << Why::ClickErased;
        QTest::newRow("the origin platform's packed form") << u"teyJmIjoiYWJjIn0"_s << Why::TokenUnknown;
        QTest::newRow("an fbclid") << u"IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk"_s
                                   << Why::FbclidUnknown;
        QTest::newRow("a partner's code") << u"partner42"_s << Why::ParameterForeign;
        QTest::newRow("the origin platform's made-up token")
            << u"tracking_0123456789abcdef01234567"_s << Why::ParameterForeign;
        QTest::newRow("hex digits that are no token") << u"0123456789ABCDEF0123456789ABCDEF"_s << Why::ParameterForeign;
    }
    void readsTheStartParameter()
    {
        QFETCH(const QString, parameter);
        QFETCH(const Why, why);
        QCOMPARE(core::whyOrganic(organic(parameter)), why);
    }

    void anAnswerThatIsMissingComesBeforeEverything()
    {
        auto sale = organic(u"partner42"_s);
        sale.attribution = u"pending"_s;
        QCOMPARE(core::whyOrganic(sale), Why::AttributionPending);
    }

    void aPluginThatForgotTheTokenIsNamed()
    {
        auto sale = organic();
        sale.userToken = TrackingToken::parse(tokenOf(now));
        QCOMPARE(core::whyOrganic(sale), Why::TokenDropped);
    }

    void aMissingPluginIsNamedByStartAndByPayment()
    {
        auto sale = organic();
        sale.startText = core::trackingAbsentSentence();
        QCOMPARE(core::whyOrganic(sale), Why::TrackingAbsent);
        sale.startText.clear();
        sale.attributionText = core::trackingAbsentSentence();
        QCOMPARE(core::whyOrganic(sale), Why::TrackingAbsent);
    }

    void aClickThatCameAfterThePaymentIsNamed()
    {
        auto sale = organic();
        sale.boundLaterAt = now + hour;
        QCOMPARE(core::whyOrganic(sale), Why::BoundAfterPayment);
    }

    void aClickForAnotherBotIsNamedUnlessAParameterSaysMore()
    {
        auto sale = organic();
        sale.boundElsewhere = true;
        QCOMPARE(core::whyOrganic(sale), Why::ClickedForOtherBot);
        sale.startParameter = u"partner42"_s;
        QCOMPARE(core::whyOrganic(sale), Why::ParameterForeign);
    }

    void theRetentionTellsALostClickFromADeletedOne()
    {
        constexpr Micros day = 24 * hour;
        const auto sale = organic(tokenOf(now - 90 * day));
        QCOMPARE(core::whyOrganic(sale, 180), Why::ClickLost);
        QCOMPARE(core::whyOrganic(sale, 89), Why::ClickErased);
        QCOMPARE(core::whyOrganic(sale, 0), Why::ClickLost); // kept for ever
    }

    void withoutAStartNobodyOpenedAnything() { QCOMPARE(core::whyOrganic(organic({}, false)), Why::NeverStarted); }

    void readsTheTimeOfATokenOfItsOwn()
    {
        const auto minted = core::mintedAt(core::TokenMinter().mint(now));
        QVERIFY(minted);
        QCOMPARE(*minted, now);
        QVERIFY(!core::mintedAt(TrackingToken::parse(u"0123456789abcdef0123456789abcdef"_s).value()));
    }
};

QTEST_GUILESS_MAIN(WhyOrganicTest)
#include "tst_whyorganic.moc"
