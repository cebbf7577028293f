// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/testdatabase.h"
#include "funnel/shopper.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtSql/QSqlRecord>

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Shopper;
using test::TestDatabase;

namespace {

struct Ran
{
    int status = -1; ///< -1: it was killed.
    QString out;
    QString err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

using Rows = QList<QVariantMap>;

// As an operator sees the file.
Rows ask(const QString &path, const QString &statement)
{
    Rows rows;
    {
        auto shell = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"file"_s);
        shell.setDatabaseName(path);
        QSqlQuery query(shell);
        if (!shell.open() || !query.exec(statement))
            qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
        while (query.next()) {
            QVariantMap row;
            for (int column = 0; column < query.record().count(); ++column)
                row.insert(query.record().fieldName(column), query.value(column));
            rows.append(row);
        }
    }
    QSqlDatabase::removeDatabase(u"file"_s);
    return rows;
}

// Every row of every table, the derived and the dated ones aside.
QMap<QString, Rows> contentOf(const QString &path)
{
    QMap<QString, Rows> content;
    const auto tables = ask(path, u"SELECT name FROM sqlite_master WHERE type = 'table'"_s);
    for (const auto &row : tables) {
        const auto table = row.value(u"name"_s).toString();
        if (table != u"click_keys" && table != u"schema_version" && table != u"sqlite_stat1")
            content.insert(table, ask(path, u"SELECT * FROM %1 ORDER BY 1, 2"_s.arg(table)));
    }
    return content;
}

// The Telegram of the next demo counts its updates from the beginning again.
const QStringList newTelegram{u"UPDATE telegram_updates SET update_id = -update_id - 1"_s,
                              u"UPDATE starts SET update_id = -update_id - 1"_s,
                              u"UPDATE messages SET key = 'before-' || key"_s, u"DELETE FROM bot_offsets"_s};

} // namespace

// An installation moves into another database and back, is killed on the way, and sells on.
class TestMigrate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void movesThereAndBackAndSellsOn();
    void whatChangedMeanwhileIsCopiedAnew();
    void aDifferenceIsAnErrorAndTheTargetStaysClosed();
    void refusesATargetWithData();
    void refusesWhileAServerRuns();
    void refusesWhatIsNoInstallation();
    void refusesASchemaThatIsNewer();

private:
    Ran run(const QStringList &arguments, const QString &crashAt = {});
    Ran migrate(const QString &from, const QString &to, const QString &crashAt = {});
    bool sellOn(const QString &database, qint64 person);
    void fillEveryTable();
    [[nodiscard]] QString path(const QString &file) const { return m_folder.filePath(file); }
    [[nodiscard]] QString source() const { return u"sqlite:"_s + path(u"source.db"_s); }

    QTemporaryDir m_folder;
};

