// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrival.h"
#include "storagefixture.h"

#include <QtCore/QRandomGenerator>
#include <array>
#include <map>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr int runs = 8;
constexpr int oldClicks = 60;
constexpr int people = 9;
constexpr int batchSize = 80;

/// What is known before the batch, made by chance of few values, so that many share one. It is the same in each new
/// fixture, whose ids are the same.
class RandomShop
{
public:
    RandomShop(const StorageFixture &db, quint32 seed)
        : m_db(db)
        , m_random(seed)
    {
        for (int number = 0; number < oldClicks; ++number)
            addClick(number);
        for (int number = 1; number <= people; ++number)
            addUser(number);
    }

    struct BoundClick
    {
        qint64 workspaceId = 0;
        Click click;
        qint64 boundTo = 0; // 0: to nobody.
    };

    void storeIn(StorageFixture &db) const
    {
        db.must([this](core::UnitOfWork &stores) {
            for (const auto &[workspaceId, click, boundTo] : m_clicks) {
                stores.clicks().insert(workspaceId, click);
                if (boundTo != 0)
                    stores.clicks().markBound(click.token, click.botId, boundTo, StorageFixture::start);
            }
            for (const auto &user : m_users) {
                [[maybe_unused]] const auto row = stores.users().upsert(user);
                stores.users().saveAttribution(user);
            }
        });
    }

    [[nodiscard]] core::Newcomer newcomer()
    {
        const auto [workspaceId, botId] = place();
        return {workspaceId, botId, oneOf(fbclids()), oneOf(visitors())};
    }

    [[nodiscard]] core::Arrival arrival(qint64 firstSeenMs)
    {
        const auto [workspaceId, botId] = place();
        core::CapturedClick captured{click(botId, firstSeenMs), {}, m_random.bounded(5) == 0};
        if (m_random.bounded(8) == 0)
            captured.click.traffic = u"crawler"_s;
        if (m_random.bounded(8) == 0)
            captured.click.botId = 0;
        return {workspaceId, captured};
    }

    /// The rule of DESIGN, without a database.
    [[nodiscard]] core::Recognised expected(const core::Newcomer &newcomer) const
    {
        if (const auto person = ofClicks(newcomer.workspaceId, &Click::fbclid, newcomer.fbclid))
            return {person, AttributionRule::ReturningFbclid};
        if (const auto person = ofUsers(newcomer.botId, newcomer.fbclid))
            return {person, AttributionRule::ReturningFbclid};
        if (const auto person = ofClicks(newcomer.workspaceId, &Click::visitorId, newcomer.visitorId))
            return {person, AttributionRule::ReturningVisitor};
        return {};
    }

private:
    // What means something in lists, patterns or JSON is among them.
    static const QStringList &fbclids()
    {
        static const QStringList values{QString(),    u"Fb"_s,   u"fb"_s,    u"{a,b}"_s, u"a\\"_s,
                                        u"\"a\""_s,   u"NULL"_s, u"ç€"_s,    u"a%_"_s,   u"[1]"_s,
                                        u"o'clock"_s, u"b b"_s,  u"plain"_s, u"new"_s,   u"newer"_s};
        return values;
    }
    static const QStringList &visitors()
    {
        static const QStringList values = [] {
            QStringList ids{QString(), QString()};
            for (int number = 0; number < 10; ++number)
                ids.append(newHexId());
            return ids;
        }();
        return values;
    }
    [[nodiscard]] const QString &oneOf(const QStringList &values) { return values[m_random.bounded(values.size())]; }

    // A workspace and a bot of it.
    [[nodiscard]] std::pair<qint64, qint64> place()
    {
        const std::array places{std::pair{m_db.workspaceId, m_db.botId}, std::pair{m_db.workspaceId, m_db.secondBotId},
                                std::pair{m_db.otherWorkspaceId, m_db.otherBotId}};
        return places[static_cast<std::size_t>(m_random.bounded(int(places.size())))];
    }

    [[nodiscard]] Click click(qint64 botId, qint64 firstSeenMs)
    {
        Click click{.token = newToken()};
        click.botId = botId;
        click.fbclid = oneOf(fbclids());
        click.visitorId = oneOf(visitors());
        click.firstSeenMs = firstSeenMs;
        click.traffic = u"person"_s;
        click.pageviewEventId = newHexId();
        return click;
    }

