// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

#include "core/payment/paymentdesk.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr Micros start = StorageFixture::start;
constexpr Micros second = 1'000'000;

// Time is what the test says; nothing happens by itself.
class StillClock final : public Clock
{
public:
    [[nodiscard]] Micros now() const override { return m_now; }
    void after(std::chrono::milliseconds, QObject *, std::function<void()>) override {}
    void set(Micros now) { m_now = now; }

private:
    std::atomic<Micros> m_now{start};
};

// Of all that plugins do, a gateway that knows no key against repetitions. It answers when the test wants.
class SlowGateway final : public core::PluginCalls
{
public:
    int asked = 0;
    std::vector<Then<ChargeSnapshot>> queries;

    bool emitStarted(const Start &) override { return false; }
    bool emitPaymentCreated(const Payment &) override { return false; }
    void emitPaymentChanged(const Payment &, PaymentStatus) override {}
    void onTokenBound(std::function<void(qint64, const TokenBinding &)>) override {}
    void onPaymentAttached(std::function<void(qint64, const PaymentAttribution &)>) override {}
    QString gatewayOf(qint64) const override { return u"sandbox"_s; }
    std::optional<GatewayCapabilities> capabilities(qint64, const QString &) const override
    {
        GatewayCapabilities capabilities;
        capabilities.lookupByReference = true;
        return capabilities;
    }
    void createCharge(qint64, const QString &, const ChargeRequest &, QObject *, Then<Charge>) override { ++asked; }
    void fetchCharge(qint64, const QString &, const ChargeReference &, QObject *, Then<ChargeSnapshot> then) override
    {
        queries.push_back(std::move(then));
    }
    Result<NoticeHint> parseNotice(qint64, const QString &, const Notice &) override { return NoticeHint{}; }
    QUrl noticeUrl(qint64, const QString &) const override { return {}; }
    void deliver(const core::PluginScope &, const QString &, const QList<ConversionEvent> &, QObject *,
                 Then<DeliveryReport>) override
    {
    }
    int batchLimit(const core::PluginScope &, const QString &, EventName) const override { return 0; }
};

ChargeSnapshot noSuchCharge()
{
    ChargeSnapshot snapshot;
    snapshot.exists = false;
    return snapshot;
}

class NoWording final : public core::Wording
{
public:
    core::MessageRow welcome(const core::Bot &, const core::BotUser &, const QList<OfferButton> &) const override
    {
        return {};
    }
    core::MessageRow pix(const core::PaymentRow &, const core::BotUser &, const QString &) const override { return {}; }
    core::MessageRow stillWaiting(const core::PaymentRow &, const core::BotUser &) const override { return {}; }
    core::MessageRow chargeFailed(const core::PaymentRow &, const core::BotUser &) const override { return {}; }
    core::MessageRow delivery(const core::PaymentRow &, const core::BotUser &, const QUrl &) const override
    {
        return {};
    }
    core::MessageRow outdated(const core::Bot &, const core::BotUser &, const QList<OfferButton> &) const override
    {
        return {};
    }
    core::MessageRow answerCallback(const QString &, const core::BotUser &, bool) const override { return {}; }
};

// The database of a server that falls asleep when it has stored what the test says.
class SleepyDatabase final : public core::Database
{
public:
    explicit SleepyDatabase(core::Database &database)
        : m_database(database)
    {
    }
    void submit(Work work, Done done) override
    {
        m_database.submit(std::move(work), [this, done = std::move(done)](const Result<void> &stored) {
            if (asleep)
                asleep();
            done(stored);
        });
    }

    std::function<void()> asleep; ///< Called after each commit, before anybody hears of it.

private:
    core::Database &m_database;
};

} // namespace

/// A gateway is asked for a charge once, whatever server sleeps when, also if it would make two.
class AskingForChargesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StorageFixture> m_db;
    std::unique_ptr<SleepyDatabase> m_database;
    qint64 m_payment = 0;
    StillClock m_clock;
    SlowGateway m_gateway;
    core::RosterHolder m_roster;
    NoWording m_wording;

    std::unique_ptr<core::PaymentDesk> server()
    {
        return std::make_unique<core::PaymentDesk>(*m_database, m_gateway, m_roster, m_wording, QUrl(), m_clock);
    }
    core::PaymentRow row()
    {
        return m_db->get([this](core::UnitOfWork &uow) { return *uow.payments().byId(m_payment); });
    }
    void makeDue()
    {
        m_db->must([this](core::UnitOfWork &uow) {
            auto row = *uow.payments().byId(m_payment);
            row.nextCheckAt = m_clock.now();
            uow.payments().update(row);
        });
    }
    // A charge that the gateway was, perhaps, asked for by a server of which nobody heard again.
    void leaveInTheMiddle()
    {
        m_db->must([this](core::UnitOfWork &uow) {
            auto row = *uow.payments().byId(m_payment);
            core::PaymentBook book(uow, *m_roster.get(), m_wording, {}, m_clock.now());
            book.beginCreation(row);
        });
    }