Ran TestMigrate::run(const QStringList &arguments, const QString &crashAt)
{
    QProcess process;
    auto variables = QProcessEnvironment::systemEnvironment();
    if (!crashAt.isEmpty())
        variables.insert(u"RASTRO_CRASH_AT"_s, crashAt);
    process.setProcessEnvironment(variables);
    process.start(QStringLiteral(RASTRO_PROGRAM),
                  arguments + QStringList{u"--data"_s, path(u"data"_s), u"--key"_s, path(u"rastro.key"_s)});
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

Ran TestMigrate::migrate(const QString &from, const QString &to, const QString &crashAt)
{
    return run({u"migrate"_s, u"--from"_s, from, u"--to"_s, to, u"--batch"_s, u"3"_s, u"--json"_s}, crashAt);
}

bool TestMigrate::sellOn(const QString &database, qint64 person)
{
    server::OptionTexts options;
    options.database = database;
    options.key = path(u"rastro.key"_s);
    server::DemoInstallation demo(u"127.0.0.1:0"_s, options);
    if (const auto started = demo.start(); !started) {
        qWarning("%s", qPrintable(started.error().message));
        return false;
    }
    Shopper buyer(demo, person);
    const auto fbclid = u"IwAR_of_%1"_s.arg(person);
    const auto ready = [&] { return !demo.runtime().shop().get()->bots.value(0).username.isEmpty(); };
    if (!test::waitUntil(ready))
        return false;
    const auto token = buyer.click("utm_source=FB&utm_campaign=move&fbclid=" + fbclid.toLatin1());
    if (token.isEmpty() || !buyer.start(token))
        return false;
    const auto sale = buyer.purchase();
    // Somebody else, who comes without a click.
    Shopper organic(demo, person + 1'000'000);
    return sale && sale->payment.token && sale->payment.token->toString() == token && sale->frozen.fbclid == fbclid &&
           organic.start() && organic.purchase() &&
           test::waitUntil([&] { return buyer.eventsOf(*sale, u"Purchase"_s).size() == 1; });
}

// Where the demo leaves a table empty, and what a program could mistake on the way.
void TestMigrate::fillEveryTable()
{
    const auto file = path(u"source.db"_s);
    ask(file,
        u"INSERT INTO gateway_notices (id, bot_id, gateway_type, dedup_key, body, headers, query, state, attempts, "
        "received_at) VALUES (900, 1, 'sandbox', 'key', x'00015cff0a0d09275c78', '[]', x'', 'done', 1, 5)"_s);
    ask(file, u"INSERT INTO trail (id, workspace_id, at, step, text) VALUES (100000, 1, 5, 'test', '\\N' || char(9) || "
              "'tab' || char(10, 13) || 'C:\\temp' || char(128514) || ' nul:' || char(0) || '.')"_s);
    ask(file, u"INSERT INTO trail (id, workspace_id, at, step, text, detail) VALUES (100001, 1, 5, 'test', '', '')"_s);
    ask(file, u"INSERT INTO trail (id, workspace_id, at, step, text) VALUES (200000, 1, 5, 'test', 'gone')"_s);
    ask(file, u"DELETE FROM trail WHERE id = 200000"_s);
    const auto content = contentOf(file);
    if (content.value(u"redirect_minutes"_s).isEmpty())
        ask(file, u"INSERT INTO redirect_minutes (pool_id, bot_id, minute, people, others) VALUES (1, 0, 1, 2, 3)"_s);
    if (content.value(u"public_urls"_s).isEmpty())
        ask(file, u"INSERT INTO public_urls (url) VALUES ('https://shop.example')"_s);
    if (content.value(u"bot_offsets"_s).isEmpty())
        ask(file, u"INSERT INTO bot_offsets (bot_id, next_offset) VALUES (1, 4611686018427387905)"_s);
    if (content.value(u"nodes"_s).isEmpty())
        ask(file, u"INSERT INTO nodes (id, place, clock_ahead, started_at, heartbeat_at, lease_until) "
                  "VALUES ('dead', 'here', 0, 1, 2, 3)"_s);
    if (content.value(u"leases"_s).isEmpty())
        ask(file, u"INSERT INTO leases (name, node_id, fence) VALUES ('bot:1', 'dead', 7)"_s);
    ask(file, u"INSERT INTO erased_names (workspace_id, digest, erased_at) VALUES (1, 'abc', 5)"_s);
    ask(file, u"INSERT INTO undated_clicks (workspace_id, day, people, others) VALUES (1, 20000, 2, 3)"_s);
    const auto filled = contentOf(file);
    for (auto table = filled.begin(); table != filled.end(); ++table)
        QVERIFY2(!table->isEmpty(), qPrintable(table.key()));
}

void TestMigrate::initTestCase()
{
    QVERIFY(sellOn(source(), 1001));
    fillEveryTable();
}

void TestMigrate::movesThereAndBackAndSellsOn()
{
    const TestDatabase target;
    const auto before = contentOf(path(u"source.db"_s));

    // It dies again and again, further on each time.
    for (const QString &place : {u"move.copied:4"_s, u"move.copied.trail:3"_s, u"move.copied.messages:2"_s}) {
        const auto killed = migrate(source(), target.url(), place);
        QVERIFY2(killed.status == -1, qPrintable(killed.err));
        const auto closed = run({u"report"_s, u"--database"_s, target.url()});
        QCOMPARE(closed.status, 1);
        QVERIFY2(closed.err.contains(u"is being moved into this one"_s), qPrintable(closed.err));
    }
    const auto moved = migrate(source(), target.url());
    QVERIFY2(moved.status == 0, qPrintable(moved.err + moved.out));
    QCOMPARE(moved.json()[u"equal"_s], true);
    QCOMPARE(moved.json()[u"resumed"_s], true);
    QCOMPARE(moved.json()[u"started_anew"_s], false);
    QVERIFY(moved.json()[u"figures"_s].toArray().size() > 200);
    // What an earlier run had copied counts.
    const auto messages = before.value(u"messages"_s).size();
    QVERIFY(messages > 6);
    QVERIFY2(moved.err.contains(u"messages: %1 of %1 rows\n"_s.arg(messages)), qPrintable(moved.err));
    QVERIFY(contentOf(path(u"source.db"_s)) == before);

    // A number that was given once is not given again.
    target.write(u"INSERT INTO trail (workspace_id, at, step, text) VALUES (1, 5, 'test', 'new')"_s);
    QCOMPARE(target.peek(u"SELECT MAX(id) FROM trail"_s).toLongLong(), 200001);
    target.write(u"DELETE FROM trail WHERE id = 200001"_s);

    const auto back = migrate(target.url(), u"sqlite:"_s + path(u"back.db"_s));
    QVERIFY2(back.status == 0, qPrintable(back.err + back.out));
    const auto after = contentOf(path(u"back.db"_s));
    QCOMPARE(after.keys(), before.keys());
    for (auto table = before.begin(); table != before.end(); ++table) {
        if (table.key() == u"sqlite_sequence" || table.key() == u"settings")
            continue;
        auto rows = table.value();
        for (auto &row : rows) {
            for (auto &value : row) {
                if (TestDatabase::isServer() && value.typeId() == QMetaType::QString)
                    value = value.toString().replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
            }
        }
        QCOMPARE(after.value(table.key()).size(), rows.size());
        for (qsizetype at = 0; at < rows.size(); ++at)
            QVERIFY2(after.value(table.key()).at(at) == rows.at(at), qPrintable(table.key() + u" row %1"_s.arg(at)));
    }
    QCOMPARE(after.value(u"settings"_s).size(), before.value(u"settings"_s).size());

    // Secrets open, people are known, and triggers count again, on both.
    for (const auto &statement : newTelegram) {
        target.write(statement);
        ask(path(u"back.db"_s), statement);
    }
    QVERIFY(sellOn(target.url(), 2001));
    QVERIFY(sellOn(u"sqlite:"_s + path(u"back.db"_s), 2001));
    QCOMPARE(target.peek(u"SELECT CAST(SUM(sales) AS BIGINT) FROM funnel_days"_s).toInt(),
             target.peek(u"SELECT COUNT(*) FROM payments WHERE status = 'paid'"_s).toInt());
    for (const QString &table : {u"conversions"_s, u"messages"_s}) {
        QCOMPARE(target.peek(u"SELECT CAST(SUM(n) AS BIGINT) FROM row_counts WHERE subject = '%1'"_s.arg(table)),
                 target.peek(u"SELECT COUNT(*) FROM %1"_s.arg(table)));
    }
}

void TestMigrate::whatChangedMeanwhileIsCopiedAnew()
{
    const TestDatabase target;
    QCOMPARE(migrate(source(), target.url(), u"move.copied.trail:3"_s).status, -1);
    ask(path(u"source.db"_s), u"INSERT INTO trail (workspace_id, at, step, text) VALUES (1, 5, 'test', 'later')"_s);
    const auto moved = migrate(source(), target.url());
    QVERIFY2(moved.status == 0, qPrintable(moved.err + moved.out));
    QCOMPARE(moved.json()[u"started_anew"_s], true);
    QCOMPARE(target.peek(u"SELECT COUNT(*) FROM trail WHERE text = 'later'"_s).toInt(), 1);
}

void TestMigrate::aDifferenceIsAnErrorAndTheTargetStaysClosed()
{
    const TestDatabase target;
    QCOMPARE(migrate(source(), target.url(), u"move.copied.messages:2"_s).status, -1);
    target.write(u"UPDATE payments SET amount = amount + 1 WHERE id = 1"_s);
    const auto wrong = run({u"migrate"_s, u"--from"_s, source(), u"--to"_s, target.url()});
    QCOMPARE(wrong.status, 1);
    QVERIFY2(wrong.out.contains(u"← differs"_s) && wrong.out.contains(u"paid BRL, amount"_s), qPrintable(wrong.out));
    QVERIFY2(wrong.err.contains(u"not the same"_s), qPrintable(wrong.err));
    QCOMPARE(run({u"report"_s, u"--database"_s, target.url()}).status, 1);
    const auto right = run({u"migrate"_s, u"--from"_s, source(), u"--to"_s, target.url()});
    QVERIFY2(right.status == 0, qPrintable(right.err + right.out));
    QVERIFY2(right.out.contains(u"Both databases are the same"_s) && !right.out.contains(u"differs"_s),
             qPrintable(right.out));
    QVERIFY2(right.out.contains(u"Now start the server with --database "_s), qPrintable(right.out));
    QCOMPARE(run({u"report"_s, u"--database"_s, target.url()}).status, 0);
}

void TestMigrate::refusesATargetWithData()
{
    const TestDatabase target;
    QFile shop(path(u"shop.json"_s));
    QVERIFY(shop.open(QIODevice::WriteOnly) && shop.write(R"({"rastro": 1})") > 0);
    shop.close();
    const auto made = run({u"apply"_s, u"--database"_s, target.url(), shop.fileName()});
    QVERIFY2(made.status == 0, qPrintable(made.err));
    const auto refused = migrate(source(), target.url());
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains(u"in use already"_s), qPrintable(refused.err));
}