    // Not stored in the order of their time, of which each has its own.
    void addClick(int number)
    {
        const auto [workspaceId, botId] = place();
        const auto firstSeenMs = StorageFixture::start / 1000 + number * 37 % oldClicks;
        const auto boundTo = m_random.bounded(2) == 0 ? 0 : 1 + m_random.bounded(people);
        m_clicks.append({workspaceId, click(botId, firstSeenMs), boundTo});
    }

    void addUser(int number)
    {
        for (const auto botId : {m_db.botId, m_db.secondBotId, m_db.otherBotId}) {
            core::BotUser user;
            user.botId = botId;
            user.telegramUserId = number;
            user.fbclid = oneOf(fbclids());
            user.externalId = newHexId();
            user.firstInteraction = StorageFixture::start;
            user.lastInteraction = StorageFixture::start + m_random.bounded(3);
            m_users.append(user);
        }
    }

    [[nodiscard]] qint64 ofClicks(qint64 workspaceId, QString Click::*field, QStringView value) const
    {
        const BoundClick *newest = nullptr;
        for (const auto &known : m_clicks) {
            const bool isIt = !value.isEmpty() && known.boundTo != 0 && known.workspaceId == workspaceId &&
                              known.click.*field == value;
            if (isIt && (!newest || known.click.firstSeenMs > newest->click.firstSeenMs))
                newest = &known;
        }
        return newest ? newest->boundTo : 0;
    }

    // Of those that were seen at the same time the one with the higher id: who was stored last.
    [[nodiscard]] qint64 ofUsers(qint64 botId, QStringView fbclid) const
    {
        const core::BotUser *last = nullptr;
        for (const auto &user : m_users) {
            const bool isIt = !fbclid.isEmpty() && user.botId == botId && user.fbclid == fbclid;
            if (isIt && (!last || user.lastInteraction >= last->lastInteraction))
                last = &user;
        }
        return last ? last->telegramUserId : 0;
    }

    const StorageFixture &m_db;
    QRandomGenerator m_random;
    QList<BoundClick> m_clicks;
    QList<core::BotUser> m_users;
};

/// All that binding writes.
QStringList bindingsIn(const StorageFixture &db)
{
    QStringList lines;
    for (const auto *statement :
         {"SELECT token, bound_bot_id, bound_telegram_user_id, bound_at FROM clicks ORDER BY token",
          "SELECT bot_id, telegram_user_id, tracking_session_id, fbclid, attribution_rule FROM bot_users ORDER BY id",
          "SELECT bot_id, telegram_user_id, token, fbclid, rule FROM touches ORDER BY id",
          "SELECT step, token, bot_id, telegram_user_id, at FROM trail ORDER BY id"}) {
        const auto rows = db.where().rows(QString::fromLatin1(statement));
        for (const auto &row : rows) {
            QStringList fields;
            for (const auto &field : row)
                fields.append(field.toString());
            lines.append(fields.join(u'|'));
        }
    }
    return lines;
}

Click clickOf(const StorageFixture &db, const QString &fbclid, const QString &visitorId, qint64 secondsLater = 0)
{
    Click click{.token = newToken()};
    click.botId = db.botId;
    click.fbclid = fbclid;
    click.visitorId = visitorId;
    click.firstSeenMs = StorageFixture::start / 1000 + secondsLater * 1000;
    click.traffic = u"person"_s;
    click.pageviewEventId = newHexId();
    return click;
}

core::Arrival arrivalOf(const StorageFixture &db, const QString &fbclid, const QString &visitorId)
{
    return {db.workspaceId, {clickOf(db, fbclid, visitorId, 1), {}, false}};
}

void record(StorageFixture &db, const QList<core::Arrival> &arrivals)
{
    db.must([&](core::UnitOfWork &uow) { core::recordArrivals(uow, arrivals, {}); });
}

