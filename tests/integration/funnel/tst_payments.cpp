// SPDX-License-Identifier: GPL-3.0-or-later
#include "funnel/shopfront.h"

#include "sandbox/bank/noticesignature.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using test::Shopper;
using test::waitUntil;

// What banks and buyers do to a payment, and what the trail and the inbox say of it.
class TestPayments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_shop.open()); }
    void init() { m_shop.bankBehaves(); }
    void aWrongAmountIsNotDelivered_data();
    void aWrongAmountIsNotDelivered();
    void moreMoneyThanAskedIsTaken();
    void aClaimThatItIsPaidIsNeverBelieved_data();
    void aClaimThatItIsPaidIsNeverBelieved();
    void noticesMayComeInAnyWay_data();
    void noticesMayComeInAnyWay();
    void aCreateThatGoesWrongMakesOneCharge_data();
    void aCreateThatGoesWrongMakesOneCharge();
    void aRefusedChargeIsToldToTheBuyer();
    void aNoticeForAnUnknownChargeIsKeptAndShown();
    void aNoticeAtAWrongAddressIsNotTaken();
    void aPaymentAfterItsExpiryIsDeliveredAndMarkedLate();

private:
    int post(const QString &secret, const QByteArray &body);
    QString noticeSecret();
    bool isPaid(Shopper &buyer);

    test::Shopfront m_shop;
    qint64 m_nextPerson = 7118531418;
};

bool TestPayments::isPaid(Shopper &buyer)
{
    const auto payments = buyer.payments();
    return payments.size() == 1 && payments.first().payment.status == PaymentStatus::Paid;
}

void TestPayments::aWrongAmountIsNotDelivered_data()
{
    QTest::addColumn<QJsonObject>("bank");
    QTest::newRow("a centavo instead of the price") << QJsonObject{{u"pays_minor"_s, 1}};
    QTest::newRow("another currency") << QJsonObject{{u"pays_currency"_s, u"USD"_s}};
}

void TestPayments::aWrongAmountIsNotDelivered()
{
    QFETCH(const QJsonObject, bank);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    const auto code = ana.buy();
    m_shop.bankBehaves(bank);
    QVERIFY(ana.pay(code));
    const auto mismatches = [&] { return m_shop.steps(ana.payments().first(), u"payment.amount_mismatch"_s).size(); };
    QVERIFY(waitUntil([&] { return mismatches() == 1; }));
    // She presses "I have paid": the bank is asked again, and the trail does not repeat itself.
    const auto checks = ana.payments().first().checks;
    m_shop.press(person, m_shop.offerButton(person));
    QVERIFY(waitUntil([&] { return ana.payments().first().checks > checks; }));
    QCOMPARE(mismatches(), 1);
    const auto payment = ana.payments().first();
    QCOMPARE(payment.payment.status, PaymentStatus::Awaiting);
    QVERIFY2(payment.lastError.contains(u"instead of R$19.97"_s), qPrintable(payment.lastError));
    QVERIFY(m_shop.links(person).isEmpty());
    QVERIFY(ana.eventsOf(payment, u"Purchase"_s).isEmpty());
}

void TestPayments::moreMoneyThanAskedIsTaken()
{
    Shopper ana(m_shop.demo(), m_nextPerson++);
    QVERIFY(ana.start());
    const auto code = ana.buy();
    m_shop.bankBehaves({{u"pays_minor"_s, 5000}});
    QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] { return isPaid(ana); }));
    QCOMPARE(ana.payments().first().receivedMinor, 5000);
}

void TestPayments::aClaimThatItIsPaidIsNeverBelieved_data()
{
    QTest::addColumn<QJsonObject>("bank");
    QTest::addColumn<QString>("inbox");
    QTest::newRow("with a forged signature") << QJsonObject{{u"forged_claims"_s, 3}} << u"refused"_s;
    QTest::newRow("with the right signature") << QJsonObject{{u"unpaid_claims"_s, 3}} << u"done"_s;
}

