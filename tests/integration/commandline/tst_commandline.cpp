// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/program.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::test::Ran;

namespace {

QByteArray readShop()
{
    QFile file(QStringLiteral(RASTRO_FIXTURES "/shop/shop.json"));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

const QByteArray shop = readShop();

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyCommandHasAHelpText_data();
    void everyCommandHasAHelpText();
    void wrongUsageIsStatusTwo_data();
    void wrongUsageIsStatusTwo();
    void applyingTwiceChangesNothing();
    void anExportAppliedElsewhereGivesTheSameShop();
    void noSecretIsEverPrinted();
    void errorsNameThePlaceAndTheRemedy_data();
    void errorsNameThePlaceAndTheRemedy();
    void aBadFileChangesNothingAtAll();
    void optionsWinOverTheEnvironmentOverTheIniFile();
    void commandsBesideTheServerAreToldWithItsSettings();
    void aFolderWithoutAnInstallationIsNotMadeOne_data();
    void aFolderWithoutAnInstallationIsNotMadeOne();
    void aCommandMakesNoKeyForADatabaseThatIsThere();
    void whoseServerUsesAnotherDatabaseIsNotShownAnEmptyOne();
    void onlyTheServerListsEverySetting();
    void pluginsListsWhatIsLoaded();
    void doctorTellsWhatIsWrongAndWhatToDo();
    void traceOfTheUnknownSaysSo();
    void poolsAreListedAndSwitched();
    void poolsAreLinkedForEachPlatform_data();
    void poolsAreLinkedForEachPlatform();
    void everyKeyOfAPoolSurvivesExportAndApply();

private:
    Ran run(const QStringList &arguments, const QStringList &environment = {})
    {
        return m_program->run(arguments, environment);
    }
    QString file(const QString &name, const QByteArray &content) { return m_program->file(name, content); }
    Ran apply(const QByteArray &content) { return run({u"apply"_s, file(u"shop.json"_s, content)}); }

    std::unique_ptr<rastro::test::Program> m_program;
};

void TestCommandLine::init()
{
    m_program = std::make_unique<rastro::test::Program>();
}

void TestCommandLine::everyCommandHasAHelpText_data()
{
    QTest::addColumn<QString>("command");
    for (const char *name : {"serve", "demo", "apply", "export", "import", "trace", "watch", "report", "funnel",
                             "pools", "plugins", "doctor", "person", "migrate"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestCommandLine::everyCommandHasAHelpText()
{
    QFETCH(const QString, command);
    const auto ran = run({command, u"--help"_s});
    QCOMPARE(ran.status, 0);
    QVERIFY(ran.out.contains(u"Usage: rastro "_s + command));
    if (ran.out.contains(u"--database"_s))
        QVERIFY2(ran.out.contains(u"sqlite:FILE"_s) && ran.out.contains(u"postgresql://"_s), qPrintable(ran.out));
    QVERIFY(run({u"--help"_s}).out.contains(command));
}

void TestCommandLine::wrongUsageIsStatusTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no command") << QStringList{};
    QTest::newRow("unknown command") << QStringList{u"sell"_s};
    QTest::newRow("unknown option") << QStringList{u"serve"_s, u"--lisen"_s, u"x"_s};
    QTest::newRow("malformed address") << QStringList{u"serve"_s, u"--listen"_s, u"8080"_s};
    QTest::newRow("malformed public URL") << QStringList{u"serve"_s, u"--public-url"_s, u"shop.example"_s};
    QTest::newRow("one malformed public URL of two")
        << QStringList{u"serve"_s, u"--public-url"_s, u"https://a.example,b.example"_s};
    QTest::newRow("a proxy that is no address") << QStringList{u"serve"_s, u"--trusted-proxies"_s, u"10.0.0.0/40"_s};
    QTest::newRow("readers of metrics") << QStringList{u"serve"_s, u"--metrics-from"_s, u"grafana"_s};
    QTest::newRow("plugins from nowhere") << QStringList{u"serve"_s, u"--plugins"_s, u"/no/such/folder"_s};
    QTest::newRow("no failures") << QStringList{u"serve"_s, u"--health-failures"_s, u"0"_s};
    QTest::newRow("a link for an unknown source")
        << QStringList{u"pools"_s, u"link"_s, u"summer"_s, u"--source"_s, u"myspace"_s};
    QTest::newRow("trace of nothing") << QStringList{u"trace"_s};
    QTest::newRow("trace of two things") << QStringList{u"trace"_s, u"--user"_s, u"1"_s, u"--payment"_s, u"1"_s};
    QTest::newRow("trace of what is no token") << QStringList{u"trace"_s, u"--token"_s, u"tracking_0123"_s};
    QTest::newRow("a move to what is no database")
        << QStringList{u"migrate"_s, u"--to"_s, u"postgresq://rastro@db.example/rastro"_s};
    QTest::newRow("a move to where it comes from")
        << QStringList{u"migrate"_s, u"--from"_s, u"sqlite:a.db"_s, u"--to"_s, u"sqlite:./a.db"_s};
    QTest::newRow("a file that is not there") << QStringList{u"apply"_s, u"nowhere.json"_s};
}

void TestCommandLine::wrongUsageIsStatusTwo()
{
    QFETCH(const QStringList, arguments);
    const auto ran = run(arguments);
    QCOMPARE(ran.status, 2);
    QVERIFY(!ran.err.isEmpty());
}

void TestCommandLine::applyingTwiceChangesNothing()
{
    const auto first = apply(shop);
    QVERIFY2(first.status == 0, qPrintable(first.err));
    QVERIFY(first.out.contains(u"bot “demo”: added"_s));
    const auto second = apply(shop);
    QCOMPARE(second.status, 0);
    QCOMPARE(second.out, u"Nothing to change.\n"_s);
}

void TestCommandLine::anExportAppliedElsewhereGivesTheSameShop()
{
    QCOMPARE(apply(shop).status, 0);
    const auto exported = run({u"export"_s});
    QCOMPARE(exported.status, 0);
    const rastro::test::Program other;
    const auto elsewhere = file(u"exported.json"_s, exported.out.toUtf8());
    const QStringList secrets{u"RASTRO_DEMO_META_ACCESS_TOKEN=a-secret-given-as-text"_s};
    const auto applied = other.run({u"apply"_s, elsewhere}, secrets);
    QVERIFY2(applied.status == 0, qPrintable(applied.err));
    const auto again = other.run({u"export"_s});
    QCOMPARE(QJsonDocument::fromJson(again.out.toUtf8()), QJsonDocument::fromJson(exported.out.toUtf8()));
    QCOMPARE(QJsonDocument::fromJson(again.out.toUtf8())[u"pools"_s][0][u"bots"_s][0][u"weight"_s].toInt(), 3);
}

void TestCommandLine::noSecretIsEverPrinted()
{
    for (const auto &ran : {apply(shop), run({u"export"_s}), run({u"doctor"_s, u"--offline"_s}),
                            run({u"doctor"_s, u"--offline"_s, u"--json"_s}), run({u"plugins"_s, u"--json"_s})}) {
        QVERIFY(!(ran.out + ran.err).contains(u"a-secret-given-as-text"_s));
        QVERIFY(!(ran.out + ran.err).contains(QLatin1StringView(rastro::test::Program::BotToken)));
    }
    const auto exported = QJsonDocument::fromJson(run({u"export"_s}).out.toUtf8());
    QCOMPARE(exported[u"bots"_s][0][u"token"_s][u"env"_s].toString(), u"BOT_TOKEN"_s);
    // And none lies in the database in the clear.
    QByteArray bytes;
    for (const auto &table : {u"bots"_s, u"settings"_s, u"plugin_settings"_s, u"redirect_pools"_s}) {
        for (const auto &row : m_program->database().rows(u"SELECT * FROM "_s + table)) {
            for (const auto &value : row)
                bytes += value.toByteArray() + '\n';
        }
    }
    QVERIFY(bytes.contains("meta")); // It was looked at.
    QVERIFY(!bytes.contains("a-secret-given-as-text") && !bytes.contains(rastro::test::Program::BotToken));
}

void TestCommandLine::errorsNameThePlaceAndTheRemedy_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QStringList>("says");
    QTest::newRow("a price with a point")
        << QByteArray("1997") << QByteArray("19.97") << QStringList{u"bots[0].offers[0].price"_s, u"minor units"_s};
    QTest::newRow("an unknown key") << QByteArray("\"title\"") << QByteArray("\"titel\"")
                                    << QStringList{u"bots[0].offers[0].titel"_s, u"is not known"_s, u"title"_s};
    QTest::newRow("an unknown plugin") << QByteArray("\"sandbox\"") << QByteArray("\"sandbocks\"")
                                       << QStringList{u"bots[0].plugins.sandbocks"_s};
    QTest::newRow("a plugin's setting") << QByteArray("\"pixel_id\": \"1234\"") << QByteArray("\"pixel\": \"1234\"")
                                        << QStringList{u"bots[0].plugins.meta.pixel"_s};
    QTest::newRow("an unset variable") << QByteArray("BOT_TOKEN") << QByteArray("NO_SUCH_VARIABLE")
                                       << QStringList{u"bots[0].token"_s, u"NO_SUCH_VARIABLE"_s, u"Set it"_s};
    QTest::newRow("an unknown bot in a pool")
        << QByteArray("{\"bot\": \"demo\", \"weight\": 3}") << QByteArray("\"dmeo\"")
        << QStringList{u"pools[0].bots[0]"_s, u"dmeo"_s};
    QTest::newRow("another format") << QByteArray("\"rastro\": 1") << QByteArray("\"rastro\": 2")
                                    << QStringList{u"rastro"_s, u"version"_s};
    QTest::newRow("cut off") << QByteArray("\"pools\"") << QByteArray("\"pools") << QStringList{u"line"_s, u"column"_s};
}

void TestCommandLine::errorsNameThePlaceAndTheRemedy()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QStringList, says);
    auto changed = shop;
    QVERIFY(changed.contains(from));
    const auto ran = apply(changed.replace(from, to));
    QCOMPARE(ran.status, 1);
    for (const QString &words : says)
        QVERIFY2(ran.err.contains(words), qPrintable(ran.err));
}