qint64 boundTo(const StorageFixture &db, const core::Arrival &arrival)
{
    return db
        .peek(u"SELECT COALESCE(bound_telegram_user_id, 0) FROM clicks WHERE token = '%1'"_s.arg(
            arrival.captured.click.token.toString()))
        .toLongLong();
}

} // namespace

/// Who a new click's person is, asked for many clicks at once.
class RecognitionTest : public QObject
{
    Q_OBJECT

private:
    static void addSeeds()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= runs; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    // A person of the first bot, with a click that is bound to him.
    static void addPerson(StorageFixture &db, qint64 telegramUserId, const QString &fbclid, const QString &visitorId)
    {
        const auto click = clickOf(db, fbclid, visitorId);
        db.person(telegramUserId);
        db.must([&](core::UnitOfWork &stores) {
            stores.clicks().insert(db.workspaceId, click);
            stores.clicks().markBound(click.token, db.botId, telegramUserId, StorageFixture::start);
        });
    }

private Q_SLOTS:
    void manyAreRecognisedAsEachAloneWouldBe_data() { addSeeds(); }
    void manyAreRecognisedAsEachAloneWouldBe()
    {
        QFETCH(const quint32, seed);
        StorageFixture db;
        RandomShop shop(db, seed);
        shop.storeIn(db);
        std::vector<core::Newcomer> newcomers;
        for (int number = 0; number < batchSize; ++number)
            newcomers.push_back(shop.newcomer());
        std::map<AttributionRule, int> rules;
        db.must([&](core::UnitOfWork &stores) {
            auto &clicks = stores.clicks();
            const auto together = clicks.recognise(newcomers);
            QCOMPARE(together.size(), batchSize);
            for (int place = 0; place < batchSize; ++place) {
                const auto &newcomer = newcomers[static_cast<std::size_t>(place)];
                const auto alone = clicks.recognise({&newcomer, 1}).first();
                const auto expected = shop.expected(newcomer);
                QCOMPARE(together[place].telegramUserId, expected.telegramUserId);
                QCOMPARE(together[place].rule, expected.rule);
                QCOMPARE(alone.telegramUserId, expected.telegramUserId);
                QCOMPARE(alone.rule, expected.rule);
                ++rules[expected.rule];
            }
        });
        QVERIFY(rules[AttributionRule::ReturningFbclid] > 0 && rules[AttributionRule::ReturningVisitor] > 0 &&
                rules[AttributionRule::Organic] > 0);
    }

    void nobodyIsRecognisedByNothing()
    {
        StorageFixture db;
        addPerson(db, 7, u"Fb"_s, newHexId());
        db.must([&](core::UnitOfWork &stores) {
            QVERIFY(stores.clicks().recognise({}).isEmpty());
            const std::vector<core::Newcomer> strangers{{}, {db.workspaceId, db.botId, {}, {}}};
            const auto who = stores.clicks().recognise(strangers);
            QCOMPARE(who.size(), 2);
            for (const auto &stranger : who)
                QCOMPARE(stranger.telegramUserId, 0);
        });
    }

    // U+0000 is not stored on PostgreSQL: what stands for it is found by the same text.
    void aTextThatADatabaseCannotHoldFindsItself()
    {
        StorageFixture db;
        const auto odd = u"a"_s + QChar(u'\0') + u"b"_s;
        addPerson(db, 7, odd, {});
        const std::vector<core::Newcomer> newcomers{{db.workspaceId, db.botId, odd, {}},
                                                    {db.workspaceId, db.botId, u"a"_s, {}}};
        const auto who = db.get([&](core::UnitOfWork &stores) { return stores.clicks().recognise(newcomers); });
        QCOMPARE(who[0].telegramUserId, 7);
        QCOMPARE(who[1].telegramUserId, 0);
    }