void TestPayments::aClaimThatItIsPaidIsNeverBelieved()
{
    QFETCH(const QJsonObject, bank);
    QFETCH(const QString, inbox);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    m_shop.bankBehaves(bank);
    const auto code = ana.buy();
    const auto reference = ana.payments().first().payment.reference;
    const auto state = [&] {
        return m_shop.peek(u"SELECT state FROM gateway_notices WHERE CAST(body AS TEXT) LIKE '%%1%'"_s.arg(reference));
    };
    QVERIFY(waitUntil([&] { return state().toString() == inbox; }));
    // Whatever a claim leads to is over once the bank was asked.
    QVERIFY(waitUntil([&] { return ana.payments().first().checks > 0; }));
    QCOMPARE(ana.payments().first().payment.status, PaymentStatus::Awaiting);
    QVERIFY(m_shop.links(person).isEmpty());
    QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] { return isPaid(ana); }));
}

void TestPayments::noticesMayComeInAnyWay_data()
{
    QTest::addColumn<QJsonObject>("bank");
    QTest::newRow("fifty times") << QJsonObject{{u"notice_copies"_s, 50}};
    QTest::newRow("never") << QJsonObject{{u"notice_lost"_s, true}};
    QTest::newRow("late") << QJsonObject{{u"notice_delay_ms"_s, 1500}};
    QTest::newRow("only with a wrong signature") << QJsonObject{{u"notice_forged"_s, true}};
    QTest::newRow("followed by an older one") << QJsonObject{{u"notice_out_of_order"_s, true}};
}

void TestPayments::noticesMayComeInAnyWay()
{
    QFETCH(const QJsonObject, bank);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    const auto code = ana.buy();
    m_shop.bankBehaves(bank);
    QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] { return isPaid(ana); }));
    const auto payment = ana.payments().first();
    QVERIFY(waitUntil([&] { return ana.eventsOf(payment, u"Purchase"_s).size() == 1; }));
    QVERIFY(waitUntil([&] { return m_shop.links(person).size() == 1; }));
    // Nothing of it is still waiting to have an effect.
    QVERIFY(waitUntil(
        [&] { return m_shop.peek(u"SELECT COUNT(*) FROM gateway_notices WHERE state = 'pending'"_s).toInt() == 0; }));
    QCOMPARE(m_shop.steps(payment, u"payment.paid"_s).size(), 1);
    QCOMPARE(m_shop.links(person).size(), 1);
    QCOMPARE(ana.eventsOf(payment, u"Purchase"_s).size(), 1);
}

void TestPayments::aCreateThatGoesWrongMakesOneCharge_data()
{
    QTest::addColumn<QJsonObject>("bank");
    const auto fault = [](const QString &name) {
        return QJsonObject{{u"create_fault"_s, name}, {u"idempotent"_s, false}};
    };
    QTest::newRow("an unreadable answer") << fault(u"garbage"_s);
    QTest::newRow("an error of the bank, and nothing is made") << fault(u"server_error"_s);
    QTest::newRow("too many requests") << fault(u"rate_limited"_s);
    QTest::newRow("paid, and told, before the answer") << QJsonObject{{u"paid_before_answer"_s, true}};
}

void TestPayments::aCreateThatGoesWrongMakesOneCharge()
{
    QFETCH(const QJsonObject, bank);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    m_shop.bankBehaves(bank);
    const auto code = ana.buy();
    QVERIFY(!code.isEmpty());
    if (!bank.contains(u"paid_before_answer"_s))
        QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] { return isPaid(ana); }));
    QVERIFY(waitUntil([&] { return m_shop.links(person).size() == 1; }));
    QCOMPARE(m_shop.demo().bank().counts(ana.payments().first().payment.reference).charges, 1);
}

void TestPayments::aRefusedChargeIsToldToTheBuyer()
{
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    QVERIFY(waitUntil([&] { return !m_shop.offerButton(person).isEmpty(); }));
    m_shop.bankBehaves({{u"create_fault"_s, u"refused"_s}});
    const auto said = m_shop.texts(person).size();
    m_shop.press(person, m_shop.offerButton(person));
    QVERIFY(waitUntil([&] { return m_shop.texts(person).size() > said; }));
    const auto payment = ana.payments().first();
    QCOMPARE(payment.payment.status, PaymentStatus::Failed);
    QCOMPARE(m_shop.steps(payment, u"payment.failed"_s).size(), 1);
    QVERIFY(!payment.lastError.isEmpty());
}

