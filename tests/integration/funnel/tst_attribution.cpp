// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/testdatabase.h"
#include "funnel/shopper.h"
#include "redis/redisserver.h"

#include "server/shopfile/applyshop.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Shopper;

// The attribution rules, end to end, with the two scenarios of the origin platform by name. What they give must not
// depend on Redis: RASTRO_TEST_REDIS in the environment runs them all with one beside ("present"), or with one that is
// paused, killed and started anew between and within them ("failing").
class TestAttribution : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void newCustomerThroughTheRedirect();
    void existingCustomerWithoutATokenThroughTheRedirect();
    void customerWhoOpensTheBotWithoutARedirectIsExplicitlyOrganic();
    void twoSalesFromOneClickHaveTwoEventIds();
    void aSaleDaysAfterTheClickKeepsItsAd();
    void aLaterClickRebindsAndBothTouchesAreKept();
    void theSamePersonOnTwoBotsIsTwoUsers();
    void aReturningVisitorIsBoundAtTheRedirect();
    void anFbclidOfTheRedirectReplacesAnOlderOne();
    void whatIsNoTokenIsNeverStoredAsOne_data();
    void whatIsNoTokenIsNeverStoredAsOne();
    void aLaterClickLeavesAPaymentAsItWas();
    void aRefusalIsFrozenOnThePaymentAndItsPurchaseWithheld();
    void operatorsOwnSqlRunsUnchanged();

private:
    void applySecondBot();
    void makeTrouble();

    const QByteArray m_mode = qgetenv("RASTRO_TEST_REDIS");
    std::unique_ptr<test::RedisServer> m_redis;
    QTimer m_trouble;
    int m_troubles = 0;
    test::TestDatabase m_where;
    std::unique_ptr<server::DemoInstallation> m_demo;
    qint64 m_nextPerson = 6118531418;
};

void TestAttribution::initTestCase()
{
    m_trouble.setSingleShot(true);
    connect(&m_trouble, &QTimer::timeout, this, &TestAttribution::makeTrouble);
    if (!m_mode.isEmpty())
        m_redis = std::make_unique<test::RedisServer>();
    server::OptionTexts options;
    options.database = m_where.url();
    options.redis = m_redis ? m_redis->text() : QString();
    m_demo = std::make_unique<server::DemoInstallation>(u"127.0.0.1:0"_s, options);
    const auto started = m_demo->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    QVERIFY(test::waitUntil([&] { return m_demo->isBotKnown(); }));
    applySecondBot();
}

// Each test begins with Redis up, and in the failing mode loses it in the middle, in turn in each way.
void TestAttribution::init()
{
    if (m_mode.isEmpty())
        return;
    if (m_mode == "failing" && m_troubles > 0) {
        m_redis->resume();
        m_redis->kill();
        QVERIFY(m_redis->start());
    }
    QVERIFY(test::waitUntil([&] { return m_demo->runtime().redis()->counters().connected; }));
    if (m_mode == "failing")
        m_trouble.start(30);
}

void TestAttribution::cleanup()
{
    m_trouble.stop(); // A short test is over before.
}

void TestAttribution::makeTrouble()
{
    switch (m_troubles++ % 3) {
    case 0:
        return m_redis->kill();
    case 1:
        return m_redis->pause();
    default:
        m_redis->ask({"FLUSHALL"});
    }
}

void TestAttribution::cleanupTestCase()
{
    if (m_redis) {
        const auto counters = m_demo->runtime().redis()->counters();
        QVERIFY(counters.commands > 0); // It was used: clicks were copied, messages' limits asked.
        QVERIFY(m_mode != "failing" || counters.connects > 5);
    }
    m_demo.reset();
}