void TestMigrate::refusesWhileAServerRuns()
{
    const TestDatabase target;
    auto lock = server::FolderLock::take(m_folder.path());
    QVERIFY(lock);
    const auto locked = migrate(source(), target.url());
    QCOMPARE(locked.status, 1);
    QVERIFY2(locked.err.contains(u"Stop it"_s), qPrintable(locked.err));
    lock->reset();
    if (!TestDatabase::isServer())
        return;
    QVERIFY(migrate(source(), target.url()).status == 0);
    server::OptionTexts texts;
    texts.database = target.url();
    texts.data = path(u"data"_s);
    texts.key = path(u"rastro.key"_s);
    const auto elsewhere = server::openStore(*server::judgeOptions(texts));
    QVERIFY(elsewhere);
    const auto used = migrate(target.url(), u"sqlite:"_s + path(u"unused.db"_s));
    QCOMPARE(used.status, 1);
    QVERIFY2(used.err.contains(u"is at work on"_s), qPrintable(used.err));
}

void TestMigrate::refusesWhatIsNoInstallation()
{
    const TestDatabase target;
    const auto missing = migrate(u"sqlite:"_s + path(u"no.db"_s), target.url());
    QCOMPARE(missing.status, 1);
    QVERIFY2(missing.err.contains(u"There is no database"_s), qPrintable(missing.err));
    ask(path(u"photos.db"_s), u"CREATE TABLE photos (id INTEGER)"_s);
    const auto foreign = migrate(u"sqlite:"_s + path(u"photos.db"_s), target.url());
    QCOMPARE(foreign.status, 1);
    QVERIFY2(foreign.err.contains(u"another program"_s), qPrintable(foreign.err));
    QCOMPARE(run({u"migrate"_s, u"--from"_s, source()}).status, 2);
}

void TestMigrate::refusesASchemaThatIsNewer()
{
    const TestDatabase target;
    QVERIFY(QFile::copy(path(u"source.db"_s), path(u"newer.db"_s)));
    ask(path(u"newer.db"_s), u"INSERT INTO schema_version (version, applied_at) VALUES (9999, 0)"_s);
    const auto newer = migrate(u"sqlite:"_s + path(u"newer.db"_s), target.url());
    QCOMPARE(newer.status, 1);
    QVERIFY2(newer.err.contains(u"newer Rastro"_s), qPrintable(newer.err));
}

QTEST_GUILESS_MAIN(TestMigrate)
#include "tst_migrate.moc"
