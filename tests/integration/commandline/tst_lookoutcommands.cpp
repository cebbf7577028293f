// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/salesbench.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtTest/QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr Micros second = 1'000'000;

} // namespace

// `watch` and `doctor` on a stored world, as operators type them.
class LookoutCommandsTest : public QObject, private test::SalesBench
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }

    void watchShowsWhatHappensAndEndsCleanly()
    {
        QProcess watch;
        m_program->start(watch, {u"watch"_s, u"--json"_s});
        QByteArray err;
        QVERIFY(QTest::qWaitFor(
            [&] {
                err += watch.readAllStandardError();
                return err.contains("following");
            },
            15'000));
        const auto click = m_sales->newClick(server::SystemClock().now());
        m_sales->write([&](core::UnitOfWork &uow) {
            uow.clicks().insert(m_sales->workspace(), click);
            core::TrailEntry entry;
            entry.workspaceId = m_sales->workspace();
            entry.at = server::SystemClock().now() + second;
            entry.step = u"payment.paid"_s;
            entry.botId = m_sales->bot().id;
            entry.paymentId = 17;
            entry.text = u"Paid."_s;
            uow.trail().add(entry);
        });
        QByteArray out;
        QVERIFY(QTest::qWaitFor(
            [&] {
                out += watch.readAllStandardOutput();
                return out.count('\n') >= 2;
            },
            15'000));
        const auto lines = out.trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        const auto first = QJsonDocument::fromJson(lines[0]);
        QCOMPARE(first[u"kind"_s].toString(), u"click"_s);
        QCOMPARE(first[u"token"_s].toString(), click.token.toString());
        const auto second = QJsonDocument::fromJson(lines[1]);
        QCOMPARE(second[u"step"_s].toString(), u"payment.paid"_s);
        ::kill(static_cast<pid_t>(watch.processId()), SIGINT);
        QVERIFY(watch.waitForFinished(10'000));
        QCOMPARE(watch.exitStatus(), QProcess::NormalExit);
        QCOMPARE(watch.exitCode(), 0);
    }

    void doctorNamesWhatIsBrokenByStableCodes()
    {
        const auto codes = [&](const QStringList &more = {}) {
            QMap<QString, QString> levels;
            const auto findings = json(QStringList{u"doctor"_s, u"--offline"_s} + more).array();
            for (const auto &finding : findings) {
                levels.insert(finding[u"code"_s].toString(), finding[u"level"_s].toString());
                if (finding[u"level"_s] != u"ok"_s && finding[u"remedy"_s].toString().isEmpty())
                    levels.insert(u"without a remedy"_s, finding[u"code"_s].toString());
            }
            return levels;
        };
        auto before = codes();
        QCOMPARE(before.value(u"without a remedy"_s), QString());
        QCOMPARE(before.value(u"database.integrity"_s), u"ok"_s);
        QCOMPARE(before.value(u"server.stopped"_s), u"warning"_s);
        QVERIFY(before.contains(u"machine.clock"_s));
        QCOMPARE(before.value(u"counts.agree"_s), u"ok"_s);
        QCOMPARE(before.contains(u"database.disk"_s), !test::TestDatabase::isServer()); // Else it is the server's.
        QVERIFY(!before.contains(u"address.unreachable"_s));                            // --offline asks nobody.
        m_sales->write([&](core::UnitOfWork &uow) {
            m_sales->sell(uow, 43, {});
            core::ConversionRow event;
            event.workspaceId = m_sales->workspace();
            event.scope = {core::PluginScope::Bot, m_sales->bot().id};
            event.pluginId = u"meta"_s;
            event.destination = u"meta:1234"_s;
            event.eventId = u"e1"_s;
            event.state = u"stopped"_s;
            event.answer = u"Invalid OAuth access token."_s;
            QVERIFY(uow.conversions().add(event));
            core::TrailEntry entry;
            entry.workspaceId = m_sales->workspace();
            entry.at = m_sales->now() + 3'600 * second;
            entry.step = u"payment.paid"_s;
            entry.text = u"x"_s;
            uow.trail().add(entry);
        });
        const auto after = codes();
        QCOMPARE(after.value(u"pixel.unauthorised"_s), u"trouble"_s);
        QCOMPARE(after.value(u"machine.clock"_s), u"trouble"_s);
        QCOMPARE(after.value(u"sales.opened_directly"_s), u"warning"_s);
        QCOMPARE(run({u"doctor"_s, u"--offline"_s}).status, 1);
    }

    // Clicks wait in the data folder then, and doctor says so although it cannot open the database.
    void whileTheDatabaseIsAwayDoctorSaysWhatWaits()
    {
        const auto away = u"RASTRO_DATABASE=postgresql://rastro@127.0.0.1:1/rastro"_s;
        const auto codes = [&] {
            QStringList found;
            const auto ran = m_program->run({u"doctor"_s, u"--offline"_s, u"--json"_s}, {away});
            const auto findings = QJsonDocument::fromJson(ran.out.toUtf8()).array();
            for (const auto &finding : findings)
                found.append(finding[u"code"_s].toString() + u' ' + finding[u"level"_s].toString());
            return found;
        };
        QVERIFY(codes().contains(u"database.open trouble"_s));
        QVERIFY(!codes().contains(u"server.stopped warning"_s)); // Nothing runs and nothing waits: one sentence.
        const QDir data(m_program->data());
        QVERIFY(data.mkpath(u"spool"_s));
        QFile waiting(data.filePath(u"spool/clicks-001795349160213-000001-5708.jsonl"_s));
        QVERIFY(waiting.open(QFile::WriteOnly) && waiting.write("waits\n") > 0);
        waiting.close();
        QVERIFY2(codes().contains(u"clicks.spool warning"_s), qPrintable(codes().join(u'\n')));
        QVERIFY(codes().contains(u"server.stopped warning"_s));
    }

    void countsThatSomebodyHasEditedAreSaid_data()
    {
        QTest::addColumn<QString>("edit");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("visits") << u"UPDATE funnel_days SET visits = visits + 1"_s << u"counts.visits"_s
                                << u"2 are counted, 1 are stored"_s;
        QTest::newRow("a click") << u"DELETE FROM clicks WHERE traffic = 'preview'"_s << u"counts.others"_s
                                 << u"1 are counted, 0 are stored"_s;
        QTest::newRow("others") << u"UPDATE funnel_days SET crawlers = crawlers + 1"_s << u"counts.others"_s
                                << u"2 are counted, 1 are stored"_s;
        QTest::newRow("sales") << u"UPDATE funnel_days SET sales = sales + 3"_s << u"counts.sales"_s
                               << u"3 are counted, 0 are stored"_s;
        QTest::newRow("revenue") << u"UPDATE funnel_days SET minor = minor + 1997"_s << u"counts.revenue"_s
                                 << u"1997 are counted, 0 are stored"_s;
        QTest::newRow("redirects")
            << u"INSERT INTO redirect_minutes (pool_id, bot_id, minute, people, others) SELECT id, 0, %1, 4, 0 "
               "FROM redirect_pools ORDER BY id LIMIT 1"_s.arg(server::SystemClock().now() / (60 * second) - 2)
            << u"counts.redirects"_s << u"4 are counted, 0 are stored"_s;
        QTest::newRow("events") << u"INSERT INTO row_counts (subject, scope, state, slot, n) VALUES ('conversions', 0, "
                                   "'pending', 63, 5)"_s
                                << u"counts.events"_s << u"5 are counted, 0 are stored"_s;
    }
    void countsThatSomebodyHasEditedAreSaid()
    {
        QFETCH(const QString, edit);
        QFETCH(const QString, code);
        QFETCH(const QString, says);
        m_sales->write([&](core::UnitOfWork &uow) { // Of yesterday, also once it is midnight; through no pool.
            for (const auto at : {m_sales->now() - 24 * 3'600 * second, m_sales->now()}) {
                for (const auto &traffic : {u"person"_s, u"preview"_s}) {
                    auto click = m_sales->newClick(at);
                    click.poolId = 0;
                    click.traffic = traffic;
                    uow.clicks().insert(m_sales->workspace(), click);
                }
            }
        });
        m_program->database().write(u"UPDATE bots SET username = 'a_bot'"_s); // As Telegram tells it.
        const auto well = run({u"doctor"_s, u"--offline"_s});
        QVERIFY2(well.out.contains(u"agree with its 2 clicks"_s), qPrintable(well.out));
        m_program->database().write(edit);

        const auto found = json({u"doctor"_s, u"--offline"_s}).array();
        QMap<QString, QJsonObject> counts;
        for (const auto &finding : found) {
            if (finding[u"subject"_s] == u"counts"_s)
                counts.insert(finding[u"code"_s].toString(), finding.toObject());
        }
        QVERIFY2(counts.contains(code) && !counts.contains(u"counts.agree"_s), qPrintable(counts.keys().join(u' ')));
        QCOMPARE(counts[code][u"level"_s].toString(), u"warning"_s);
        QVERIFY2(counts[code][u"text"_s].toString().contains(says), qPrintable(counts[code][u"text"_s].toString()));
        const auto remedy = counts[code][u"remedy"_s].toString();
        QVERIFY2(remedy.contains(u"beside Rastro"_s), qPrintable(remedy));

        const auto text = run({u"doctor"_s, u"--offline"_s});
        QVERIFY2(text.out.contains(says) && text.out.contains(u"→ "_s + remedy), qPrintable(text.out));
        QVERIFY2(text.status == 0, qPrintable(text.out)); // A warning, not trouble.
    }
};

QTEST_GUILESS_MAIN(LookoutCommandsTest)
#include "tst_lookoutcommands.moc"