QString TestPayments::noticeSecret()
{
    for (const core::PluginSetting &setting : m_shop.demo().runtime().shop().get()->plugins) {
        if (setting.pluginId == u"sandbox")
            return setting.noticeSecret;
    }
    return {};
}

int TestPayments::post(const QString &secret, const QByteArray &body)
{
    auto &runtime = m_shop.demo().runtime();
    HttpRequest request;
    request.method = "POST";
    request.url = runtime.options().localUrl;
    request.url.setPath(u"/pay/sandbox/"_s + secret);
    request.body = body;
    const auto signature = sandbox::signNotice("sandbox-webhook-secret", runtime.clock().nowSeconds(), body);
    request.headers = {{"sandbox-signature", signature}};
    int status = 0;
    QObject context;
    runtime.http().send(request, &context,
                        [&](const Result<HttpAnswer> &answer) { status = answer ? answer->status : -1; });
    return waitUntil([&] { return status != 0; }) ? status : 0;
}

void TestPayments::aNoticeForAnUnknownChargeIsKeptAndShown()
{
    const QByteArray body =
        R"({"id":"evt_of_nobody","event":"charge.paid","charge":{"id":"0f","reference":"nobodys","status":"paid"}})";
    QCOMPARE(post(noticeSecret(), body), 200);
    const auto outcome = [&] {
        return m_shop.peek(u"SELECT state || ': ' || outcome FROM gateway_notices WHERE dedup_key = 'evt_of_nobody'"_s);
    };
    QVERIFY(waitUntil([&] { return outcome().toString().startsWith(u"pending: It names a charge"_s); }));
    const auto attempts = [&] {
        return m_shop.peek(u"SELECT attempts FROM gateway_notices WHERE dedup_key = 'evt_of_nobody'"_s).toInt();
    };
    QVERIFY(waitUntil([&] { return attempts() > 1; })); // It is tried again.

    // One that came long ago is shown as what it is.
    const auto bot = m_shop.demo().runtime().shop().get()->bots.first().id;
    m_shop.read<bool>([&](core::UnitOfWork &uow) {
        core::NoticeRow old{.botId = bot, .gateway = u"sandbox"_s, .dedupKey = u"old"_s};
        old.notice.body = body;
        old.notice.headers = {{"sandbox-signature", sandbox::signNotice("sandbox-webhook-secret", 1, body)}};
        old.receivedAt = m_shop.demo().runtime().clock().now() - std::chrono::microseconds(11min).count();
        old.nextAttemptAt = old.receivedAt;
        return uow.notices().insert(old) != 0;
    });
    QVERIFY(waitUntil([&] {
        return m_shop.read<qsizetype>(
                   [](core::UnitOfWork &uow) { return uow.notices().inState(u"orphan"_s, 9).size(); }) == 1;
    }));
}

void TestPayments::aNoticeAtAWrongAddressIsNotTaken()
{
    const auto notices = [&] { return m_shop.peek(u"SELECT COUNT(*) FROM gateway_notices"_s).toInt(); };
    const auto before = notices();
    QCOMPARE(post(u"0123456789abcdef0123456789abcdef"_s, "{}"), 404);
    QCOMPARE(notices(), before);
}

void TestPayments::aPaymentAfterItsExpiryIsDeliveredAndMarkedLate()
{
    Shopper ana(m_shop.demo(), m_nextPerson++, QLatin1StringView(test::Shopfront::SecondBot));
    QVERIFY(ana.start());
    const auto code = ana.buy();
    QVERIFY(!code.isEmpty());
    QVERIFY(waitUntil([&] { return ana.payments().first().payment.status == PaymentStatus::Expired; }));
    QVERIFY(!ana.pay(code)); // The bank keeps to it, too.
    m_shop.bankBehaves({{u"accepts_expired"_s, true}});
    QVERIFY(ana.pay(code));
    QVERIFY(waitUntil([&] { return isPaid(ana); }));
    const auto payment = ana.payments().first();
    QVERIFY(payment.late);
    QCOMPARE(m_shop.steps(payment, u"payment.expired"_s).size(), 1);
    QVERIFY(waitUntil([&] { return m_shop.steps(payment, u"delivery.sent"_s).size() == 1; }));
}

QTEST_GUILESS_MAIN(TestPayments)
#include "tst_payments.moc"
