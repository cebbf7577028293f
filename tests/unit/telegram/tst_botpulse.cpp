// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxroom.h"
#include "telegram/fleet/botevidence.h"
#include "telegram/fleet/botpulse.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::telegram;
using rastro::core::Circuit;
using rastro::core::Evidence;
using rastro::sandbox::TelegramFault;

/// A bot's pulse against the sandbox: when it asks, and what it makes of the answers.
class BotPulseTest : public QObject
{
    Q_OBJECT

private:
    static constexpr rastro::core::CircuitLimits limits{.failures = 2, .pause = 10s, .interval = 15s};

    std::unique_ptr<SandboxRoom> m_room;
    std::unique_ptr<BotPulse> m_pulse;
    std::unique_ptr<QSignalSpy> m_turned;
    std::unique_ptr<QSignalSpy> m_recovered;

    void open(const Circuit &remembered = {})
    {
        m_pulse = std::make_unique<BotPulse>(m_room->api(), m_room->clock, limits, remembered);
        m_turned = std::make_unique<QSignalSpy>(m_pulse.get(), &BotPulse::turned);
        m_recovered = std::make_unique<QSignalSpy>(m_pulse.get(), &BotPulse::recovered);
        m_pulse->start();
        SandboxRoom::settle();
    }
    [[nodiscard]] int asked() const { return m_room->telegram.effects(u"getMe"_s); }
    void revoke() { m_room->bot.token = u"4242:another"_s; }
    void restore() { m_room->bot.token = m_room->token; }

private Q_SLOTS:
    void init() { m_room = std::make_unique<SandboxRoom>(); }
    void cleanup()
    {
        m_pulse.reset();
        m_room.reset();
    }

    void asksOnlyWhoIsSilent()
    {
        open();
        for (int i = 0; i < 10; ++i) {
            m_room->pass(10s);
            m_pulse->worked();
        }
        QCOMPARE(asked(), 0);
        m_room->pass(16s);
        QCOMPARE(asked(), 1);
        m_room->pass(16s);
        QCOMPARE(asked(), 2);
        QVERIFY(m_pulse->circuit().isClosed());
    }

    void aRevokedTokenIsNoticedAndItsReturnToo()
    {
        open();
        revoke();
        m_room->pass(16s);
        QCOMPARE(m_pulse->circuit().state, Circuit::Open);
        QVERIFY(m_pulse->circuit().reason.contains(u"401"_s));
        QVERIFY(!m_pulse->circuit().reason.contains(u"secret"_s));
        QCOMPARE(m_turned->count(), 1);
        m_room->pass(11s); // Asked again: still so, and now twice as long.
        QCOMPARE(m_turned->count(), 1);
        restore();
        m_room->pass(11s);
        QVERIFY(!m_pulse->circuit().isClosed());
        m_room->pass(11s);
        QVERIFY(m_pulse->circuit().isClosed());
        QCOMPARE(m_turned->count(), 2);
        QCOMPARE(m_recovered->count(), 1);
    }

    void troubleOfTelegramCountsOnceASecond()
    {
        open();
        const ApiError error{.code = 502, .description = u"Bad Gateway"_s};
        for (int i = 0; i < 50; ++i)
            m_pulse->failed(error);
        QVERIFY(m_pulse->circuit().isClosed());
        m_room->pass(1100ms);
        m_pulse->failed(error);
        QVERIFY(!m_pulse->circuit().isClosed());
    }

    void workClosesTheCircuitAtOnceWithoutBeginningAgain()
    {
        open();
        m_pulse->failed({.code = 401, .description = u"Unauthorized"_s});
        QVERIFY(!m_pulse->circuit().isClosed());
        m_pulse->worked();
        QVERIFY(m_pulse->circuit().isClosed());
        QCOMPARE(m_recovered->count(), 0);
    }

    void aRememberedTroubleIsAskedAboutAtOnce()
    {
        const auto until = m_room->clock.now() + 600'000'000;
        open({.state = Circuit::Open, .failures = 9, .trips = 5, .openUntil = until, .reason = u"401"_s});
        QVERIFY(!m_pulse->circuit().isClosed());
        m_room->pass(1s);
        QVERIFY(m_pulse->circuit().isClosed());
        QCOMPARE(asked(), 1);
    }

    void aBotWhoseUpdatesAreTakenIsNotTrustedForAnsweringGetMe()
    {
        open();
        m_pulse->trustWorkOnly(true);
        m_pulse->failed({.code = 409, .description = u"Conflict"_s});
        m_room->pass(2s);
        m_pulse->failed({.code = 409, .description = u"Conflict"_s});
        m_room->pass(60s);
        m_pulse->answered();
        QVERIFY(!m_pulse->circuit().isClosed());
        m_pulse->trustWorkOnly(false);
        m_pulse->worked();
        QVERIFY(m_pulse->circuit().isClosed());
    }

    void errorsAreEvidenceOrNot_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("description");
        QTest::addColumn<int>("evidence"); // -1: none
        QTest::addColumn<bool>("ofTheBot");
        QTest::newRow("revoked") << 401 << u"Unauthorized"_s << int(Evidence::Refused) << true;
        QTest::newRow("not found") << 404 << u"Not Found"_s << int(Evidence::Refused) << true;
        QTest::newRow("conflict") << 409 << u"Conflict"_s << int(Evidence::Failed) << true;
        QTest::newRow("server error") << 500 << u"Internal Server Error"_s << int(Evidence::Failed) << true;
        QTest::newRow("flood") << 429 << u"Too Many Requests"_s << -1 << true;
        QTest::newRow("blocked by a person") << 403 << u"Forbidden: bot was blocked by the user"_s << -1 << false;
        QTest::newRow("a bot that is closed")
            << 403 << u"Forbidden: bot is deactivated"_s << int(Evidence::Failed) << true;
        QTest::newRow("a message too long") << 400 << u"Bad Request: message is too long"_s << -1 << true;
    }
    void errorsAreEvidenceOrNot()
    {
        QFETCH(int, code);
        QFETCH(QString, description);
        QFETCH(bool, ofTheBot);
        const auto evidence =
            evidenceOf({.code = code, .description = description}, ofTheBot ? CallTarget::Bot : CallTarget::Chat);
        QTEST(evidence ? int(*evidence) : -1, "evidence");
    }
    void anUnreachableTelegramIsPassingTrouble()
    {
        QCOMPARE(evidenceOf({.origin = ApiError::Origin::Transport}, CallTarget::Bot), std::optional(Evidence::Failed));
        QCOMPARE(evidenceOf({.origin = ApiError::Origin::Garbled, .code = 502}, CallTarget::Bot),
                 std::optional(Evidence::Failed));
    }
};

QTEST_GUILESS_MAIN(BotPulseTest)
#include "tst_botpulse.moc"