void TestCommandLine::aBadFileChangesNothingAtAll()
{
    QCOMPARE(apply(shop).status, 0);
    const auto before = run({u"export"_s}).out;
    auto changed = shop;
    changed.replace("Hi, ", "Bye, ").replace("{\"bot\": \"demo\", \"weight\": 3}", "\"nobody\"");
    QCOMPARE(apply(changed).status, 1);
    QCOMPARE(run({u"export"_s}).out, before);
}

void TestCommandLine::optionsWinOverTheEnvironmentOverTheIniFile()
{
    QVERIFY(QDir().mkpath(m_program->data()));
    file(u"rastro-data/rastro.ini"_s, "listen=from-the-ini-file\n");
    QVERIFY(run({u"serve"_s}).err.contains(u"from-the-ini-file"_s));
    const QStringList environment{u"RASTRO_LISTEN=from-the-environment"_s};
    QVERIFY(run({u"serve"_s}, environment).err.contains(u"from-the-environment"_s));
    QVERIFY(run({u"serve"_s, u"--listen"_s, u"from-the-option"_s}, environment).err.contains(u"from-the-option"_s));
}

void TestCommandLine::commandsBesideTheServerAreToldWithItsSettings()
{
    QCOMPARE(apply(shop).status, 0);
    QVERIFY(run({u"pools"_s, u"link"_s, u"summer"_s}).err.contains(u"is not https"_s));
    QProcess server;
    m_program->start(server, {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--public-url"_s, u"https://shop.example"_s,
                              u"--telegram-api"_s, u"http://127.0.0.1:9"_s, u"--redis"_s,
                              u"redis://me:secret@127.0.0.1:9/1"_s});
    QByteArray said;
    QVERIFY(QTest::qWaitFor([&] { return (said += server.readAllStandardError()).contains("serving http"); }, 30'000));
    const auto link = [this](const QStringList &environment = {}) {
        return run({u"pools"_s, u"link"_s, u"summer"_s}, environment).out;
    };
    QVERIFY(link().contains(u"https://shop.example/go/summer"_s));
    QVERIFY(link({u"RASTRO_PUBLIC_URL=https://other.example"_s}).contains(u"https://other.example/go/summer"_s));
    // Its Redis is not asked without its password; who is to be erased there as well is not erased by half.
    const auto erased = run({u"person"_s, u"erase"_s, u"77"_s, u"--yes"_s});
    QCOMPARE(erased.status, 2);
    QVERIFY2(erased.err.contains(u"redis://127.0.0.1:9/1"_s) && erased.err.contains(u"nothing was erased"_s),
             qPrintable(erased.err));
    QFile noted(m_program->path(u"rastro-data/served-with.ini"_s));
    QVERIFY(noted.open(QFile::ReadOnly));
    QVERIFY(!noted.readAll().contains("secret"));
    server.terminate();
    QVERIFY(server.waitForFinished(30'000));
    QVERIFY(link().contains(u"https://shop.example/go/summer"_s)); // Also while it rests.
}

void TestCommandLine::aFolderWithoutAnInstallationIsNotMadeOne_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("trace") << QStringList{u"trace"_s, u"--user"_s, u"1"_s};
    QTest::newRow("report") << QStringList{u"report"_s};
    QTest::newRow("funnel") << QStringList{u"funnel"_s};
    QTest::newRow("watch") << QStringList{u"watch"_s};
    QTest::newRow("pools") << QStringList{u"pools"_s};
    QTest::newRow("export") << QStringList{u"export"_s};
    QTest::newRow("person") << QStringList{u"person"_s, u"export"_s, u"1"_s};
    QTest::newRow("doctor") << QStringList{u"doctor"_s, u"--offline"_s};
}

void TestCommandLine::aFolderWithoutAnInstallationIsNotMadeOne()
{
    QFETCH(const QStringList, arguments);
    const auto nowhere = m_program->path(u"mistyped"_s);
    const auto ran =
        run(arguments + QStringList{u"--data"_s, nowhere}, {u"RASTRO_DATABASE=sqlite:"_s + nowhere + u"/rastro.db"_s});
    QCOMPARE(ran.status, 1);
    const QString said = ran.out + ran.err;
    QVERIFY2(said.contains(u"There is no installation in"_s) && said.contains(u"--data"_s), qPrintable(said));
    QVERIFY(!QFile::exists(nowhere));
}

// A new key opens nothing, and would be taken for the lost one.
void TestCommandLine::aCommandMakesNoKeyForADatabaseThatIsThere()
{
    QCOMPARE(apply(shop).status, 0);
    const auto nowhere = m_program->path(u"mistyped"_s);
    const auto target = u"sqlite:"_s + m_program->path(u"target.db"_s);
    for (const QStringList &arguments :
         {QStringList{u"report"_s}, QStringList{u"pools"_s}, QStringList{u"migrate"_s, u"--to"_s, target}}) {
        const auto ran = run(arguments + QStringList{u"--data"_s, nowhere});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"There is no key file"_s) && ran.err.contains(nowhere), qPrintable(ran.err));
        QVERIFY(!QFile::exists(nowhere));
    }
}

void TestCommandLine::whoseServerUsesAnotherDatabaseIsNotShownAnEmptyOne()
{
    QVERIFY(QDir().mkpath(m_program->data()));
    file(u"rastro-data/served-with.ini"_s, "database=postgresql://db.example/rastro\n");
    for (const QStringList &arguments : {QStringList{u"report"_s}, QStringList{u"pools"_s}}) {
        const auto ran = run(arguments, {u"RASTRO_DATABASE="_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(u"postgresql://db.example/rastro"_s) && ran.err.contains(u"RASTRO_DATABASE"_s),
                 qPrintable(ran.err));
    }
    QCOMPARE(apply(shop).status, 0); // Who names a database is believed.
}

void TestCommandLine::onlyTheServerListsEverySetting()
{
    QVERIFY(run({u"serve"_s, u"--help"_s}).out.contains(u"--spool-limit"_s));
    const auto help = run({u"trace"_s, u"--help"_s}).out;
    QVERIFY(help.contains(u"--data"_s) && help.contains(u"rastro serve --help"_s));
    QVERIFY(!help.contains(u"--spool-limit"_s));
    QCOMPARE(run({u"trace"_s, u"--user"_s, u"1"_s, u"--spool-limit"_s, u"0"_s}).status, 2); // It is known all the same.
}

void TestCommandLine::pluginsListsWhatIsLoaded()
{
    const auto ran = run({u"plugins"_s, u"--json"_s});
    QCOMPARE(ran.status, 0);
    QStringList loaded;
    for (const auto &plugin : QJsonDocument::fromJson(ran.out.toUtf8()).array()) {
        if (plugin[u"state"_s] == u"loaded"_s)
            loaded.append(plugin[u"id"_s].toString());
    }
    QCOMPARE(loaded, (QStringList{u"meta"_s, u"sandbox"_s, u"tracking"_s}));
}

void TestCommandLine::doctorTellsWhatIsWrongAndWhatToDo()
{
    auto bare = shop;
    QCOMPARE(apply(bare.replace("\"tracking\": {}, ", "")).status, 0);
    const auto ran = run({u"doctor"_s, u"--offline"_s, u"--json"_s});
    QCOMPARE(ran.status, 1);
    bool found = false;
    for (const auto &finding : QJsonDocument::fromJson(ran.out.toUtf8()).array()) {
        if (finding[u"level"_s] != u"ok"_s)
            QVERIFY(!finding[u"remedy"_s].toString().isEmpty());
        found |= finding[u"text"_s].toString().contains(u"tracking plugin"_s) && finding[u"level"_s] == u"trouble"_s;
    }
    QVERIFY(found);
}

void TestCommandLine::traceOfTheUnknownSaysSo()
{
    m_program->applyShop();
    const auto ran = run({u"trace"_s, u"--user"_s, u"42"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY(ran.err.contains(u"Nothing is known"_s));
    const auto old = run({u"trace"_s, u"--token"_s, u"019dfcef26e37abc8def0123456789ab"_s});
    QCOMPARE(old.status, 1);
    QVERIFY2(old.err.contains(u"made on 2026-05-"_s) && old.err.contains(u"180 days"_s), qPrintable(old.err));
}

void TestCommandLine::poolsAreListedAndSwitched()
{
    QCOMPARE(apply(shop).status, 0);
    const auto pool = [this] {
        return QJsonDocument::fromJson(run({u"pools"_s, u"--json"_s}).out.toUtf8())[0].toObject();
    };
    QCOMPARE(pool()[u"slug"_s], u"summer"_s);
    QCOMPARE(pool()[u"enabled"_s], true);
    QCOMPARE(pool()[u"bots"_s][0][u"bot"_s], u"demo"_s);
    QCOMPARE(pool()[u"bots"_s][0][u"weight"_s], 3);
    QVERIFY(!pool()[u"bots"_s][0][u"takes_visitors"_s].toBool()); // Telegram was never asked for its name.
    QCOMPARE(run({u"pools"_s, u"disable"_s, u"summer"_s}).status, 0);
    QCOMPARE(pool()[u"enabled"_s], false);
    QCOMPARE(run({u"pools"_s, u"enable"_s, u"summer"_s}).status, 0);
    QCOMPARE(run({u"pools"_s, u"disable"_s, u"summer"_s, u"demo"_s}).status, 0);
    QCOMPARE(pool()[u"enabled"_s], true);
    QCOMPARE(pool()[u"bots"_s][0][u"enabled"_s], false);
    QVERIFY(run({u"pools"_s}).out.contains(u"disabled in this pool"_s));
    const auto unknown = run({u"pools"_s, u"disable"_s, u"winter"_s});
    QCOMPARE(unknown.status, 1);
    QVERIFY(unknown.err.contains(u"summer"_s));
}

void TestCommandLine::poolsAreLinkedForEachPlatform_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("macro");
    QTest::newRow("meta") << u"meta"_s << u"{{campaign.name}}"_s;
    QTest::newRow("tiktok") << u"tiktok"_s << u"__CAMPAIGN_NAME__"_s;
    QTest::newRow("google") << u"google"_s << u"{campaignid}"_s;
    QTest::newRow("kwai") << u"kwai"_s << u"__CLICKID__"_s;
}

void TestCommandLine::poolsAreLinkedForEachPlatform()
{
    QFETCH(const QString, source);
    QFETCH(const QString, macro);
    QCOMPARE(apply(shop).status, 0);
    const QStringList link{u"pools"_s,    u"link"_s, u"summer"_s, u"--public-url"_s, u"https://shop.example"_s,
                           u"--source"_s, source};
    const auto ran = run(link, {u"LC_ALL=C.UTF-8"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QVERIFY2(ran.out.contains(u"https://shop.example/go/summer?utm_source="_s), qPrintable(ran.out));
    QVERIFY(ran.out.contains(macro));
    const auto json = QJsonDocument::fromJson(run(link + QStringList{u"--json"_s}).out.toUtf8());
    QCOMPARE(json[u"link"_s].toString(), json[u"url"_s].toString() + u'?' + json[u"url_parameters"_s].toString());
}

void TestCommandLine::everyKeyOfAPoolSurvivesExportAndApply()
{
    auto full = shop;
    full.replace(
        R"("mode": "direct",)",
        R"("mode": "direct", "strategy": "least_loaded", "sticky": true, "fallback_url": "https://a.example",)");
    full.replace(R"("pools":)", R"("public_urls": ["https://b.example", "https://a.example:8443"], "pools":)");
    QCOMPARE(apply(full).status, 0);
    QCOMPARE(apply(full).out, u"Nothing to change.\n"_s);
    const auto exported = QJsonDocument::fromJson(run({u"export"_s}).out.toUtf8());
    QCOMPARE(exported[u"public_urls"_s].toArray(), (QJsonArray{u"https://b.example"_s, u"https://a.example:8443"_s}));
    QCOMPARE(exported[u"pools"_s][0][u"strategy"_s], u"least_loaded"_s);
    QCOMPARE(exported[u"pools"_s][0][u"sticky"_s], true);
    QCOMPARE(exported[u"pools"_s][0][u"fallback_url"_s], u"https://a.example"_s);
    QVERIFY(run({u"pools"_s, u"link"_s, u"summer"_s}).out.contains(u"https://b.example/go/summer"_s));
    // A file that does not speak of them leaves them; an empty list takes them away.
    QCOMPARE(apply(shop).status, 0);
    QVERIFY(run({u"export"_s}).out.contains(u"https://b.example"_s));
    auto none = shop;
    QCOMPARE(apply(none.replace(R"("pools":)", R"("public_urls": [], "pools":)")).status, 0);
    QVERIFY(!run({u"export"_s}).out.contains(u"https://b.example"_s));
    auto wrong = shop;
    const auto refused = apply(wrong.replace(R"("pools":)", R"("public_urls": ["https://a.example/path"], "pools":)"));
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains(u"public_urls[0]"_s), qPrintable(refused.err));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