    void aClickIsRecognisedByOneOfItsOwnBatch()
    {
        StorageFixture db;
        const auto visitor = newHexId();
        addPerson(db, 7, u"Fb"_s, {});
        const auto first = arrivalOf(db, u"Fb"_s, visitor);
        const auto second = arrivalOf(db, u"OfASecondAd"_s, visitor);   // By the visitor of the first.
        const auto third = arrivalOf(db, u"OfASecondAd"_s, newHexId()); // By the fbclid of the second.
        const auto stranger = arrivalOf(db, u"OfAThirdAd"_s, newHexId());
        record(db, {stranger, first, second, third});
        QCOMPARE(boundTo(db, first), 7);
        QCOMPARE(boundTo(db, second), 7);
        QCOMPARE(boundTo(db, third), 7);
        QCOMPARE(boundTo(db, stranger), 0);
        const auto user = db.get([&](core::UnitOfWork &stores) { return stores.users().find(db.botId, 7); });
        QCOMPARE(user->trackingSessionId->toString(), third.captured.click.token.toString());
    }

    void aClickIsNotRecognisedByOneThatComesAfterIt()
    {
        StorageFixture db;
        const auto visitor = newHexId();
        addPerson(db, 7, u"Fb"_s, {});
        const auto early = arrivalOf(db, {}, visitor);
        record(db, {early, arrivalOf(db, u"Fb"_s, visitor)});
        QCOMPARE(boundTo(db, early), 0);
    }

    // Who was brought over has an fbclid and no click of it: once he has another one, the old one is nobody's.
    void anFbclidThatAUserLeftInTheBatchIsNobodys()
    {
        StorageFixture db;
        const auto visitor = newHexId();
        addPerson(db, 7, {}, visitor);
        auto user = db.get([&](core::UnitOfWork &stores) { return stores.users().find(db.botId, 7); });
        user->fbclid = u"Old"_s;
        db.must([&](core::UnitOfWork &stores) { stores.users().saveAttribution(*user); });
        const auto still = arrivalOf(db, u"Old"_s, newHexId());
        const auto leaving = arrivalOf(db, u"New"_s, visitor);
        record(db, {leaving, still});
        QCOMPARE(boundTo(db, leaving), 7);
        QCOMPARE(boundTo(db, still), 0);
    }

    void aBatchBindsWhatItsClicksBindOneByOne_data() { addSeeds(); }
    void aBatchBindsWhatItsClicksBindOneByOne()
    {
        QFETCH(const quint32, seed);
        const auto time = seed % 2 == 0 ? core::ArrivalTime::Late : core::ArrivalTime::Now;
        StorageFixture together;
        StorageFixture apart;
        RandomShop shop(together, seed);
        shop.storeIn(together);
        shop.storeIn(apart);
        const auto before = bindingsIn(together);
        QCOMPARE(bindingsIn(apart), before);
        QList<core::Arrival> arrivals;
        for (int number = 0; number < batchSize; ++number)
            arrivals.append(shop.arrival(StorageFixture::start / 1000 + 1000 + number * 29 % batchSize));
        together.must([&](core::UnitOfWork &uow) { core::recordArrivals(uow, arrivals, {}, time); });
        apart.must([&](core::UnitOfWork &uow) {
            for (const auto &arrival : std::as_const(arrivals))
                core::recordArrivals(uow, {arrival}, {}, time);
        });
        const auto after = bindingsIn(together);
        QVERIFY(after.size() > before.size() + batchSize + people); // Many were bound.
        QCOMPARE(bindingsIn(apart), after);
    }

    void theRoundsOfAJobBindWhatTheirClicksBindOneByOne()
    {
        StorageFixture rounds;
        StorageFixture apart;
        RandomShop shop(rounds, 99);
        shop.storeIn(rounds);
        shop.storeIn(apart);
        QList<core::Arrival> arrivals;
        for (int number = 0; number < batchSize; ++number)
            arrivals.append(shop.arrival(StorageFixture::start / 1000 + 1000 + number));
        rounds.must([&](core::UnitOfWork &uow) {
            const std::span all(arrivals.constData(), std::size_t(arrivals.size()));
            for (std::size_t from = 0; from < all.size(); from += 20)
                core::writeArrivals(uow, all.subspan(from, 20));
            core::followArrivals(uow, all, {});
        });
        apart.must([&](core::UnitOfWork &uow) {
            for (const auto &arrival : std::as_const(arrivals))
                core::recordArrivals(uow, {arrival}, {});
        });
        QCOMPARE(bindingsIn(rounds), bindingsIn(apart));
    }
};

QTEST_GUILESS_MAIN(RecognitionTest)
#include "tst_recognition.moc"
