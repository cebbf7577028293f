// SPDX-License-Identifier: GPL-3.0-or-later
#include "funnel/shopfront.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Shopper;
using test::waitUntil;

// Buttons and updates that nobody should have sent: each has a clear outcome, and what comes after it is not lost.
class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_shop.open()); }
    void aButtonOfAnotherPersonSellsNothing();
    void aForgedButtonSellsNothing_data();
    void aForgedButtonSellsNothing();
    void aButtonOfAnOldOfferShowsThePresentOne();
    void anUpdateThatIsNoneIsKeptAndHoldsNobodyUp_data();
    void anUpdateThatIsNoneIsKeptAndHoldsNobodyUp();
    void anUpdateThatComesAgainIsOneUpdate();

private:
    QStringList refusals(qint64 person);

    test::Shopfront m_shop;
    qint64 m_nextPerson = 8118531418;
};

// What the trail says of buttons that a person pressed in vain.
QStringList TestBadInput::refusals(qint64 person)
{
    const auto bot = m_shop.demo().runtime().shop().get()->bots.first().id;
    const auto trail =
        m_shop.read<QList<core::TrailEntry>>([&](core::UnitOfWork &uow) { return uow.trail().byUser(bot, person); });
    QStringList texts;
    for (const core::TrailEntry &entry : trail) {
        if (entry.step == u"button.refused")
            texts.append(entry.text);
    }
    return texts;
}

void TestBadInput::aButtonOfAnotherPersonSellsNothing()
{
    const auto anaId = m_nextPerson++;
    const auto biaId = m_nextPerson++;
    Shopper ana(m_shop.demo(), anaId);
    Shopper bia(m_shop.demo(), biaId);
    QVERIFY(ana.start());
    QVERIFY(bia.start());
    QVERIFY(waitUntil([&] { return !m_shop.offerButton(anaId).isEmpty(); }));
    m_shop.press(biaId, m_shop.offerButton(anaId));
    QVERIFY(waitUntil([&] { return !refusals(biaId).isEmpty(); }));
    QCOMPARE(refusals(biaId), QStringList{u"The button belongs to another person."_s});
    QVERIFY(bia.payments().isEmpty());
    QVERIFY(ana.payments().isEmpty());
    QVERIFY(bia.purchase()); // By the buttons of the answer.
}

void TestBadInput::aForgedButtonSellsNothing_data()
{
    QTest::addColumn<QString>("data");
    QTest::newRow("a price") << u"buy:vip:1"_s;
    QTest::newRow("a number") << u"1"_s;
    QTest::newRow("SQL") << u"' OR 1=1 --"_s;
    QTest::newRow("64 bytes") << QString(64, u'A');
}

void TestBadInput::aForgedButtonSellsNothing()
{
    QFETCH(const QString, data);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    m_shop.press(person, data);
    QVERIFY(waitUntil([&] { return !refusals(person).isEmpty(); }));
    QVERIFY(refusals(person).first().startsWith(u"The button is unknown"_s));
    QVERIFY(ana.payments().isEmpty());
    QVERIFY(ana.purchase());
}

void TestBadInput::aButtonOfAnOldOfferShowsThePresentOne()
{
    const auto second = QString::fromLatin1(test::Shopfront::SecondBot);
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person, second);
    QVERIFY(ana.start());
    QVERIFY(waitUntil([&] { return !m_shop.offerButton(person, second).isEmpty(); }));
    const auto said = m_shop.texts(person, second).size();
    QVERIFY(m_shop.sellOnSecondBot(4400));
    QVERIFY(ana.buy().isEmpty()); // It is the old price's button.
    QVERIFY(waitUntil([&] { return m_shop.texts(person, second).size() > said; }));
    QVERIFY(ana.payments().isEmpty());
    QVERIFY(!ana.buy().isEmpty()); // The newest greeting's button.
    QCOMPARE(ana.payments().first().payment.amount.minor, 4400);
}

void TestBadInput::anUpdateThatIsNoneIsKeptAndHoldsNobodyUp_data()
{
    QTest::addColumn<QByteArray>("update");
    QTest::addColumn<QString>("kind");
    QTest::newRow("cut off") << R"({"update_id":%1,"message":{"message_id":1,"from":{"id":5,"first_name":"A)"_ba
                             << u"unknown"_s;
    QTest::newRow("of an unknown kind") << R"({"update_id":%1,"quantum_message":{"from":{"id":5}}})"_ba << u"unknown"_s;
    QTest::newRow("without a person") << R"({"update_id":%1,"message":{"message_id":1,"text":"/start"}})"_ba
                                      << u"message"_s;
    QTest::newRow("with fields of wrong types")
        << R"({"update_id":%1,"message":{"message_id":"x","from":[],"chat":7,"text":{}}})"_ba << u"message"_s;
}

void TestBadInput::anUpdateThatIsNoneIsKeptAndHoldsNobodyUp()
{
    QFETCH(const QByteArray, update);
    QFETCH(const QString, kind);
    auto &telegram = m_shop.demo().world().telegram();
    auto &bot = *telegram.bot(QLatin1StringView(server::DemoInstallation::BotUsername));
    const auto last = m_shop.peek(u"SELECT COALESCE(MAX(update_id), 0) FROM telegram_updates"_s).toLongLong();
    telegram.injectUpdate(bot.id, update);
    Shopper ana(m_shop.demo(), m_nextPerson++);
    QVERIFY(ana.start()); // Comes behind it in the same queue.
    const auto stored = m_shop.peek(u"SELECT kind || ' ' || state || ' ' || CASE WHEN outcome <> '' THEN 1 ELSE 0 END "
                                    u"FROM telegram_updates WHERE bot_id = 1 AND update_id > "
                                    "%1 ORDER BY update_id LIMIT 1"_s.arg(last));
    QCOMPARE(stored.toString(), kind + u" done 1"_s);
    QVERIFY(ana.purchase());
}

void TestBadInput::anUpdateThatComesAgainIsOneUpdate()
{
    const auto person = m_nextPerson++;
    Shopper ana(m_shop.demo(), person);
    QVERIFY(ana.start());
    QVERIFY(waitUntil([&] { return m_shop.texts(person).size() == 1; }));
    auto &telegram = m_shop.demo().world().telegram();
    auto &bot = *telegram.bot(QLatin1StringView(server::DemoInstallation::BotUsername));
    telegram.repeatUpdates(bot.id, 1);
    Shopper bia(m_shop.demo(), m_nextPerson++);
    QVERIFY(bia.start());
    QCOMPARE(ana.touches().size(), 1);
    QCOMPARE(m_shop.texts(person).size(), 1);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