private Q_SLOTS:
    void init()
    {
        m_db = std::make_unique<StorageFixture>();
        m_database = std::make_unique<SleepyDatabase>(m_db->database());
        m_gateway.asked = 0;
        m_gateway.queries.clear();
        m_clock.set(start);
        m_payment = m_db->payment(m_db->person(7)).payment.id;
    }

    void itIsAskedOnceTheDatabaseSaysSo()
    {
        makeDue();
        const auto one = server();
        one->kick();
        QTRY_COMPARE(m_gateway.asked, 1);
        QCOMPARE(row().payment.status, PaymentStatus::Creating);
        QCOMPARE(row().askedAt, start);
    }

    void whoSleptAfterTheCommitAsksNothing()
    {
        makeDue();
        std::atomic<int> commits = 0;
        m_database->asleep = [this, &commits] {
            if (++commits == 2) // the claim, and then that the gateway is asked
                m_clock.set(start + 20 * second);
        };
        const auto sleeper = server();
        sleeper->kick();
        QTRY_VERIFY(commits >= 3); // It has looked for more.
        QCOMPARE(row().payment.status, PaymentStatus::Creating);
        QCOMPARE(m_gateway.asked, 0);
    }

    void nobodyAsksAgainWhileTheFirstRequestMayArrive()
    {
        leaveInTheMiddle();
        m_clock.set(start + 50 * second);
        makeDue();
        const auto other = server();
        other->kick();
        QTRY_COMPARE(m_gateway.queries.size(), std::size_t(1));
        m_gateway.queries[0](noSuchCharge());
        QTRY_COMPARE(row().checks, 1);
        QCOMPARE(m_gateway.asked, 0);
    }

    void oneOfTwoServersAsksAgain()
    {
        leaveInTheMiddle();
        m_clock.set(start + 70 * second);
        makeDue();
        const auto one = server();
        one->kick();
        QTRY_COMPARE(m_gateway.queries.size(), std::size_t(1));
        makeDue(); // The first is taken for dead.
        const auto other = server();
        other->kick();
        QTRY_COMPARE(m_gateway.queries.size(), std::size_t(2));

        m_clock.set(start + 71 * second);
        for (const auto &answer : m_gateway.queries)
            answer(noSuchCharge());
        QTRY_COMPARE(m_gateway.asked, 1);
        QCOMPARE(row().askedAt, start + 71 * second);
        QTest::qWait(0); // what the second one has stored, if anything, was queued behind it
        m_db->must([](core::UnitOfWork &) {});
        QCoreApplication::processEvents();
        QCOMPARE(m_gateway.asked, 1);
    }

    void aRequestThatDidNotArriveCountsNoLonger()
    {
        m_db->must([this](core::UnitOfWork &uow) {
            auto row = *uow.payments().byId(m_payment);
            core::PaymentBook book(uow, *m_roster.get(), m_wording, {}, start);
            book.beginCreation(row);
            const Error unreachable{.code = u"http.connect"_s, .message = u"No way."_s, .kind = ErrorClass::Retry};
            book.creationFailed(row, unreachable, start - 1); // an older one: another is on its way
            QCOMPARE(row.askedAt, start);
            book.creationFailed(row, unreachable, start);
            QCOMPARE(row.askedAt, 0);
        });
    }

    void aSecondChargeIsNotedAndTheFirstOneStands()
    {
        m_db->must([this](core::UnitOfWork &uow) {
            auto row = *uow.payments().byId(m_payment);
            core::PaymentBook book(uow, *m_roster.get(), m_wording, {}, start);
            book.beginCreation(row);
            book.chargeMade(row, {.gatewayId = u"first"_s, .pixCode = u"1"_s});
            book.chargeMade(row, {.gatewayId = u"second"_s, .pixCode = u"2"_s});
        });
        QCOMPARE(row().gatewayTransactionId, u"first"_s);
        QCOMPARE(row().pixCode, u"1"_s);
        const auto trail = m_db->get([this](core::UnitOfWork &uow) { return uow.trail().byPayment(m_payment); });
        QVERIFY(std::any_of(trail.begin(), trail.end(),
                            [](const auto &entry) { return entry.step == u"payment.second_charge"; }));
    }
};

QTEST_GUILESS_MAIN(AskingForChargesTest)
#include "tst_askingforcharges.moc"