void TestAttribution::applySecondBot()
{
    const auto origin = m_demo->runtime().options().localUrl;
    m_demo->world().telegram().addBot(u"555666777:second-bot-of-the-test-shop-00000000"_s, u"second_bot"_s,
                                      u"Second"_s);
    const QJsonObject bot{
        {u"key"_s, u"second"_s},
        {u"token"_s, u"555666777:second-bot-of-the-test-shop-00000000"_s},
        {u"offers"_s,
         QJsonArray{
             QJsonObject{{u"key"_s, u"vip"_s}, {u"title"_s, u"VIP"_s}, {u"price"_s, 2900}, {u"deliver"_s, u"code"_s}}}},
        {u"plugins"_s, QJsonObject{{u"tracking"_s, QJsonObject{}}, {u"sandbox"_s, QJsonObject{}}}}};
    const QJsonObject shop{
        {u"rastro"_s, 1},
        {u"bots"_s, QJsonArray{bot}},
        {u"pools"_s, QJsonArray{QJsonObject{
                         {u"slug"_s, u"second"_s}, {u"mode"_s, u"direct"_s}, {u"bots"_s, QJsonArray{u"second"_s}}}}}};
    const auto document = server::ShopDocument::parse(QJsonDocument(shop).toJson(), m_demo->runtime().catalog(), {});
    QVERIFY2(document, document ? "" : qPrintable(document.error().message));
    const auto applied = server::wait<QStringList>(m_demo->runtime().database(), [&](core::UnitOfWork &uow) {
        return server::applyShop(uow, *document, uow.shop().workspace(u"default"_s));
    });
    QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
    QVERIFY(test::waitUntil([&] {
        const auto now = m_demo->runtime().shop().get();
        return now->bots.size() == 2 && !now->bots.last().username.isEmpty();
    }));
}

void TestAttribution::newCustomerThroughTheRedirect()
{
    Shopper ana(*m_demo, m_nextPerson++);
    ana.cookies = "_fbp=fb.1.1700000000123.987654321";
    const auto token =
        ana.click("fbclid=IwAR2F4-dbP0l7Mn1+IawQQ_aem_Xy&utm_source=FB&utm_medium=feed&utm_campaign=summer%7C1"
                  "&utm_content=ad&utm_term=stories");
    QVERIFY(TrackingToken::parse(token));
    QVERIFY(ana.start(token));
    const auto user = ana.user();
    QVERIFY(user);
    QCOMPARE(user->trackingSessionId->toString(), token);
    QCOMPARE(user->attributionRule, u"start_token"_s);
    QCOMPARE(user->fbclid, u"IwAR2F4-dbP0l7Mn1+IawQQ_aem_Xy"_s);

    const auto payment = ana.purchase();
    QVERIFY(payment);
    QCOMPARE(payment->payment.token->toString(), token);
    QCOMPARE(payment->attribution, u"attached"_s);
    QCOMPARE(payment->frozen.fbclid, u"IwAR2F4-dbP0l7Mn1+IawQQ_aem_Xy"_s);
    QCOMPARE(payment->frozen.fbp, u"fb.1.1700000000123.987654321"_s);
    QVERIFY(payment->frozen.fbc.endsWith(u".IwAR2F4-dbP0l7Mn1+IawQQ_aem_Xy"_s));
    QCOMPARE(payment->frozen.utm, (Utm{u"FB"_s, u"feed"_s, u"summer|1"_s, u"ad"_s, u"stories"_s}));
    QVERIFY(payment->frozen.poolId != 0);
    QVERIFY(!payment->frozen.pageviewEventId.isEmpty());
    QCOMPARE(payment->purchaseEventId, payment->frozen.pageviewEventId);

    QVERIFY(test::waitUntil([&] { return !ana.eventsOf(*payment, u"Purchase"_s).isEmpty(); }));
    const auto event = ana.eventsOf(*payment, u"Purchase"_s).first();
    QCOMPARE(event.eventId, payment->purchaseEventId);
    QCOMPARE(event.json[u"user_data"_s][u"fbc"_s].toString(), payment->frozen.fbc);
    QCOMPARE(event.json[u"custom_data"_s][u"value"_s].toDouble(), 19.97);
}

