// SPDX-License-Identifier: GPL-3.0-or-later
#include "funnel/shopfront.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using test::Shopper;
using test::waitUntil;

// Meta and Telegram refuse, fall silent and come back: what is owed arrives, once.
class TestOutages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_shop.open()); }
    void aFieldThatMetaRefusesIsLeftOut();
    void metaIsDownAndComesBack();
    void aBuyerWhoBlockedTheBotIsServedWhenBack();
    void telegramIsDownAndComesBack_data();
    void telegramIsDownAndComesBack();

private:
    sandbox::SandboxTelegram &telegram() { return m_shop.demo().world().telegram(); }
    sandbox::SandboxBot &bot() { return *telegram().bot(QLatin1StringView(server::DemoInstallation::BotUsername)); }

    test::Shopfront m_shop;
    qint64 m_nextPerson = 9118531418;
};

void TestOutages::aFieldThatMetaRefusesIsLeftOut()
{
    auto &meta = m_shop.demo().world().meta();
    meta.fail({sandbox::MetaFault::RefuseField, 1000, u"fbc"_s});
    Shopper ana(m_shop.demo(), m_nextPerson++);
    QVERIFY(ana.start(ana.click("fbclid=MetaRefusesThisOne0001")));
    const auto payment = ana.purchase();
    QVERIFY(payment);
    QVERIFY(waitUntil([&] { return ana.eventsOf(*payment, u"Purchase"_s).size() == 1; }));
    const auto user = ana.eventsOf(*payment, u"Purchase"_s).first().json[u"user_data"_s].toObject();
    QVERIFY(!user.contains(u"fbc"_s));
    QVERIFY(user.contains(u"external_id"_s));
    QVERIFY(waitUntil([&] { return m_shop.steps(*payment, u"event.sent"_s).size() >= 2; }));
    QVERIFY(m_shop.steps(*payment, u"event.sent"_s).last().text.contains(u"without fbc"_s));
    meta.forget();
}

void TestOutages::metaIsDownAndComesBack()
{
    auto &meta = m_shop.demo().world().meta();
    Shopper ana(m_shop.demo(), m_nextPerson++);
    QVERIFY(ana.start(ana.click("fbclid=MetaIsDownForAWhile001")));
    const auto code = ana.buy();
    QVERIFY(waitUntil([&] { return ana.eventsOf(ana.payments().first(), u"InitiateCheckout"_s).size() == 1; }));
    meta.fail({sandbox::MetaFault::ServerError, 1, {}});
    QVERIFY(ana.pay(code));
    const auto failures = [&] { return m_shop.steps(ana.payments().first(), u"event.pending"_s); };
    QVERIFY(waitUntil([&] { return !failures().isEmpty(); }));
    QVERIFY(failures().first().text.startsWith(u"Purchase to "_s));
    const auto payment = ana.payments().first();
    QVERIFY(waitUntil([&] { return ana.eventsOf(payment, u"Purchase"_s).size() == 1; }, 40s));
    QCOMPARE(ana.eventsOf(payment, u"Purchase"_s).first().eventId, payment.purchaseEventId);
}

void TestOutages::aBuyerWhoBlockedTheBotIsServedWhenBack()
{
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    const auto code = ana.buy();
    telegram().people().setBlocked(bot(), person, true);
    QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] { return m_shop.steps(ana.payments().first(), u"delivery.unreachable"_s).size() == 1; }));
    QVERIFY(!ana.user()->reachable);
    QVERIFY(m_shop.links(person).isEmpty());
    telegram().people().setBlocked(bot(), person, false);
    QVERIFY(waitUntil([&] { return m_shop.links(person).size() == 1; }));
    QVERIFY(ana.user()->reachable);
}

void TestOutages::telegramIsDownAndComesBack_data()
{
    QTest::addColumn<int>("fault");
    using Kind = sandbox::TelegramFault::Kind;
    QTest::newRow("with its own error") << int(Kind::Refusal);
    QTest::newRow("behind a proxy's page") << int(Kind::ProxyPage);
    QTest::newRow("after it took the message") << int(Kind::LateProxyPage);
}

void TestOutages::telegramIsDownAndComesBack()
{
    QFETCH(const int, fault);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    const auto code = ana.buy();
    const auto kind = static_cast<sandbox::TelegramFault::Kind>(fault);
    telegram().faults().add(sandbox::TelegramFault::of(kind, u"sendMessage"_s));
    QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] {
        const auto payments = ana.payments();
        return m_shop.steps(payments.first(), u"delivery.sent"_s).size() == 1;
    }));
    const auto links = m_shop.links(person);
    QVERIFY(!links.isEmpty()); // Twice, where Telegram did not say that it had it: better than never.
    QCOMPARE(links.count(links.first()), links.size());
}

QTEST_GUILESS_MAIN(TestOutages)
#include "tst_outages.moc"
