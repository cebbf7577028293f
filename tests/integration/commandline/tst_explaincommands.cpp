// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"
#include "core/click/tokenminter.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr auto botToken = "123456:AAabcdefghijklmnopqrstuvwxyz0123456";
constexpr Micros second = 1'000'000;

struct Ran
{
    int status = -1;
    QString out;
    QString err;
};

QProcessEnvironment environment()
{
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"BOT_TOKEN"_s, QLatin1StringView(botToken));
    return variables;
}

} // namespace

// `trace`, `report`, `funnel`, `watch` and `doctor` on a stored world, as operators type them.
class ExplainCommandsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    qint64 m_workspace = 0;
    core::Bot m_bot;
    core::Pool m_pool;
    Micros m_now = 0;

    Ran run(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral(RASTRO_PROGRAM), arguments);
        process.closeWriteChannel();
        if (!process.waitForFinished(30'000)) {
            process.kill();
            process.waitForFinished();
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
    }

    QJsonDocument json(const QStringList &arguments)
    {
        return QJsonDocument::fromJson(run(arguments + QStringList{u"--json"_s}).out.toUtf8());
    }

    void must(const std::function<void(core::UnitOfWork &)> &work)
    {
        server::OptionTexts texts;
        texts.data = m_folder->filePath(u"rastro-data"_s);
        const auto options = server::judgeOptions(texts);
        QVERIFY(options);
        const auto store = server::openStore(*options);
        QVERIFY2(store, store ? "" : qPrintable(store.error().message));
        const auto done = server::wait<bool>(**store, [&](core::UnitOfWork &uow) {
            work(uow);
            return true;
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }

    // A paid sale; with a click if `parameter` is empty.
    core::PaymentRow sell(core::UnitOfWork &uow, qint64 person, const std::optional<Click> &click,
                          const QString &parameter = {})
    {
        core::BotUser user;
        user.botId = m_bot.id;
        user.telegramUserId = person;
        user.externalId = core::randomHexId();
        user.firstInteraction = user.lastInteraction = m_now;
        user = uow.users().upsert(user);
        core::StartRow start;
        start.botId = m_bot.id;
        start.telegramUserId = person;
        start.updateId = person;
        start.parameter = parameter;
        start.attribution = click ? u"bound"_s : u"organic"_s;
        start.createdAt = m_now - 2 * second;
        static_cast<void>(uow.starts().insert(start));
        core::PaymentRow row;
        row.workspaceId = m_workspace;
        row.botUserId = user.id;
        row.deliver = u"https://example.com/vip"_s;
        row.deliveryToken = core::randomHexId();
        row.payment.reference = core::randomHexId();
        row.payment.botId = m_bot.id;
        row.payment.telegramUserId = person;
        row.payment.productKey = u"vip"_s;
        row.payment.productTitle = u"VIP"_s;
        row.payment.amount = {1997, u"BRL"_s};
        row.payment.gateway = u"sandbox"_s;
        row.payment.createdAt = m_now;
        row.payment.id = uow.payments().insert(row);
        row.payment.status = PaymentStatus::Paid;
        row.payment.paidAt = m_now;
        row.purchaseEventId = core::randomHexId();
        row.attribution = click ? u"attached"_s : u"organic"_s;
        if (click) {
            row.payment.token = row.frozen.token = click->token;
            row.frozen.utm = click->utm;
            row.frozen.poolId = click->poolId;
            uow.users().addTouch(
                {m_bot.id, person, click->token.toString(), {}, u"start_token"_s, u"start"_s, m_now - second});
        }
        uow.payments().update(row);
        return row;
    }

    Click newClick(Micros at)
    {
        Click click{.token = core::TokenMinter().mint(at)};
        click.poolId = m_pool.id;
        click.botId = m_bot.id;
        click.firstSeenMs = at / 1000;
        click.utm.source = u"FB"_s;
        click.utm.campaign = u"sum\x1b[31mmer"_s;
        click.traffic = u"person"_s;
        click.pageviewEventId = core::randomHexId();
        return click;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QFile::copy(QStringLiteral(RASTRO_FIXTURES "/shop/shop.json"), m_folder->filePath(u"shop.json"_s)));
        const auto applied = run({u"apply"_s, u"shop.json"_s});
        QVERIFY2(applied.status == 0, qPrintable(applied.err));
        m_now = server::SystemClock().now();
        must([this](core::UnitOfWork &uow) {
            const auto shop = uow.shop().load();
            m_workspace = uow.shop().workspace(u"default"_s);
            m_bot = shop.bots.first();
            m_pool = shop.pools.first();
        });
    }

    void aTraceExplainsEveryFieldThatIsMissing()
    {
        qint64 attributed = 0;
        qint64 organic = 0;
        must([&](core::UnitOfWork &uow) {
            const auto click = newClick(m_now - 60 * second);
            uow.clicks().insert(m_workspace, click);
            attributed = sell(uow, 41, click).payment.id;
            organic = sell(uow, 42, {}, u"partner"_s).payment.id;
        });
        const auto trace = json({u"trace"_s, u"--payment"_s, QString::number(attributed)});
        QVERIFY(trace[0][u"verdict"_s].toString().contains(u"start_token"_s));
        QCOMPARE(trace[0][u"trail"_s][0][u"step"_s].toString(), u"click.stored"_s);
        QMap<QString, QJsonObject> fields;
        const auto all = trace[0][u"fields"_s].toArray();
        for (const auto &field : all) {
            const auto object = field.toObject();
            fields.insert(object[u"field"_s].toString(), object);
            if (object[u"value"_s].toString().isEmpty())
                QVERIFY(!object[u"code"_s].toString().isEmpty() && !object[u"reason"_s].toString().isEmpty());
        }
        QCOMPARE(fields[u"fbclid"_s][u"code"_s].toString(), u"fbclid_missing"_s);
        QCOMPARE(fields[u"delivery"_s][u"code"_s].toString(), u"delivery_missing"_s);
        QCOMPARE(fields[u"delivery"_s][u"severity"_s].toString(), u"trouble"_s);
        const auto other = json({u"trace"_s, u"--payment"_s, QString::number(organic)});
        QCOMPARE(other[0][u"fields"_s][0][u"code"_s].toString(), u"parameter_foreign"_s);
        const auto text = run({u"trace"_s, u"--payment"_s, QString::number(attributed)});
        QCOMPARE(text.status, 0);
        QVERIFY(text.out.contains(u"[delivery_missing]"_s) && text.out.contains(u"→"_s));
        QVERIFY(!text.out.contains(QChar(0x1b))); // Neither colours, into a pipe, nor what an ad's address smuggles in.
    }

    void aReportCountsByRuleAndReason()
    {
        must([&](core::UnitOfWork &uow) {
            const auto click = newClick(m_now - 60 * second);
            uow.clicks().insert(m_workspace, click);
            sell(uow, 41, click);
            sell(uow, 42, {}, u"partner"_s);
            sell(uow, 43, {});
            sell(uow, 44, {});
        });
        const auto report = json({u"report"_s});
        QCOMPARE(report[u"total"_s][u"sales"_s].toInt(), 4);
        QCOMPARE(report[u"total"_s][u"attributed"_s].toInt(), 1);
        QCOMPARE(report[u"total"_s][u"minor"_s][u"BRL"_s].toInt(), 4 * 1997);
        QCOMPARE(report[u"rules"_s][0][u"key"_s].toString(), u"start_token"_s);
        QCOMPARE(report[u"reasons"_s][0][u"key"_s].toString(), u"opened_directly"_s);
        QCOMPARE(report[u"reasons"_s][0][u"sales"_s].toInt(), 2);
        QCOMPARE(json({u"report"_s, u"--pool"_s, m_pool.slug})[u"total"_s][u"sales"_s].toInt(), 1);
        QCOMPARE(json({u"report"_s, u"--to"_s, u"2020-01-31"_s})[u"total"_s][u"sales"_s].toInt(), 0);
        const auto text = run({u"report"_s});
        QVERIFY(text.out.contains(u"4 sales"_s) && text.out.contains(u"opened_directly"_s));
        QVERIFY(!text.out.contains(QChar(0x1b)));
        const auto csv = run({u"report"_s, u"--csv"_s}).out;
        QVERIFY2(csv.contains(u"total,,BRL,4,1,7988,1997\r\n"_s), qPrintable(csv));
    }

    void aFunnelCountsTheStepsToASale()
    {
        must([&](core::UnitOfWork &uow) {
            const auto click = newClick(m_now - 60 * second);
            uow.clicks().insert(m_workspace, click);
            uow.clicks().insert(m_workspace, newClick(m_now - 60 * second));
            sell(uow, 41, click);
            sell(uow, 42, {});
        });
        const auto funnel = json({u"funnel"_s, u"--by"_s, u"pool,campaign"_s});
        QCOMPARE(funnel[u"by"_s].toArray(), (QJsonArray{u"pool"_s, u"campaign"_s}));
        QCOMPARE(funnel[u"total"_s][u"visits"_s].toInt(), 2);
        QCOMPARE(funnel[u"total"_s][u"sales"_s].toInt(), 2);
        QCOMPARE(funnel[u"total"_s][u"minor"_s][u"BRL"_s].toInt(), 2 * 1997);
        QCOMPARE(funnel[u"lines"_s].toArray().size(), 2);
        QCOMPARE(funnel[u"lines"_s][0][u"pool"_s].toString(), m_pool.slug);
        QCOMPARE(funnel[u"lines"_s][0][u"visits"_s].toInt(), 2);
        QCOMPARE(funnel[u"lines"_s][1][u"organic"_s].toBool(), true);
        QCOMPARE(json({u"funnel"_s, u"--pool"_s, m_pool.slug})[u"total"_s][u"sales"_s].toInt(), 1);
        QCOMPARE(json({u"funnel"_s, u"--to"_s, u"2020-01-31"_s})[u"total"_s][u"visits"_s].toInt(), 0);
        const auto text = run({u"funnel"_s, u"--by"_s, u"campaign"_s});
        QCOMPARE(text.status, 0);
        QVERIFY2(text.out.contains(u"(organic)"_s) && text.out.contains(u"R$39.94"_s), qPrintable(text.out));
        QVERIFY(!text.out.contains(QChar(0x1b)));
    }

    void wrongWishesAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("no day") << QStringList{u"report"_s, u"--from"_s, u"yesterday"_s} << u"2026-11-21"_s;
        QTest::newRow("backwards") << QStringList{u"report"_s, u"--from"_s, u"2026-02-01"_s, u"--to"_s, u"2026-01-01"_s}
                                   << u"lies after"_s;
        QTest::newRow("no zone") << QStringList{u"report"_s, u"--zone"_s, u"Mars/Olympus"_s} << u"America/Sao_Paulo"_s;
        QTest::newRow("no bot") << QStringList{u"report"_s, u"--bot"_s, u"nobody"_s} << u"There are: "_s;
        QTest::newRow("no pool") << QStringList{u"watch"_s, u"--pool"_s, u"nowhere"_s} << u"There are: "_s;
        QTest::newRow("no kind") << QStringList{u"funnel"_s, u"--by"_s, u"hour"_s} << u"campaign"_s;
        QTest::newRow("no funnel's day") << QStringList{u"funnel"_s, u"--to"_s, u"soon"_s} << u"2026-11-21"_s;
        QTest::newRow("no funnel's pool") << QStringList{u"funnel"_s, u"--pool"_s, u"nowhere"_s} << u"There are: "_s;
        QTest::newRow("two formats") << QStringList{u"report"_s, u"--json"_s, u"--csv"_s} << u"--json"_s;
    }
    void wrongWishesAreNamed()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, says);
        const auto ran = run(arguments);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(says), qPrintable(ran.err));
    }

    void watchShowsWhatHappensAndEndsCleanly()
    {
        QProcess watch;
        watch.setProcessEnvironment(environment());
        watch.setWorkingDirectory(m_folder->path());
        watch.start(QStringLiteral(RASTRO_PROGRAM), {u"watch"_s, u"--json"_s});
        QByteArray err;
        QVERIFY(QTest::qWaitFor(
            [&] {
                err += watch.readAllStandardError();
                return err.contains("following");
            },
            15'000));
        const auto click = newClick(server::SystemClock().now());
        must([&](core::UnitOfWork &uow) {
            uow.clicks().insert(m_workspace, click);
            core::TrailEntry entry;
            entry.workspaceId = m_workspace;
            entry.at = server::SystemClock().now() + second;
            entry.step = u"payment.paid"_s;
            entry.botId = m_bot.id;
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
        QVERIFY(before.contains(u"database.disk"_s) && before.contains(u"machine.clock"_s));
        QCOMPARE(before.value(u"counts.agree"_s), u"ok"_s);
        QVERIFY(!before.contains(u"address.unreachable"_s)); // --offline asks nobody.
        must([&](core::UnitOfWork &uow) {
            sell(uow, 43, {});
            core::ConversionRow event;
            event.workspaceId = m_workspace;
            event.scope = {core::PluginScope::Bot, m_bot.id};
            event.pluginId = u"meta"_s;
            event.destination = u"meta:1234"_s;
            event.eventId = u"e1"_s;
            event.state = u"stopped"_s;
            event.answer = u"Invalid OAuth access token."_s;
            QVERIFY(uow.conversions().add(event));
            core::TrailEntry entry;
            entry.workspaceId = m_workspace;
            entry.at = m_now + 3'600 * second;
            entry.step = u"payment.paid"_s;
            entry.text = u"x"_s;
            uow.trail().add(entry);
        });
        {
            auto shell = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"shell"_s);
            shell.setDatabaseName(m_folder->filePath(u"rastro-data/rastro.db"_s));
            QVERIFY(shell.open());
            QVERIFY(QSqlQuery(shell).exec(u"INSERT INTO row_counts (subject, scope, state, n) "
                                          "VALUES ('conversions', 0, 'pending', 1) "
                                          "ON CONFLICT (subject, scope, state, slot) DO UPDATE SET n = n + 1"_s));
        }
        QSqlDatabase::removeDatabase(u"shell"_s);
        const auto after = codes();
        QCOMPARE(after.value(u"pixel.unauthorised"_s), u"trouble"_s);
        QCOMPARE(after.value(u"machine.clock"_s), u"trouble"_s);
        QCOMPARE(after.value(u"counts.events"_s), u"warning"_s);
        QCOMPARE(after.value(u"sales.opened_directly"_s), u"warning"_s);
        QCOMPARE(run({u"doctor"_s, u"--offline"_s}).status, 1);
    }
};

QTEST_GUILESS_MAIN(ExplainCommandsTest)
#include "tst_explaincommands.moc"