void TestAttribution::existingCustomerWithoutATokenThroughTheRedirect()
{
    Shopper bia(*m_demo, m_nextPerson++);
    QVERIFY(bia.start());
    QVERIFY(!bia.user()->trackingSessionId);
    const auto token = bia.click("fbclid=ExistingCustomerFbclid1&utm_source=FB");
    QVERIFY(bia.start(token));
    QCOMPARE(bia.user()->trackingSessionId->toString(), token);
    QCOMPARE(bia.user()->fbclid, u"ExistingCustomerFbclid1"_s);
    const auto payment = bia.purchase();
    QVERIFY(payment);
    QCOMPARE(payment->payment.token->toString(), token);
    QCOMPARE(payment->frozen.fbclid, u"ExistingCustomerFbclid1"_s);
}

void TestAttribution::customerWhoOpensTheBotWithoutARedirectIsExplicitlyOrganic()
{
    Shopper caio(*m_demo, m_nextPerson++);
    QVERIFY(caio.start());
    QCOMPARE(caio.user()->attributionRule, u"organic"_s);
    const auto payment = caio.purchase();
    QVERIFY(payment);
    QCOMPARE(payment->attribution, u"organic"_s);
    QVERIFY(!payment->payment.token);
    QCOMPARE(payment->purchaseEventId, u"purchase."_s + payment->payment.reference);
    QVERIFY(test::waitUntil([&] { return caio.eventsOf(*payment, u"Purchase"_s).size() == 1; }));
    QVERIFY(caio.eventsOf(*payment, u"Purchase"_s).first().json[u"user_data"_s][u"fbc"_s].isUndefined());
}

void TestAttribution::twoSalesFromOneClickHaveTwoEventIds()
{
    Shopper davi(*m_demo, m_nextPerson++);
    const auto token = davi.click("fbclid=TwoSalesOneClick00001");
    QVERIFY(davi.start(token));
    const auto first = davi.purchase(0);
    const auto second = davi.purchase(1);
    QVERIFY(first && second);
    QCOMPARE(second->payment.token, first->payment.token);
    QCOMPARE(first->purchaseEventId, first->frozen.pageviewEventId);
    QCOMPARE(second->purchaseEventId, first->frozen.pageviewEventId + u'.' + second->payment.reference);
    QVERIFY(test::waitUntil([&] {
        return davi.eventsOf(*first, u"Purchase"_s).size() == 1 && davi.eventsOf(*second, u"Purchase"_s).size() == 1;
    }));
}

void TestAttribution::aSaleDaysAfterTheClickKeepsItsAd()
{
    Shopper eva(*m_demo, m_nextPerson++);
    const auto shop = m_demo->runtime().shop().get();
    const auto token = TrackingToken::parse(u"018f3b7c0000700080000000000000aa"_s);
    const auto fiveDaysAgo = m_demo->runtime().clock().nowMs() - 5 * 24 * 3600 * 1000LL;
    Click click{.token = *token,
                .poolId = shop->pools.first().id,
                .botId = shop->bots.first().id,
                .fbclid = u"FiveDaysOldFbclid00001"_s,
                .fbc = u"fb.1.%1.FiveDaysOldFbclid00001"_s.arg(fiveDaysAgo),
                .visitorId = u"000000000000000000000000000000ee"_s,
                .userAgent = u"Mozilla/5.0"_s,
                .landingUrl = u"https://shop.example/go/demo?fbclid=FiveDaysOldFbclid00001"_s,
                .firstSeenMs = fiveDaysAgo,
                .pageviewEventId = u"000000000000000000000000000000ef"_s,
                .traffic = u"person"_s};
    const auto workspace = shop->bots.first().workspaceId;
    eva.read<bool>([&](core::UnitOfWork &uow) {
        uow.clicks().insert(workspace, click);
        return true;
    });
    QVERIFY(eva.start(token->toString()));
    const auto payment = eva.purchase();
    QVERIFY(payment);
    QCOMPARE(payment->payment.token, token);
    QCOMPARE(payment->frozen.fbc, click.fbc);
    QVERIFY(test::waitUntil([&] { return eva.eventsOf(*payment, u"Purchase"_s).size() == 1; }));
    QCOMPARE(eva.eventsOf(*payment, u"Purchase"_s).first().json[u"user_data"_s][u"fbc"_s].toString(), click.fbc);
}

