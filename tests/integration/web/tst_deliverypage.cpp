// SPDX-License-Identifier: GPL-3.0-or-later
#include "site/publicsite.h"
#include "site/visitor.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr char TOKEN[] = "deadbeefdeadbeefdeadbeefdeadbeef";

core::OpenedDelivery aDelivery()
{
    core::OpenedDelivery delivery;
    delivery.title = u"VIP <mensal>"_s;
    delivery.deliver = u"https://shop.example/vip?a=1&b=2"_s;
    delivery.botId = 7;
    delivery.botUsername = u"aurora_clube_bot"_s;
    return delivery;
}

} // namespace

/// The page that a buyer gets what was bought from, and what stands there when it cannot be shown.
class DeliveryPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDeliveryTokenLeavesTheAddressAtOnce();
    void deliveryIsShownToWhoeverHoldsTheCookie();
    void aDeliveryThatCannotBeShownSaysWhatToDo_data();
    void aDeliveryThatCannotBeShownSaysWhatToDo();
};

void DeliveryPageTest::theDeliveryTokenLeavesTheAddressAtOnce()
{
    PublicSite site;
    const Answer answer = ask(site.port(), "GET", QByteArray("/delivery/") + TOKEN, {PhoneAgent});
    QCOMPARE(answer.status, 303);
    QCOMPARE(answer.headers.value("Location"), "/delivery");
    QCOMPARE(answer.headers.value("Set-Cookie"),
             QByteArray("delivery=") + TOKEN + "; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    site.settings.publicUrl = u"https://shop.example"_s;
    site.apply();
    QCOMPARE(ask(site.port(), "GET", QByteArray("/delivery/") + TOKEN, {PhoneAgent}).headers.value("Set-Cookie"),
             QByteArray("__Host-delivery=") + TOKEN + "; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
}

void DeliveryPageTest::deliveryIsShownToWhoeverHoldsTheCookie()
{
    PublicSite site;
    site.deliveries.put(QString::fromLatin1(TOKEN), aDelivery());
    const Answer answer = ask(site.port(), "GET", "/delivery", {PhoneAgent, QByteArray("Cookie: delivery=") + TOKEN});
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("Acesso liberado"));
    QVERIFY(answer.body.contains("VIP &lt;mensal&gt;"));
    QVERIFY(answer.body.contains("href=\"https://shop.example/vip?a=1&amp;b=2\""));
    QVERIFY(answer.body.contains("href=\"https://t.me/aurora_clube_bot\""));
    QVERIFY(!answer.body.contains(TOKEN));
    QVERIFY(!answer.body.contains("<script"));
}

void DeliveryPageTest::aDeliveryThatCannotBeShownSaysWhatToDo_data()
{
    QTest::addColumn<QByteArrayList>("headers");
    QTest::addColumn<bool>("failing");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const QByteArray cookie = QByteArray("Cookie: delivery=") + TOKEN;
    QTest::newRow("unknown") << QByteArrayList{cookie} << false << 404 << QByteArray("Este link não abre mais");
    QTest::newRow("without the cookie") << QByteArrayList{} << false << 404 << QByteArray("Abra pela conversa");
    QTest::newRow("malformed cookie") << QByteArrayList{"Cookie: delivery=x"} << false << 404
                                      << QByteArray("Abra pela conversa");
    QTest::newRow("storage fails") << QByteArrayList{cookie} << true << 503 << QByteArray("href=\"/delivery\"");
}

void DeliveryPageTest::aDeliveryThatCannotBeShownSaysWhatToDo()
{
    QFETCH(QByteArrayList, headers);
    QFETCH(bool, failing);
    QFETCH(QByteArray, says);
    PublicSite site;
    site.deliveries.fail(failing);
    if (failing)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be opened.*storage\\.busy"_s));
    const Answer answer = ask(site.port(), "GET", "/delivery", headers + QByteArrayList{PhoneAgent});
    QTEST(answer.status, "status");
    QVERIFY2(answer.body.contains(says), answer.body);
}

QTEST_GUILESS_MAIN(DeliveryPageTest)
#include "tst_deliverypage.moc"
