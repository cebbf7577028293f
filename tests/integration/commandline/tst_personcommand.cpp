// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/program.h"
#include "core/attribution/arrival.h"
#include "core/attribution/binding.h"
#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr qint64 maria = 6118531418;
const auto campaign = u"Summer"_s;
const auto mariasFbclid = u"IwAR-only-of-maria"_s;

} // namespace

// `rastro person export|erase` as an operator types it who was asked to by that person.
class PersonCommandTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::Program> m_program;

    // A click and the person whom it was bound to, beside a server's doors: how they come there is the funnel's matter.
    void storeMaria()
    {
        server::OptionTexts texts;
        texts.data = m_program->data();
        texts.database = m_program->database().url();
        const auto store = server::openStore(server::judgeOptions(texts).value());
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        const auto now = server::SystemClock().now();
        const auto stored = server::wait<bool>(**store, [now](core::UnitOfWork &uow) {
            const auto shop = uow.shop().load();
            const auto workspace = uow.shop().workspace(u"default"_s);
            core::BotUser user;
            user.botId = shop.bots.first().id;
            user.telegramUserId = maria;
            user.firstName = u"Maria"_s;
            user.externalId = core::randomHexId();
            user.firstInteraction = user.lastInteraction = now;
            user = uow.users().upsert(user);
            Click click{.token = core::TokenMinter().mint(now)};
            click.poolId = shop.pools.first().id;
            click.botId = user.botId;
            click.firstSeenMs = now / 1000;
            click.fbclid = mariasFbclid;
            click.utm.campaign = campaign;
            click.visitorId = core::randomHexId();
            click.pageviewEventId = core::randomHexId();
            click.traffic = u"person"_s;
            uow.clicks().insert(workspace, click);
            core::bindClick(uow, workspace, user, click, AttributionRule::StartToken, u"start"_s, u"why"_s, now);
            return true;
        });
        QVERIFY2(stored, stored ? "" : qPrintable(stored.error().message));
    }

    [[nodiscard]] test::Ran person(const QStringList &arguments) const
    {
        return m_program->run(QStringList{u"person"_s} + arguments);
    }

private Q_SLOTS:
    void init()
    {
        m_program = std::make_unique<test::Program>();
        m_program->applyShop();
        storeMaria();
    }

    void anExportIsJsonWithEverything()
    {
        const auto ran = person({u"export"_s, QString::number(maria)});
        QCOMPARE(ran.status, 0);
        const auto bots = QJsonDocument::fromJson(ran.out.toUtf8())[u"bots"_s].toArray();
        QCOMPARE(bots.size(), 1);
        QVERIFY(ran.out.contains(u"Maria"_s) && ran.out.contains(mariasFbclid) && ran.out.contains(campaign));
    }

    void anErasureIsAskedForAndThenLeavesNothingThatIdentifies()
    {
        // Nobody is there who could confirm it.
        const auto unconfirmed = person({u"erase"_s, QString::number(maria)});
        QCOMPARE(unconfirmed.status, 1);
        QVERIFY2(unconfirmed.err.contains(u"--yes"_s), qPrintable(unconfirmed.err));
        QVERIFY(person({u"export"_s, QString::number(maria)}).out.contains(u"Maria"_s));
        const auto erased = person({u"erase"_s, QString::number(maria), u"--yes"_s, u"--json"_s});
        QCOMPARE(erased.status, 0);
        const auto said = QJsonDocument::fromJson(erased.out.toUtf8());
        QCOMPARE(said[u"telegram_user_id"_s].toInteger(), maria);
        QCOMPARE(said[u"bots"_s].toInt(), 1);
        const auto left = person({u"export"_s, QString::number(maria)}).out;
        QVERIFY2(!left.contains(u"Maria"_s) && !left.contains(mariasFbclid), qPrintable(left));
        QVERIFY(left.contains(campaign)); // Which ad it was is not about the person.
        QCOMPARE(person({u"erase"_s, QString::number(maria), u"--yes"_s}).status, 0); // Twice changes nothing.
    }

    // The server of another node has it in its spool.
    void aClickThatIsStillOnItsWayIsErasedToo()
    {
        server::OptionTexts texts;
        texts.data = m_program->data();
        texts.database = m_program->database().url();
        const auto store = server::openStore(server::judgeOptions(texts).value()).value();
        const auto now = server::SystemClock().now();
        Click click{.token = core::TokenMinter().mint(now)};
        click.fbclid = u"IwAR-on-its-way"_s;
        click.firstSeenMs = now / 1000;
        click.traffic = u"person"_s;
        click.pageviewEventId = core::randomHexId();
        const auto work = [&](const core::Database::Work &change) {
            const auto done = server::wait<bool>(*store, [&](core::UnitOfWork &uow) { return change(uow), true; });
            QVERIFY2(done, done ? "" : qPrintable(done.error().message));
        };
        work([&](core::UnitOfWork &uow) {
            core::StartRow start{.botId = uow.shop().load().bots.first().id, .telegramUserId = maria, .updateId = 7};
            start.parameter = click.token.toString();
            QVERIFY(uow.starts().insert(start) > 0);
        });
        QCOMPARE(person({u"erase"_s, QString::number(maria), u"--yes"_s}).status, 0);
        work([&](core::UnitOfWork &uow) {
            const auto workspace = uow.shop().workspace(u"default"_s);
            click.poolId = uow.shop().load().pools.first().id;
            core::recordArrivals(uow, {{workspace, {click, {}, true}}}, {}, core::ArrivalTime::Late);
            QCOMPARE(uow.clicks().byToken(workspace, click.token)->fbclid, QString());
        });
    }

    void aStrangerIsNobody()
    {
        const auto shown = person({u"export"_s, u"77"_s});
        QCOMPARE(shown.status, 1);
        QVERIFY2(shown.err.contains(u"77"_s), qPrintable(shown.err));
        const auto erased = person({u"erase"_s, u"77"_s, u"--yes"_s});
        QCOMPARE(erased.status, 0);
        QVERIFY(erased.out.contains(u"nothing to erase"_s));
    }

    void wrongWishesAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing to do") << QStringList{} << u"subcommand"_s;
        QTest::newRow("nobody named") << QStringList{u"export"_s} << u"person"_s;
        QTest::newRow("no number") << QStringList{u"export"_s, u"@maria"_s} << u"is a number"_s;
        QTest::newRow("no such bot") << QStringList{u"export"_s, u"77"_s, u"--bot"_s, u"nobody"_s} << u"There are: "_s;
    }
    void wrongWishesAreNamed()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, says);
        const auto ran = person(arguments);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(says), qPrintable(ran.err));
    }
};

QTEST_GUILESS_MAIN(PersonCommandTest)
#include "tst_personcommand.moc"