void TestAttribution::aLaterClickRebindsAndBothTouchesAreKept()
{
    Shopper fabio(*m_demo, m_nextPerson++);
    const auto first = fabio.click("fbclid=RebindFirstClick000001&utm_campaign=one");
    QVERIFY(fabio.start(first));
    const auto second = fabio.click("fbclid=RebindSecondClick00001&utm_campaign=two");
    QVERIFY(first != second);
    QVERIFY(fabio.start(second));
    QCOMPARE(fabio.user()->trackingSessionId->toString(), second);
    QCOMPARE(fabio.user()->utm.campaign, u"two"_s);
    QStringList tokens;
    for (const core::Touch &touch : fabio.touches())
        tokens.append(touch.token);
    QVERIFY(tokens.contains(first));
    QVERIFY(tokens.contains(second));
}

void TestAttribution::theSamePersonOnTwoBotsIsTwoUsers()
{
    const auto person = m_nextPerson++;
    Shopper onFirst(*m_demo, person);
    Shopper onSecond(*m_demo, person, u"second_bot"_s);
    const auto first = onFirst.click("fbclid=TwoBotsFirstClick00001");
    const auto second = onSecond.click("fbclid=TwoBotsSecondClick0001", "second");
    QVERIFY(onFirst.start(first));
    QVERIFY(onSecond.start(second));
    QCOMPARE(onFirst.user()->trackingSessionId->toString(), first);
    QCOMPARE(onSecond.user()->trackingSessionId->toString(), second);
    QVERIFY(onFirst.user()->id != onSecond.user()->id);
    const auto onFirstPaid = onFirst.purchase();
    const auto onSecondPaid = onSecond.purchase();
    QVERIFY(onFirstPaid && onSecondPaid);
    QCOMPARE(onFirstPaid->payment.token->toString(), first);
    QCOMPARE(onSecondPaid->payment.token->toString(), second);
}

void TestAttribution::aReturningVisitorIsBoundAtTheRedirect()
{
    Shopper gil(*m_demo, m_nextPerson++);
    const auto first = gil.click("utm_source=FB"); // no fbclid: the visitor cookie alone must tell
    QVERIFY(gil.start(first));
    QVERIFY(gil.cookies.contains("rv="));
    const auto second = gil.click("utm_source=FB&utm_campaign=again");
    QVERIFY(TrackingToken::parse(second));
    // No /start: the redirect alone binds.
    QCOMPARE(gil.user()->trackingSessionId->toString(), second);
    QCOMPARE(gil.user()->attributionRule, u"returning_visitor"_s);
}

void TestAttribution::anFbclidOfTheRedirectReplacesAnOlderOne()
{
    Shopper hana(*m_demo, m_nextPerson++);
    QVERIFY(hana.start(hana.click("fbclid=OldFbclidOfHana0000001")));
    QCOMPARE(hana.user()->fbclid, u"OldFbclidOfHana0000001"_s);
    hana.click("fbclid=NewFbclidOfHana0000001");
    QCOMPARE(hana.user()->fbclid, u"NewFbclidOfHana0000001"_s);
    // A click without an fbclid brings a token, and leaves the fbclid.
    hana.click("utm_source=other");
    QCOMPARE(hana.user()->fbclid, u"NewFbclidOfHana0000001"_s);
}

void TestAttribution::whatIsNoTokenIsNeverStoredAsOne_data()
{
    QTest::addColumn<QString>("parameter");
    QTest::newRow("the origin platform's generated token") << u"tracking_0123456789abcdef01234567"_s;
    QTest::newRow("upper case") << u"0123456789ABCDEF0123456789ABCDEF"_s;
    QTest::newRow("31 digits") << u"0123456789abcdef0123456789abcde"_s;
    QTest::newRow("well-formed, but of no click") << u"ffffffffffffffffffffffffffffffff"_s;
    QTest::newRow("SQL") << u"x-OR-1-1"_s;
}

