// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/storedsales.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr Micros second = 1'000'000;

} // namespace

// `watch` and `doctor` on a stored world, as operators type them.
class LookoutCommandsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::Program> m_program;
    std::unique_ptr<test::StoredSales> m_sales;

    test::Ran run(const QStringList &arguments) const { return m_program->run(arguments); }
    QJsonDocument json(const QStringList &arguments) const
    {
        return QJsonDocument::fromJson(run(arguments + QStringList{u"--json"_s}).out.toUtf8());
    }

private Q_SLOTS:
    void init()
    {
        m_program = std::make_unique<test::Program>();
        m_program->applyShop();
        m_sales = std::make_unique<test::StoredSales>(*m_program);
    }

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
};

QTEST_GUILESS_MAIN(LookoutCommandsTest)
#include "tst_lookoutcommands.moc"
