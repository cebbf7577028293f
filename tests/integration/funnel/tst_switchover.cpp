// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/testdatabase.h"
#include "funnel/shopper.h"
#include "redis/redisserver.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Shopper;
using test::waitUntil;

namespace {

constexpr auto oldToken = "5d1f6e0c9b8a47f2a3c4d5e6f7a8b9c0";

QByteArray oldClick(const QString &fbclid)
{
    return QJsonDocument({{u"fbclid"_s, fbclid},
                          {u"fbp"_s, u"fb.1.1760000000000.987654321"_s},
                          {u"fbc"_s, u"fb.1.1760000000500."_s + fbclid},
                          {u"fbc_origin"_s, u"cookie"_s},
                          {u"pageview_ts"_s, 1'760'000'000},
                          {u"pageview_event_id"_s, u"pageview_"_s + QLatin1StringView(oldToken)},
                          {u"event_source_url"_s, u"https://old.example/go/demo?fbclid="_s + fbclid},
                          {u"client_ip"_s, u"203.0.113.7"_s},
                          {u"utm_campaign"_s, u"black|77"_s}})
        .toJson();
}

} // namespace

// An operator switches over from the origin platform while its ads still lead there: a whole installation with
// --adopt-clicks, beside the Redis in which that platform keeps its clicks.
class TestSwitchover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aClickOfTheOldPlatformIsAttributed();
    void aClickOfTheOldPlatformIsFoundByItsFbclid();
    void ourOwnClicksLieThereAsTheOldPlatformReadsThem();
    void withoutRedisTheBotServesOnAndSaysWhy();

private:
    test::RedisServer m_redis;
    test::TestDatabase m_where;
    std::unique_ptr<server::DemoInstallation> m_demo;
    qint64 m_nextPerson = 7118531418;
};

void TestSwitchover::initTestCase()
{
    server::OptionTexts options;
    options.redis = m_redis.text();
    options.adoptClicks = u"yes"_s;
    options.database = m_where.url();
    m_demo = std::make_unique<server::DemoInstallation>(u"127.0.0.1:0"_s, options);
    const auto started = m_demo->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    QVERIFY(waitUntil([&] { return m_demo->isBotKnown() && m_demo->runtime().redis()->counters().connected; }));
}

void TestSwitchover::aClickOfTheOldPlatformIsAttributed()
{
    m_redis.ask({"SET", QByteArray("tracking:") + oldToken, oldClick(u"OldPlatformFbclid0001"_s)});
    Shopper ana(*m_demo, m_nextPerson++);
    QVERIFY(ana.start(QLatin1StringView(oldToken) + u"__px_1234567890"_s)); // The old platform's deep link.
    QCOMPARE(ana.user()->trackingSessionId->toString(), QLatin1StringView(oldToken));
    QCOMPARE(ana.user()->attributionRule, u"start_token"_s);
    const auto payment = ana.purchase();
    QVERIFY(payment);
    QCOMPARE(payment->frozen.fbclid, u"OldPlatformFbclid0001"_s);
    QCOMPARE(payment->frozen.fbp, u"fb.1.1760000000000.987654321"_s);
    QCOMPARE(payment->frozen.fbc, u"fb.1.1760000000500.OldPlatformFbclid0001"_s);
    QCOMPARE(payment->frozen.utm.campaign, u"black|77"_s);
    QCOMPARE(payment->frozen.poolId, m_demo->runtime().shop().get()->pools.first().id);
    QCOMPARE(payment->purchaseEventId, u"pageview_"_s + QLatin1StringView(oldToken));
    QVERIFY(waitUntil([&] { return ana.eventsOf(*payment, u"Purchase"_s).size() == 1; }));
}

void TestSwitchover::aClickOfTheOldPlatformIsFoundByItsFbclid()
{
    const QByteArray token(32, 'b');
    m_redis.ask({"SET", "tracking:" + token, oldClick(u"OldPlatformFbclid0002"_s)});
    m_redis.ask({"SET", "tracking:fbclid:OldPlatformFbclid0002", token});
    Shopper bia(*m_demo, m_nextPerson++);
    QVERIFY(bia.start(u"OldPlatformFbclid0002"_s));
    QCOMPARE(bia.user()->trackingSessionId->toString(), QString::fromLatin1(token));
    QCOMPARE(bia.user()->attributionRule, u"start_fbclid"_s);
}

void TestSwitchover::ourOwnClicksLieThereAsTheOldPlatformReadsThem()
{
    Shopper caio(*m_demo, m_nextPerson++);
    const auto token = caio.click("fbclid=NewPlatformFbclid0001&utm_source=FB").toLatin1();
    QVERIFY(!token.isEmpty());
    QByteArray payload;
    QVERIFY(waitUntil([&] {
        payload = m_redis.ask({"GET", "tracking:" + token}).text.value_or(QByteArray());
        return !payload.isEmpty();
    }));
    const auto click = QJsonDocument::fromJson(payload).object();
    QCOMPARE(click[u"fbclid"_s].toString(), u"NewPlatformFbclid0001"_s);
    QCOMPARE(click[u"utm_source"_s].toString(), u"FB"_s);
    QVERIFY(!click[u"client_user_agent"_s].toString().isEmpty());
    QVERIFY(!click[u"pageview_event_id"_s].toString().isEmpty());
    QCOMPARE(m_redis.ask({"GET", "tracking:fbclid:NewPlatformFbclid0001"}).text, token);
}

void TestSwitchover::withoutRedisTheBotServesOnAndSaysWhy()
{
    m_redis.kill();
    Shopper davi(*m_demo, m_nextPerson++);
    QVERIFY(davi.start(QString(32, u'd')));
    QCOMPARE(davi.user()->attributionRule, u"organic"_s);
    QVERIFY(davi.purchase());
    // What was taken over before is in the database.
    Shopper eva(*m_demo, m_nextPerson++);
    QVERIFY(eva.start(QLatin1StringView(oldToken)));
    QCOMPARE(eva.user()->attributionRule, u"start_token"_s);
}

QTEST_GUILESS_MAIN(TestSwitchover)
#include "tst_switchover.moc"