void TestAttribution::whatIsNoTokenIsNeverStoredAsOne()
{
    QFETCH(const QString, parameter);
    Shopper ivo(*m_demo, m_nextPerson++);
    QVERIFY(ivo.start(parameter));
    QVERIFY(!ivo.user()->trackingSessionId);
    QCOMPARE(ivo.user()->attributionRule, u"organic"_s);
}

void TestAttribution::aLaterClickLeavesAPaymentAsItWas()
{
    Shopper jana(*m_demo, m_nextPerson++);
    const auto first = jana.click("fbclid=FrozenOnThePayment0001");
    QVERIFY(jana.start(first));
    const auto code = jana.buy();
    QVERIFY(!code.isEmpty());
    QVERIFY(test::waitUntil([&] { return jana.payments().first().attribution == u"attached"; }));
    const auto second = jana.click("fbclid=AfterThePaymentMade001");
    QVERIFY(jana.start(second));
    QVERIFY(jana.pay(code));
    QVERIFY(test::waitUntil([&] { return jana.payments().first().payment.status == PaymentStatus::Paid; }));
    QCOMPARE(jana.payments().first().payment.token->toString(), first);
    QCOMPARE(jana.payments().first().frozen.fbclid, u"FrozenOnThePayment0001"_s);
}

void TestAttribution::aRefusalIsFrozenOnThePaymentAndItsPurchaseWithheld()
{
    Shopper rita(*m_demo, m_nextPerson++);
    QVERIFY(rita.start(rita.click("fbclid=RefusedToBeReported001&consent=denied")));
    const auto code = rita.buy();
    QVERIFY(test::waitUntil([&] { return rita.payments().first().attribution == u"attached"; }));
    // Who agrees later agrees for what comes later.
    QVERIFY(rita.start(rita.click("fbclid=AgreedAfterwards000001&consent=granted")));
    QVERIFY(rita.pay(code));
    const auto stateOf = [&](const core::PaymentRow &sale) {
        return m_where
            .peek(u"SELECT state FROM conversions WHERE payment_id = %1 AND event_name = 'Purchase'"_s.arg(
                sale.payment.id))
            .toString();
    };
    QVERIFY(test::waitUntil([&] { return stateOf(rita.payments().first()) == u"withheld"; }));
    QCOMPARE(rita.payments().first().consent, Consent::Denied);
    const auto agreed = rita.purchase();
    QVERIFY(agreed);
    QCOMPARE(agreed->consent, Consent::Granted);
    QVERIFY(test::waitUntil([&] { return stateOf(*agreed) == u"sent"; }));
    QCOMPARE(rita.eventsOf(*agreed, u"Purchase"_s).size(), 1);
    for (const auto &sale : rita.payments()) {
        if (sale.payment.id != agreed->payment.id)
            QVERIFY(rita.eventsOf(sale, u"Purchase"_s).isEmpty());
    }
}

void TestAttribution::operatorsOwnSqlRunsUnchanged()
{
    const auto rows =
        m_where.rows(u"SELECT bu.id, bu.telegram_user_id, bu.tracking_session_id, bu.fbclid,\n"
                     "       p.tracking_token, p.fbclid AS payment_fbclid, p.pageview_event_id\n"
                     "FROM bot_users bu\n"
                     "LEFT JOIN payments p ON p.customer_user_id = bu.telegram_user_id AND p.bot_id = bu.bot_id\n"
                     "WHERE bu.telegram_user_id = '6118531418' ORDER BY p.id DESC LIMIT 5;"_s);
    QVERIFY(!rows.isEmpty());
    const auto &row = rows.first();
    for (const auto &column :
         {u"tracking_session_id"_s, u"fbclid"_s, u"tracking_token"_s, u"payment_fbclid"_s, u"pageview_event_id"_s})
        QVERIFY2(!row[column].toString().isEmpty(), qPrintable(column));
    QCOMPARE(row[u"tracking_session_id"_s].toString(), row[u"tracking_token"_s].toString());
}

QTEST_GUILESS_MAIN(TestAttribution)
#include "tst_attribution.moc"
